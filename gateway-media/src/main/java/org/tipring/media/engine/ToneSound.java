package org.tipring.media.engine;

import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.SitGenerator;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.dsp.TonePlan;

/// A call progress tone that we play, without an end.
public interface ToneSound {

    /// Of each of the three frequencies of the special information tone, which is in no plan.
    double SIT_DBM0 = -14;
    /// Receiver off-hook tone, Telcordia GR-506: 0.1 s on and off. As loud as G.711 can say four frequencies at once.
    TonePlan.Signal HOWLER = new TonePlan.Signal(Tone.of(-9, 1400, 2060, 2450, 2600), Cadence.of(100, 100));

    /// Writes the next samples.
    void next(short[] out, int offset, int samples);

    static boolean exists(CallProgressTone tone, TonePlan plan) {
        return tone == CallProgressTone.SIT || tone == CallProgressTone.HOWLER || plan.signals().containsKey(tone);
    }

    /// @throws IllegalArgumentException when the plan has no such tone
    static ToneSound of(CallProgressTone tone, TonePlan plan) {
        return switch (tone) {
            case SIT -> new SitGenerator(SIT_DBM0)::next;
            case HOWLER -> new ToneGenerator(HOWLER)::next;
            default -> new ToneGenerator(plan.signal(tone))::next;
        };
    }
}
