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
    /// Stutter (message-waiting) dial tone and confirmation tone, Telcordia GR-506: bursts of dial tone, then dial tone, milliseconds of on and
    /// off. In the second the pause tells the two parts apart.
    Cadence STUTTER = Cadence.of(100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100);
    Cadence CONFIRMATION = Cadence.of(100, 100, 100, 100, 300, 600);
    TonePlan.Signal HOWLER = new TonePlan.Signal(Tone.of(-9, 1400, 2060, 2450, 2600), Cadence.of(100, 100));

    /// Writes the next samples.
    void next(short[] out, int offset, int samples);

    static boolean exists(CallProgressTone tone, TonePlan plan) {
        return switch (tone) {
            case SIT, HOWLER -> true;
            case STUTTER, CONFIRMATION -> plan.signals().containsKey(CallProgressTone.DIAL);
            case DIAL, RINGBACK, BUSY, REORDER, CALL_WAITING -> plan.signals().containsKey(tone);
        };
    }

    /// @throws IllegalArgumentException when the plan has no such tone
    static ToneSound of(CallProgressTone tone, TonePlan plan) {
        return switch (tone) {
            case SIT -> new SitGenerator(SIT_DBM0)::next;
            case HOWLER -> new ToneGenerator(HOWLER)::next;
            case STUTTER -> introduced(STUTTER, plan);
            case CONFIRMATION -> introduced(CONFIRMATION, plan);
            case DIAL, RINGBACK, BUSY, REORDER, CALL_WAITING -> new ToneGenerator(plan.signal(tone))::next;
        };
    }

    private static ToneSound introduced(Cadence bursts, TonePlan plan) {
        TonePlan.Signal dial = plan.signal(CallProgressTone.DIAL);
        return new IntroducedTone(new ToneGenerator(dial.tone(), bursts), bursts.periodMillis(), new ToneGenerator(dial))::next;
    }
}
