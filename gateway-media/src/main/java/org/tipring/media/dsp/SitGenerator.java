package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// Plays the special information tone of ITU-T E.180 section 7: 950, 1400 and 1800 Hz for 330 ms each, a second of silence, and again.
public final class SitGenerator {

    static final double[] HERTZ = {950, 1400, 1800};
    private static final int BURST = 330 * Pcm.RATE / 1000;
    private static final int PERIOD = 3 * BURST + Pcm.RATE;

    private final Oscillator[][] waves = new Oscillator[HERTZ.length][1];
    private final float[] scratch = new float[Pcm.FRAME];
    private int at;

    public SitGenerator(double dBm0) {
        for (int i = 0; i < HERTZ.length; i++) {
            waves[i][0] = new Oscillator(HERTZ[i], dBm0);
        }
    }

    public void restart() {
        at = 0;
    }

    /// Writes the next `n` samples.
    public void next(short[] out, int offset, int n) {
        int done = 0;
        while (done < n) {
            int burst = at / BURST;
            int end = burst < HERTZ.length ? (burst + 1) * BURST : PERIOD;
            int count = Math.min(n - done, end - at);
            if (burst < HERTZ.length) {
                Oscillator.mix(waves[burst], scratch, out, offset + done, count);
            } else {
                java.util.Arrays.fill(out, offset + done, offset + done + count, (short) 0);
            }
            at = (at + count) % PERIOD;
            done += count;
        }
    }
}
