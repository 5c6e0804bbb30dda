package org.tipring.media.dsp.echo;

import java.util.Arrays;
import org.tipring.media.dsp.RealFft;

/// Which part of what is left over is still echo, and of what age: the squared coherence between the error and each block sent, less what
/// chance alone would give. Speech of the near end is not coherent with what was sent, so double talk shows no share.
final class EchoLocator {

    /// What comes in is an echo of what was sent, or has nothing to do with it, or too little has come in to say.
    enum Origin { UNKNOWN, ECHO, NEAR_END }

    /// Too little of the error is echo for a delay to be named.
    static final int NOWHERE = -1;

    private final int block;
    private final int depth;
    private final RealFft fft;
    private final ReferenceSpectra reference;
    private final int stride;
    private final float[] share;
    private final float[][] crossRe;
    private final float[][] crossIm;
    private final float[] errorPower;
    private final float[] weight;
    private final float[] explained;
    private final float[] errorRe;
    private final float[] errorIm;
    private final float[] padded;
    private int blocks;

    /// @param depth how many blocks back an echo is looked for
    EchoLocator(int block, int depth) {
        this.block = block;
        this.depth = depth;
        this.fft = new RealFft(2 * block);
        this.reference = new ReferenceSpectra(fft, block, depth);
        this.stride = reference.stride;
        this.share = new float[depth];
        this.crossRe = new float[depth][stride];
        this.crossIm = new float[depth][stride];
        this.errorPower = new float[stride];
        this.weight = new float[stride];
        this.explained = new float[stride];
        this.errorRe = new float[stride];
        this.errorIm = new float[stride];
        this.padded = new float[2 * block];
    }

    /// Takes a block of what was sent, whether or not its echo is looked for.
    void sent(float[] samples, int offset) {
        reference.add(samples, offset, FORGET);
    }

    /// Takes the block of the error that came in with the newest block sent.
    void heard(float[] error, int offset) {
        System.arraycopy(error, offset, padded, block, block);
        fft.forward(padded, errorRe, errorIm);
        blocks++;
        float a = Math.max(FORGET, 1f / blocks);
        float total = weigh(a);
        float chance = CHANCE * a / (2 - a);
        for (int p = 0; p < depth; p++) {
            share[p] = 2 * (correlate(p, a) / total - chance);
        }
    }

    /// Blocks heard since the last [#restart].
    int blocks() {
        return blocks;
    }

    /// @return the delay of the strongest echo in the error, in samples, or [#NOWHERE]
    int strongest() {
        if (blocks < ENOUGH_BLOCKS) {
            return NOWHERE;
        }
        int best = 0;
        for (int p = 1; p < depth; p++) {
            if (share[p] > share[best]) {
                best = p;
            }
        }
        return share[best] > ECHO_SHARE ? peak(best) : NOWHERE;
    }

    /// Whose most of the error is, as far as can be told.
    Origin origin() {
        if (blocks < ENOUGH_BLOCKS) {
            return Origin.UNKNOWN;
        }
        for (float of : share) {
            if (of >= ECHO_SHARE) {
                return Origin.ECHO;
            }
        }
        return Origin.NEAR_END;
    }

    void restart() {
        blocks = 0;
        for (int p = 0; p < depth; p++) {
            Arrays.fill(crossRe[p], 0);
            Arrays.fill(crossIm[p], 0);
        }
        Arrays.fill(errorPower, 0);
        Arrays.fill(share, 0);
    }

    /// Weighs bins by the root of the error's power: a compromise between counting loud ones only and counting all the same.
    private float weigh(float a) {
        for (int k = 0; k < stride; k++) {
            errorPower[k] += a * (errorRe[k] * errorRe[k] + errorIm[k] * errorIm[k] - errorPower[k]);
        }
        float total = 1e-3f;
        for (int k = LOWEST; k < HIGHEST; k++) {
            weight[k] = 1 / (float) Math.sqrt(errorPower[k] + ERROR_FLOOR);
            total += weight[k] * errorPower[k];
        }
        return total;
    }

    private float correlate(int p, float a) {
        int slot = reference.at(p);
        cross(reference.re[slot], reference.im[slot], errorRe, errorIm, crossRe[p], crossIm[p], a);
        explain(crossRe[p], crossIm[p], reference.power[slot], weight, explained);
        float s0 = 0;
        float s1 = 0;
        for (int k = LOWEST; k < HIGHEST; k += 2) {
            s0 += explained[k];
            s1 += explained[k + 1];
        }
        return s0 + s1;
    }

    private static void cross(float[] xr, float[] xi, float[] er, float[] ei, float[] re, float[] im, float a) {
        for (int k = 0; k < re.length; k++) {
            re[k] += a * (xr[k] * er[k] + xi[k] * ei[k] - re[k]);
            im[k] += a * (xr[k] * ei[k] - xi[k] * er[k] - im[k]);
        }
    }

    private static void explain(float[] re, float[] im, float[] power, float[] weight, float[] explained) {
        for (int k = 0; k < re.length; k++) {
            explained[k] = weight[k] * (re[k] * re[k] + im[k] * im[k]) / (power[k] + POWER_FLOOR);
        }
    }

    /// The exact delay near a block: the highest value of the impulse response that the coherence of it and its neighbours suggests.
    private int peak(int around) {
        int delay = around * block;
        float highest = 0;
        for (int p = Math.max(0, around - 1); p <= Math.min(depth - 1, around + 1); p++) {
            float[] power = reference.power[reference.at(p)];
            Arrays.fill(errorRe, 0);
            Arrays.fill(errorIm, 0);
            for (int k = LOWEST; k < HIGHEST; k++) {
                float whiten = weight[k] / (float) Math.sqrt(power[k] + POWER_FLOOR);
                errorRe[k] = crossRe[p][k] * whiten;
                errorIm[k] = crossIm[p][k] * whiten;
            }
            fft.inverse(errorRe, errorIm, padded);
            for (int i = 0; i < block; i++) {
                if (Math.abs(padded[i]) > highest) {
                    highest = Math.abs(padded[i]);
                    delay = p * block + i;
                }
            }
        }
        Arrays.fill(padded, 0, block, 0);
        return delay;
    }

    /// One over the blocks in the mean.
    private static final float FORGET = 0.1f;
    private static final int ENOUGH_BLOCKS = 8;
    private static final float ECHO_SHARE = 0.3f;
    /// Bins of 50 Hz: 200 to 3500 Hz, what telephone lines carry.
    private static final int LOWEST = 4;
    private static final int HIGHEST = 70;
    /// Overlapping blocks are alike, so chance gives more than with independent ones.
    private static final float CHANCE = 1.3f;
    private static final float ERROR_FLOOR = 1e3f;
    private static final float POWER_FLOOR = 1e4f;
}
