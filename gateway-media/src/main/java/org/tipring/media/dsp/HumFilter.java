package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// Takes the mains hum and its first harmonics (50, 60, 100, 120, 150 Hz) out of a frame, and the converter's offset: a second-order
/// Butterworth high-pass. The lowest tone of any exchange, 350 Hz, loses less than half a decibel.
final class HumFilter {

    private static final double CORNER_HERTZ = 200;
    private static final double B;
    private static final double A1;
    private static final double A2;

    static {
        double k = Math.tan(Math.PI * CORNER_HERTZ / Pcm.RATE);
        double norm = 1 / (1 + Math.sqrt(2) * k + k * k);
        B = norm;
        A1 = 2 * (k * k - 1) * norm;
        A2 = (1 - Math.sqrt(2) * k + k * k) * norm;
    }

    private double z1;
    private double z2;

    void reset() {
        z1 = 0;
        z2 = 0;
    }

    void filter(short[] in, short[] out) {
        double s1 = z1;
        double s2 = z2;
        for (int i = 0; i < Pcm.FRAME; i++) {
            double y = B * in[i] + s1;
            s1 = -2 * B * in[i] - A1 * y + s2;
            s2 = B * in[i] - A2 * y;
            out[i] = (short) Math.clamp(Math.round(y), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        z1 = s1;
        z2 = s2;
    }
}
