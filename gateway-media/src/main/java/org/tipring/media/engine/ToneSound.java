package org.tipring.media.engine;

import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.SitGenerator;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.dsp.TonePlan;

/// A call progress tone that we play, without an end.
public interface ToneSound {

    /// Of each of the three frequencies of the special information tone, which is in no plan.
    double SIT_DBM0 = -14;

    /// Writes the next samples.
    void next(short[] out, int offset, int samples);

    static boolean exists(CallProgressTone tone, TonePlan plan) {
        return tone == CallProgressTone.SIT || plan.signals().containsKey(tone);
    }

    /// @throws IllegalArgumentException when the plan has no such tone
    static ToneSound of(CallProgressTone tone, TonePlan plan) {
        return tone == CallProgressTone.SIT ? new SitGenerator(SIT_DBM0)::next : new ToneGenerator(plan.signal(tone))::next;
    }
}
