package org.tipring.media.codec;

/// Between 8 and 16 kHz by a half-band filter: every second coefficient is zero, so one phase is a mere delay. Passes up to 3.4 kHz within
/// 0.1 dB, stops above 4.6 kHz by more than 55 dB. One instance goes one way for one stream; never allocates.
public final class HalfBand {

    /// The delay of the filter, in samples at 16 kHz.
    public static final int DELAY = 23;

    private static final int SIDE = 12;
    /// The coefficients beside the middle one, outwards: distances 1, 3, 5 ... 23. The middle one is a half.
    private static final float[] SIDES = sides();

    private final float[] history = new float[2 * LENGTH];
    private int at;

    /// @param out takes `2 * samples`
    public void up(short[] in, int offset, int samples, short[] out, int outOffset) {
        for (int i = 0; i < samples; i++) {
            push(in[offset + i]);
            float sum = 0;
            for (int k = 0; k < SIDE; k++) {
                sum += SIDES[k] * (history[at + SIDE - 1 - k] + history[at + SIDE + k]);
            }
            out[outOffset + 2 * i] = clip(2 * sum);
            out[outOffset + 2 * i + 1] = clip(history[at + SIDE]);
        }
    }

    /// @param samples even
    /// @param out takes `samples / 2`
    public void down(short[] in, int offset, int samples, short[] out, int outOffset) {
        for (int i = 0; i < samples / 2; i++) {
            push(in[offset + 2 * i]);
            float middle = odd[oddAt];
            odd[oddAt] = in[offset + 2 * i + 1];
            oddAt = oddAt == SIDE - 1 ? 0 : oddAt + 1;
            float sum = 0.5f * middle;
            for (int k = 0; k < SIDE; k++) {
                sum += SIDES[k] * (history[at + SIDE - 1 - k] + history[at + SIDE + k]);
            }
            out[outOffset + i] = clip(sum);
        }
    }

    private final float[] odd = new float[SIDE];
    private int oddAt;

    private void push(float sample) {
        history[at] = history[at + LENGTH] = sample;
        at = at == LENGTH - 1 ? 0 : at + 1;
    }

    private static short clip(float value) {
        return (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /// An ideal half-band under a Kaiser window.
    private static float[] sides() {
        float[] taps = new float[SIDE];
        double sum = 0;
        for (int k = 0; k < SIDE; k++) {
            int distance = 2 * k + 1;
            double ratio = distance / 24.0;
            double window = bessel(BETA * Math.sqrt(1 - ratio * ratio)) / bessel(BETA);
            double tap = Math.sin(Math.PI * distance / 2) / (Math.PI * distance) * window;
            taps[k] = (float) tap;
            sum += 2 * tap;
        }
        for (int k = 0; k < SIDE; k++) {
            taps[k] *= (float) (0.5 / sum);
        }
        return taps;
    }

    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; k < 30; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }

    private static final int LENGTH = 2 * SIDE;
    private static final double BETA = 5.6;
}
