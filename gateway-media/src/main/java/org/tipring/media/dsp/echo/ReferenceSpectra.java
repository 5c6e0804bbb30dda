package org.tipring.media.dsp.echo;

import org.tipring.media.dsp.RealFft;

/// The spectra of what was sent to the line, block by block. A spectrum covers two blocks and is padded with zeros to `stride` floats,
/// so that loops over bins run in whole vectors.
final class ReferenceSpectra {

    final int stride;
    final float[][] re;
    final float[][] im;
    /// The mean power of each bin at the time of that block.
    final float[][] power;
    private final int depth;
    private final RealFft fft;
    private final int block;
    private final float[] samples;
    private final float[] mean;
    private int head;

    ReferenceSpectra(RealFft fft, int block, int depth) {
        this.fft = fft;
        this.block = block;
        this.depth = depth;
        this.stride = (fft.bins() + 7) / 8 * 8;
        this.re = new float[depth][stride];
        this.im = new float[depth][stride];
        this.power = new float[depth][stride];
        this.mean = new float[stride];
        this.samples = new float[2 * block];
    }

    void add(float[] sent, int offset, float forget) {
        System.arraycopy(samples, block, samples, 0, block);
        System.arraycopy(sent, offset, samples, block, block);
        head = head + 1 == depth ? 0 : head + 1;
        fft.forward(samples, re[head], im[head]);
        smooth(re[head], im[head], mean, forget);
        System.arraycopy(mean, 0, power[head], 0, stride);
    }

    /// The place of the spectrum of `blocksAgo`.
    int at(int blocksAgo) {
        int slot = head - blocksAgo;
        return slot < 0 ? slot + depth : slot;
    }

    private static void smooth(float[] re, float[] im, float[] mean, float forget) {
        for (int k = 0; k < mean.length; k++) {
            mean[k] += forget * (re[k] * re[k] + im[k] * im[k] - mean[k]);
        }
    }
}
