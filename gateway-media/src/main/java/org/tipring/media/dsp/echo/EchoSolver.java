package org.tipring.media.dsp.echo;

import java.util.Arrays;

/// Finds the taps of one [EchoWindow] that fit best, in the sense of weighted least squares over the last second or so. For speech this
/// converges many times faster than a gradient method: speech excites some frequencies 40 dB more than others, and the inverse of its
/// covariance undoes that.
///
/// The covariance matrix of a stretch of signal follows from its last row (neighbouring elements on a diagonal differ by two products), so
/// a frame costs TAPS^2 and not TAPS^2 times its length. A few steps of conjugate gradients from where the last frame left off replace the
/// inversion.
final class EchoSolver {

    private static final int N = EchoWindow.TAPS;
    private static final int STEPS = 4;

    private final float[][] covariance = new float[N][N];
    private final float[] cross = new float[N];
    private final float[] row = new float[N];
    private final float[] frameCross = new float[N];
    private final float[] last = new float[N];
    private final float[] before = new float[N];
    private final float[] after = new float[N];
    private final float[] near = new float[N + 3];
    private final float[] residual = new float[N];
    private final float[] direction = new float[N];
    private final float[] product = new float[N];

    void clear() {
        for (float[] line : covariance) {
            Arrays.fill(line, 0);
        }
        Arrays.fill(cross, 0);
    }

    /// Takes a stretch of samples into the statistics.
    ///
    /// @param sent what was sent, whitened; `sent[at]` goes with `line[lineAt]`
    /// @param samples a multiple of four
    /// @param delay of the newest tap
    void add(float[] sent, int at, float[] line, int lineAt, int samples, int delay, float weight, float remember) {
        int first = at - delay - (N - 1);
        correlate(sent, first, line, lineAt, samples);
        for (int m = 0; m < N; m++) {
            cross[m] = remember * cross[m] + weight * frameCross[m];
        }
        System.arraycopy(sent, first - 1, before, 0, N);
        System.arraycopy(sent, first + samples - 1, after, 0, N);
        System.arraycopy(last, 0, row, 0, N);
        for (int i = N - 1; i >= 0; i--) {
            mix(covariance[i], row, remember, weight);
            if (i > 0) {
                nextRow(before[i], after[i]);
                row[N - 1] = last[i - 1];
            }
        }
    }

    /// The last row of the covariance, and the correlation with the line.
    private void correlate(float[] sent, int first, float[] line, int lineAt, int samples) {
        Arrays.fill(last, 0);
        Arrays.fill(frameCross, 0);
        float[] x = near;
        for (int n = 0; n < samples; n += 4) {
            System.arraycopy(sent, first + n, x, 0, x.length);
            correlate4(x, line[lineAt + n], line[lineAt + n + 1], line[lineAt + n + 2], line[lineAt + n + 3], frameCross);
            correlate4(x, x[N - 1], x[N], x[N + 1], x[N + 2], last);
        }
    }

    private static void correlate4(float[] x, float a, float b, float c, float d, float[] sums) {
        for (int m = 0; m < N; m++) {
            sums[m] += a * x[m] + b * x[m + 1] + c * x[m + 2] + d * x[m + 3];
        }
    }

    private static void mix(float[] into, float[] row, float remember, float weight) {
        for (int m = 0; m < N; m++) {
            into[m] = remember * into[m] + weight * row[m];
        }
    }

    private void nextRow(float u, float v) {
        for (int m = 0; m < N - 1; m++) {
            row[m] = row[m + 1] + u * before[m + 1] - v * after[m + 1];
        }
    }

    /// Brings the taps nearer to the best fit; where nothing was sent that would tell, nearer to `prior`. So a long tone, which says
    /// nothing about other frequencies, does not spoil them.
    void improve(float[] taps, float[] prior) {
        float load = LOADING * trace() / N + 1e-9f;
        multiply(taps, load);
        for (int m = 0; m < N; m++) {
            residual[m] = cross[m] + load * prior[m] - product[m];
        }
        System.arraycopy(residual, 0, direction, 0, N);
        float norm = dot(residual, residual);
        for (int step = 0; step < STEPS && norm > 0; step++) {
            multiply(direction, load);
            float curvature = dot(direction, product);
            if (!(curvature > 0)) {
                return;
            }
            float length = norm / curvature;
            for (int m = 0; m < N; m++) {
                taps[m] += length * direction[m];
                residual[m] -= length * product[m];
            }
            float next = dot(residual, residual);
            float mix = next / norm;
            for (int m = 0; m < N; m++) {
                direction[m] = residual[m] + mix * direction[m];
            }
            norm = next;
        }
    }

    private float trace() {
        float sum = 0;
        for (int i = 0; i < N; i++) {
            sum += covariance[i][i];
        }
        return sum;
    }

    private void multiply(float[] vector, float load) {
        for (int m = 0; m < N; m++) {
            product[m] = load * vector[m];
        }
        for (int i = 0; i < N; i += 4) {
            multiply4(covariance[i], covariance[i + 1], covariance[i + 2], covariance[i + 3],
                    vector[i], vector[i + 1], vector[i + 2], vector[i + 3], product);
        }
    }

    private static void multiply4(float[] r0, float[] r1, float[] r2, float[] r3, float a, float b, float c, float d, float[] sums) {
        for (int m = 0; m < N; m++) {
            sums[m] += a * r0[m] + b * r1[m] + c * r2[m] + d * r3[m];
        }
    }

    /// Four sums at once: one alone would wait for each addition.
    private static float dot(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (int m = 0; m < N; m += 4) {
            s0 += a[m] * b[m];
            s1 += a[m + 1] * b[m + 1];
            s2 += a[m + 2] * b[m + 2];
            s3 += a[m + 3] * b[m + 3];
        }
        return s0 + s1 + (s2 + s3);
    }

    /// How much the prior weighs against what was heard.
    private static final float LOADING = 3e-5f;
}
