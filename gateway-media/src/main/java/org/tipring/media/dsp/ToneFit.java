package org.tipring.media.dsp;

import java.util.List;
import org.tipring.media.pcm.Pcm;

/// How well one frame is explained by a tone of known frequencies: least squares with a sine and a cosine for each, so that two
/// frequencies closer than the frame can resolve (400 and 450 Hz in 20 ms) still do not disturb each other.
///
/// Frequencies that stand so close that they are a change of loudness to the frame (a modulated tone, or 413 and 438 Hz) explain a
/// plain tone between them, too: [SoundGroup] keeps such sounds together.
///
/// A frame is short enough that a frequency 1.5 % off still fits well, and that is all the tolerance there is.
///
/// ```
///   frame . tables = b        coefficients = G^-1 b        explained energy = b . coefficients
/// ```
final class ToneFit {

    /// The tables' amplitude: the sum over a frame of the loudest samples still fits an int, so that the loop is done in integers,
    /// several at once.
    private static final int SCALE = 500;
    /// Two frequencies of a tone may differ by this in power (9 dB) before we say that it is not both of them.
    private static final double LEAST_POWER_RATIO = 0.126;

    private final List<Double> hertz;
    /// Whether each of the frequencies must be there.
    private final boolean together;
    private final short[][] tables;
    private final int[] sums;
    private final double[][] inverse;
    private final double[] b;
    private final double[] coefficients;

    /// @param together each of the frequencies must be there for the sound to be this tone
    ToneFit(List<Double> hertz, boolean together) {
        this.hertz = List.copyOf(hertz);
        this.together = together;
        int n = 2 * hertz.size();
        tables = new short[n][Pcm.FRAME];
        sums = new int[n];
        b = new double[n];
        coefficients = new double[n];
        for (int k = 0; k < n; k++) {
            double step = 2 * Math.PI * hertz.get(k / 2) / Pcm.RATE;
            for (int i = 0; i < Pcm.FRAME; i++) {
                double angle = step * (i - Pcm.FRAME / 2);
                tables[k][i] = (short) Math.round(SCALE * (k % 2 == 0 ? Math.cos(angle) : Math.sin(angle)));
                sums[k] += tables[k][i];
            }
        }
        double[][] gram = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                gram[j][k] = dot(tables[j], tables[k]) - (double) sums[j] * sums[k] / Pcm.FRAME;
            }
        }
        inverse = Matrix.inverse(gram);
    }

    /// @param energy sum of squares of the frame without its mean
    /// @return the part of the energy that the tone does not explain, 0..1; 1 when one of its frequencies is missing
    double residual(short[] frame, double mean, double energy) {
        int n = tables.length;
        for (int k = 0; k < n; k++) {
            b[k] = dot(frame, tables[k]) - mean * sums[k];
        }
        double explained = 0;
        for (int j = 0; j < n; j++) {
            double coefficient = 0;
            for (int k = 0; k < n; k++) {
                coefficient += inverse[j][k] * b[k];
            }
            coefficients[j] = coefficient;
            explained += coefficient * b[j];
        }
        return !together || balanced() ? Math.max(0, 1 - explained / energy) : 1;
    }

    /// What explains the overtones that notes of this frequency have; null when it is not one frequency.
    ToneFit overtones() {
        return single() ? new ToneFit(List.of(2 * hertz(), 3 * hertz()), false) : null;
    }

    /// Whether it is one frequency: then the last frame's phase says how far off the sound is, see [Pitch].
    boolean single() {
        return hertz.size() == 1;
    }

    int waves() {
        return hertz.size();
    }

    double hertz() {
        return hertz.getFirst();
    }

    /// The only frequency's part of the frame asked for last.
    double cosine() {
        return coefficients[0];
    }

    double sine() {
        return coefficients[1];
    }

    private boolean balanced() {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int k = 0; k < coefficients.length; k += 2) {
            double power = coefficients[k] * coefficients[k] + coefficients[k + 1] * coefficients[k + 1];
            least = Math.min(least, power);
            most = Math.max(most, power);
        }
        return least >= LEAST_POWER_RATIO * most;
    }

    static int dot(short[] x, short[] y) {
        int sum = 0;
        for (int i = 0; i < Pcm.FRAME; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
