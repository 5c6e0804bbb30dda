package org.tipring.media.dsp;

import java.util.Arrays;
import org.tipring.media.pcm.Pcm;

/// Makes a sound that runs at one clock run at another that differs by a fraction of a percent, to the fraction of a sample: no sample is
/// left out or repeated, so nothing clicks however long it runs.
///
/// ```
/// write ──► [ . . . . . . x x x x|x x x x . . . ] ──► read
///                         └ taps ┘▲ position = whole + fraction; each sample out moves it on by `step`
/// ```
/// A windowed sinc whose taps are polynomials of the fraction (a Farrow structure): within a frame the fraction is nearly constant, so the
/// loops run over neighbouring samples with constant taps. What is above 3600 Hz suffers; telephone sound ends at 3400.
///
/// As long as nothing was ever to be changed (a step of exactly 1), samples are only copied. Delay: [#DELAY] samples. Owned by one thread;
/// allocates nothing.
public final class FractionalResampler {

    /// By how much everything is later: 1.5 ms.
    public static final int DELAY = 12;

    private static final int TAPS = 2 * DELAY;
    private static final int ORDER = 5;
    /// Kaiser's window for 57 dB, which is what so many taps give between 3400 and 4600 Hz.
    private static final double BETA = 5.3;
    private static final float[][] POLYNOMIALS = polynomials();
    private static final int CAPACITY = 8 * Pcm.FRAME;
    /// How many samples before the first are silence.
    private static final int HISTORY = TAPS - 1;

    private final float[] samples = new float[CAPACITY];
    private final float[] sums = new float[Pcm.FRAME];
    private final float[] fractions = new float[Pcm.FRAME];
    private final float[] near = new float[Pcm.FRAME + 3];
    /// Samples held, of which the first [#TAPS] make the next one out.
    private int held;
    private double fraction;
    /// All that is held is silence when no sample that was not has come for so long.
    private int silent;

    public FractionalResampler() {
        clear();
    }

    /// As new.
    public void clear() {
        Arrays.fill(samples, 0, HISTORY, 0);
        held = HISTORY;
        fraction = 0;
        silent = HISTORY;
    }

    /// Appends samples.
    ///
    /// @param count at most a frame more than [#read] takes away
    public void write(short[] in, int count) {
        boolean sound = false;
        for (int i = 0; i < count; i++) {
            samples[held + i] = in[i];
            sound |= in[i] != 0;
        }
        held += count;
        silent = sound ? 0 : silent + count;
    }

    /// Appends silence.
    public void writeSilence(int count) {
        Arrays.fill(samples, held, held + count, 0);
        held += count;
        silent += count;
    }

    /// How many samples wait, not counting what the taps need: the next sample out lies that many before the next one that is written.
    public double waiting() {
        return held - HISTORY - fraction;
    }

    /// Whether a frame can be made at this step.
    public boolean ready(double step) {
        return fraction + (Pcm.FRAME - 1) * step < held - HISTORY;
    }

    /// Makes a frame.
    ///
    /// @param step how many samples written are one read: 1.00225 makes 8000 samples out of 8018
    public void read(short[] out, double step) {
        if (silent >= held || fraction == 0 && step == 1) {
            copy(out, step);
            return;
        }
        int done = 0;
        while (done < Pcm.FRAME) {
            done += run(out, done, step);
        }
    }

    private void copy(short[] out, double step) {
        for (int i = 0; i < Pcm.FRAME; i++) {
            out[i] = (short) samples[DELAY - 1 + i];
        }
        move(fraction + Pcm.FRAME * step);
    }

    /// As many samples as use the same taps of each other's neighbours: until the fraction leaves 0..1.
    private int run(short[] out, int from, double step) {
        double drift = step - 1;
        int most = Pcm.FRAME - from;
        if (drift > 0) {
            most = (int) Math.min(most, Math.ceil((1 - fraction) / drift));
        } else if (drift < 0) {
            most = (int) Math.min(most, Math.floor(fraction / -drift) + 1);
        }
        int count = Math.max(1, most);
        for (int i = 0; i < count; i++) {
            fractions[i] = (float) (fraction + i * drift);
        }
        Arrays.fill(sums, 0, count, 0);
        for (int power = ORDER; power >= 0; power--) {
            scale(sums, fractions, count);
            float[] taps = POLYNOMIALS[power];
            for (int m = 0; m < TAPS; m += 4) {
                System.arraycopy(samples, m, near, 0, count + 3);
                add4(near, taps[m], taps[m + 1], taps[m + 2], taps[m + 3], sums, count);
            }
        }
        for (int i = 0; i < count; i++) {
            out[from + i] = (short) Math.clamp(Math.round(sums[i]), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        move(fraction + count * step);
        return count;
    }

    private static void scale(float[] sums, float[] fractions, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] *= fractions[i];
        }
    }

    private static void add4(float[] x, float a, float b, float c, float d, float[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += a * x[i] + b * x[i + 1] + c * x[i + 2] + d * x[i + 3];
        }
    }

    private void move(double position) {
        int whole = (int) Math.floor(position);
        fraction = position - whole;
        held -= whole;
        System.arraycopy(samples, whole, samples, 0, held);
        silent = Math.min(silent, held);
    }

    /// Each tap as a function of the fraction, fitted by least squares at Chebyshev's points. Element `power`, tap.
    private static float[][] polynomials() {
        int points = 4 * (ORDER + 1);
        double[][] normal = new double[ORDER + 1][ORDER + 1];
        double[][] right = new double[TAPS][ORDER + 1];
        for (int p = 0; p < points; p++) {
            double f = 0.5 - 0.5 * Math.cos(Math.PI * (p + 0.5) / points);
            for (int i = 0; i <= ORDER; i++) {
                for (int j = 0; j <= ORDER; j++) {
                    normal[i][j] += Math.pow(f, i + j);
                }
                for (int m = 0; m < TAPS; m++) {
                    right[m][i] += Math.pow(f, i) * kernel(m - (DELAY - 1) - f);
                }
            }
        }
        double[][] inverse = Matrix.inverse(normal);
        float[][] polynomials = new float[ORDER + 1][TAPS];
        for (int m = 0; m < TAPS; m++) {
            for (int i = 0; i <= ORDER; i++) {
                double sum = 0;
                for (int j = 0; j <= ORDER; j++) {
                    sum += inverse[i][j] * right[m][j];
                }
                polynomials[i][m] = (float) sum;
            }
        }
        return polynomials;
    }

    private static double kernel(double x) {
        double edge = x / DELAY;
        if (Math.abs(edge) >= 1) {
            return 0;
        }
        double sinc = Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
        return sinc * bessel(BETA * Math.sqrt(1 - edge * edge)) / bessel(BETA);
    }

    /// The modified Bessel function of order zero.
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; k < 30; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }
}
