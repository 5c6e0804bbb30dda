package org.tipring.signaling.control.telephone;

import org.tipring.media.dsp.CallProgressTone;
import org.tipring.tdm.line.DigitJudge.Judgement;
import org.tipring.tdm.line.FxsAction;
import org.tipring.tdm.line.LineId;

/// Who is told what a telephone wants of its call, and asked what its digits mean.
public interface TelephoneCalls {

    void telephone(LineId line, FxsAction.ToCall action);

    Judgement judge(LineId line, String digits);

    /// Lets a telephone hear a tone, or with null silence, while no call gives it sound; its keys are listened for.
    void hear(LineId line, long bridge, CallProgressTone tone);

    void hearNothing(long bridge);
}
