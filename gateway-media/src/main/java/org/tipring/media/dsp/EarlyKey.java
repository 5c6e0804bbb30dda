package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// Guesses within about 10 ms that a key (DTMF) has gone down: the last 8 ms are mostly one wave of the low and one of the high group. It may
/// be wrong, in speech above all: [DtmfDetector] says later and surely. [KeyOnset] is wrong less often, but wants 10 ms full of the key. Owned
/// by one thread; allocates nothing.
public final class EarlyKey {

    private static final int WINDOW = 64;
    /// Of the window's energy, that is the two waves': it is reached when they fill two thirds of it.
    private static final double SHARE = 0.65;
    private static final double LEAST_OF_EACH = 0.08;
    private static final double LEAST_ENERGY = 2 * LevelMeter.power(-35) * WINDOW;
    private static final float[][] COS = new float[8][WINDOW];
    private static final float[][] SIN = new float[8][WINDOW];

    static {
        for (int f = 0; f < 8; f++) {
            double hertz = f < 4 ? DtmfTones.LOW[f] : DtmfTones.HIGH[f - 4];
            for (int i = 0; i < WINDOW; i++) {
                double angle = 2 * Math.PI * hertz * i / Pcm.RATE;
                COS[f][i] = (float) Math.cos(angle);
                SIN[f][i] = (float) Math.sin(angle);
            }
        }
    }

    private final short[] window = new short[WINDOW];

    /// Listens to the next `n` samples.
    ///
    /// @return whether a key may have begun in the last of them, or sounds
    public boolean process(short[] pcm, int offset, int n) {
        int fresh = Math.min(n, WINDOW);
        System.arraycopy(window, fresh, window, 0, WINDOW - fresh);
        System.arraycopy(pcm, offset + n - fresh, window, WINDOW - fresh, fresh);
        long energy = LevelMeter.energy(window, 0, WINDOW);
        if (energy < LEAST_ENERGY) {
            return false;
        }
        double low = strongest(0);
        double high = strongest(4);
        return low + high > SHARE * energy && Math.min(low, high) > LEAST_OF_EACH * energy;
    }

    /// The energy of the strongest of four waves.
    private double strongest(int from) {
        double most = 0;
        for (int f = from; f < from + 4; f++) {
            float re = 0;
            float im = 0;
            for (int i = 0; i < WINDOW; i++) {
                re += window[i] * COS[f][i];
                im += window[i] * SIN[f][i];
            }
            most = Math.max(most, (double) re * re + (double) im * im);
        }
        return most * 2 / WINDOW;
    }
}
