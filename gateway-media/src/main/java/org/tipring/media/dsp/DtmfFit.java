package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// The strongest low and the strongest high DTMF frequency of one block, and how much of the block the two explain, by least squares:
/// with a simple correlation the stronger would leak into the weaker.
final class DtmfFit {

    /// So that the sum over a block of the loudest samples still fits an int.
    private static final int SCALE = 800;
    static final Basis WHOLE = new Basis(DtmfDetector.BLOCK, null);
    static final Basis SHORT = new Basis(KeyOnset.LENGTH, null);
    /// As if nothing were there that a dial tone could be.
    static final Basis BESIDE_DIAL_TONE = new Basis(DtmfDetector.BLOCK, new DialToneSpace(DtmfDetector.BLOCK));

    /// The frequencies as samples, and what makes a fit of products with them, for blocks of one length.
    static final class Basis {

        private final int block;
        private final DialToneSpace without;
        private final short[][] tables;
        /// The four tables of each digit.
        private final int[][] rows = new int[16][];
        private final double[][][] inverse = new double[16][][];

        /// @param without what is to be left out of account, or null
        private Basis(int block, DialToneSpace without) {
            this.block = block;
            this.without = without;
            this.tables = new short[16][block];
            for (int f = 0; f < 8; f++) {
                double hertz = f < 4 ? DtmfTones.LOW[f] : DtmfTones.HIGH[f - 4];
                double step = 2 * Math.PI * hertz / Pcm.RATE;
                tables[2 * f] = table(step, Math.PI / 2);
                tables[2 * f + 1] = table(step, 0);
            }
            for (int digit = 0; digit < 16; digit++) {
                prepare(digit);
            }
        }

        private short[] table(double step, double phase) {
            double[] wave = new double[block];
            for (int i = 0; i < block; i++) {
                wave[i] = SCALE * Math.sin(phase + step * (i - block / 2));
            }
            if (without != null) {
                without.remove(wave);
            }
            short[] table = new short[block];
            for (int i = 0; i < block; i++) {
                table[i] = (short) Math.round(wave[i]);
            }
            return table;
        }

        private void prepare(int digit) {
            int low = 2 * (digit / 4);
            int high = 2 * (digit % 4) + 8;
            int[] four = {low, low + 1, high, high + 1};
            rows[digit] = four;
            double[][] gram = new double[4][4];
            for (int j = 0; j < 4; j++) {
                for (int k = 0; k < 4; k++) {
                    gram[j][k] = dot(tables[four[j]], 0, tables[four[k]], block);
                }
            }
            inverse[digit] = Matrix.inverse(gram);
        }
    }

    private final Basis basis;
    private final double[] products = new double[16];
    private final double[] coefficients = new double[4];
    private double explained;

    DtmfFit(Basis basis) {
        this.basis = basis;
    }

    /// The energy that counts of a block whose energy is known.
    double energy(short[] pcm, int offset, double energy) {
        return basis.without == null ? energy : energy - basis.without.energy(pcm, offset);
    }

    /// Finds the strongest pair in the block at `offset` and fits it.
    ///
    /// @return index of the digit in [DtmfTones#KEYS]
    int strongest(short[] pcm, int offset) {
        for (int k = 0; k < 16; k++) {
            products[k] = dot(pcm, offset, basis.tables[k], basis.block);
        }
        int digit = 4 * strongest(0) + strongest(4) - 4;
        solve(digit);
        return digit;
    }

    /// Fits the pair of one digit.
    void to(int digit, short[] pcm, int offset) {
        for (int row : basis.rows[digit]) {
            products[row] = dot(pcm, offset, basis.tables[row], basis.block);
        }
        solve(digit);
    }

    private void solve(int digit) {
        int[] rows = basis.rows[digit];
        explained = 0;
        for (int j = 0; j < 4; j++) {
            double[] row = basis.inverse[digit][j];
            double c = row[0] * products[rows[0]] + row[1] * products[rows[1]] + row[2] * products[rows[2]] + row[3] * products[rows[3]];
            coefficients[j] = c;
            explained += c * products[rows[j]];
        }
    }

    /// The share of the block's energy that the two frequencies leave unexplained.
    double residual(double energy) {
        return 1 - explained / energy;
    }

    /// Mean square of the low one.
    double lowPower() {
        return power(0);
    }

    double highPower() {
        return power(2);
    }

    /// At the middle of the block.
    double lowPhase() {
        return Math.atan2(-coefficients[1], coefficients[0]);
    }

    double highPhase() {
        return Math.atan2(-coefficients[3], coefficients[2]);
    }

    private double power(int at) {
        return (coefficients[at] * coefficients[at] + coefficients[at + 1] * coefficients[at + 1]) * SCALE * SCALE / 2;
    }

    private int strongest(int from) {
        int best = from;
        double most = -1;
        for (int f = from; f < from + 4; f++) {
            double power = products[2 * f] * products[2 * f] + products[2 * f + 1] * products[2 * f + 1];
            if (power > most) {
                most = power;
                best = f;
            }
        }
        return best;
    }

    private static int dot(short[] x, int offset, short[] y, int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[offset + i] * y[i];
        }
        return sum;
    }
}
