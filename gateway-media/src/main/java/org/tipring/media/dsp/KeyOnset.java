package org.tipring.media.dsp;

/// Guesses from 10 ms of sound whether a key (DTMF) may be down: long before [DtmfDetector] can know, so that nothing of a key need pass
/// where keys are taken out of the sound. Every key within the limits of ITU-T Q.24 is guessed; so are some of the sounds of speech.
///
/// Owned by one thread; allocates nothing.
public final class KeyOnset {

    /// In samples.
    public static final int LENGTH = 80;

    /// The share of the energy that two frequencies may leave unexplained: a key whose frequencies are 1.5 % off, under noise 15 dB
    /// below it, leaves up to so much of 10 ms.
    static final double RESIDUAL = 0.22;
    private static final double LEAST_POWER = LevelMeter.power(DtmfDetector.LEAST_DBM0);

    private final DtmfFit fit = new DtmfFit(DtmfFit.SHORT);

    /// Whether the [#LENGTH] samples from `offset` on may be of a key.
    public boolean mayBeKey(short[] pcm, int offset) {
        long energy = LevelMeter.energy(pcm, offset, LENGTH);
        if (energy < 2 * LEAST_POWER * LENGTH * (1 - RESIDUAL)) {
            return false;
        }
        fit.strongest(pcm, offset);
        double low = fit.lowPower();
        double high = fit.highPower();
        return fit.residual(energy) <= RESIDUAL && high <= HIGH_ABOVE_LOW * low && low <= LOW_ABOVE_HIGH * high;
    }

    /// 3 dB more than a detector takes: in so short a block the frequencies leak into each other.
    private static final double HIGH_ABOVE_LOW = 2 * DtmfDetector.HIGH_ABOVE_LOW;
    private static final double LOW_ABOVE_HIGH = 2 * DtmfDetector.LOW_ABOVE_HIGH;
}
