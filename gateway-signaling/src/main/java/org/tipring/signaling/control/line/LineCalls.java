package org.tipring.signaling.control.line;

import org.tipring.tdm.line.FxoAction;
import org.tipring.tdm.line.LineId;

/// Who is told what a line wants of its call.
public interface LineCalls {

    void line(LineId line, FxoAction.ToCall action);
}
