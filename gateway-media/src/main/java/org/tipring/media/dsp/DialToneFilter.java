package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// Takes the waves of a dial tone out of what a line says, so that a key is heard over the tone's echo: a notch for each wave, 100 Hz wide.
/// The lowest wave of a key, 697 Hz, loses less than half a decibel. Owned by one thread; allocates nothing.
public final class DialToneFilter {

    private static final double WIDTH_HERTZ = 100;
    /// What is nearer to a key's waves would take from them.
    private static final double HIGHEST_HERTZ = 560;
    private static final double RADIUS = 1 - Math.PI * WIDTH_HERTZ / Pcm.RATE;

    private final double[] cosines;
    private final double[] gains;
    /// Two for each notch.
    private final double[] states;

    private DialToneFilter(double[] hertz) {
        cosines = new double[hertz.length];
        gains = new double[hertz.length];
        states = new double[2 * hertz.length];
        for (int k = 0; k < hertz.length; k++) {
            cosines[k] = Math.cos(2 * Math.PI * hertz[k] / Pcm.RATE);
            gains[k] = (1 + 2 * RADIUS * cosines[k] + RADIUS * RADIUS) / (2 + 2 * cosines[k]);
        }
    }

    /// For the dial tone of a country; one that has none is filtered of nothing.
    public static DialToneFilter of(TonePlan plan) {
        TonePlan.Signal dial = plan.signals().get(CallProgressTone.DIAL);
        return new DialToneFilter(dial == null ? new double[0]
                : dial.tone().waves().stream().mapToDouble(Double::doubleValue).filter(hertz -> hertz <= HIGHEST_HERTZ).toArray());
    }

    public void process(short[] in, int offset, short[] out, int n) {
        for (int i = 0; i < n; i++) {
            double x = in[offset + i];
            for (int k = 0; k < cosines.length; k++) {
                double y = gains[k] * x + states[2 * k];
                states[2 * k] = -2 * cosines[k] * gains[k] * x + 2 * RADIUS * cosines[k] * y + states[2 * k + 1];
                states[2 * k + 1] = gains[k] * x - RADIUS * RADIUS * y;
                x = y;
            }
            out[i] = (short) Math.clamp(Math.round(x), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }
}
