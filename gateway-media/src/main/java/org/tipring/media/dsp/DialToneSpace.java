package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// All that a dial tone can be in one block: the world's lie between 350 and 450 Hz, alone, in pairs, or modulated by up to 50 Hz. What is left
/// of a block without it is a key, if there is one.
final class DialToneSpace {

    private static final double[] HERTZ = {335, 370, 405, 440, 470};
    /// What adds less is spanned already.
    private static final double LEAST = 1e-3;

    /// At right angles to each other, of length 1; some may be null.
    private final float[][] axes = new float[2 * HERTZ.length][];
    private final int block;

    DialToneSpace(int block) {
        this.block = block;
        for (int k = 0; k < axes.length; k++) {
            double[] wave = new double[block];
            for (int i = 0; i < block; i++) {
                wave[i] = Math.sqrt(2.0 / block) * Math.sin(k % 2 * Math.PI / 2 + 2 * Math.PI * HERTZ[k / 2] / Pcm.RATE * (i - block / 2));
            }
            remove(wave);
            double length = 0;
            for (double x : wave) {
                length += x * x;
            }
            if (length > LEAST) {
                axes[k] = new float[block];
                for (int i = 0; i < block; i++) {
                    axes[k][i] = (float) (wave[i] / Math.sqrt(length));
                }
            }
        }
    }

    /// Takes away of a wave what is in this space.
    void remove(double[] wave) {
        for (float[] axis : axes) {
            if (axis != null) {
                double along = 0;
                for (int i = 0; i < block; i++) {
                    along += axis[i] * wave[i];
                }
                for (int i = 0; i < block; i++) {
                    wave[i] -= along * axis[i];
                }
            }
        }
    }

    /// The energy of what is in this space.
    double energy(short[] pcm, int offset) {
        double energy = 0;
        for (float[] axis : axes) {
            if (axis != null) {
                float along = 0;
                for (int i = 0; i < block; i++) {
                    along += axis[i] * pcm[offset + i];
                }
                energy += along * along;
            }
        }
        return energy;
    }
}
