package org.tipring.media.dsp;

/// How alike two sounds are when the second is shifted so that it fits best: was what was sent also what was heard, how late, how loud?
///
/// The shift is found by cross-correlation over all shifts at which at least half of the shorter sound overlaps (by FFT, so that ten
/// seconds take a fraction of one). Between the samples it is interpolated: a path with a filter or a clock of its own delays by a part
/// of a sample, which alone would make speech 0.95 alike. A line with its wires swapped turns the sound upside down; that counts as alike.
///
/// @param delaySamples how much later the heard sound is; negative when its beginning was cut off
/// @param correlation 0..1, of the overlap
/// @param levelDb how much louder the heard sound is, over the overlap
public record Similarity(int delaySamples, double correlation, double levelDb) {

    private static final int TAPS = 16;

    /// @param sent what was played
    /// @param heard what arrived
    public static Similarity between(short[] sent, short[] heard) {
        if (sent.length == 0 || heard.length == 0) {
            return new Similarity(0, 0, 0);
        }
        double[] sentEnergy = runningEnergy(sent);
        double[] heardEnergy = runningEnergy(heard);
        double[] products = crossCorrelation(sent, heard);
        int leastOverlap = (Math.min(sent.length, heard.length) + 1) / 2;
        int bestDelay = 0;
        double best = 0;
        for (int delay = leastOverlap - sent.length; delay <= heard.length - leastOverlap; delay++) {
            double product = products[Math.floorMod(delay, products.length)];
            double scale = overlap(sentEnergy, -delay, heard.length) * overlap(heardEnergy, delay, sent.length);
            double squared = scale > 0 ? product * product / scale : 0;
            if (squared > best) {
                best = squared;
                bestDelay = delay;
            }
        }
        best = Math.max(best, betweenSamples(products, bestDelay, overlap(sentEnergy, -bestDelay, heard.length) * overlap(heardEnergy, bestDelay, sent.length)));
        double gain = overlap(heardEnergy, bestDelay, sent.length) / overlap(sentEnergy, -bestDelay, heard.length);
        return new Similarity(bestDelay, Math.min(1, Math.sqrt(best)), best > 0 ? 10 * Math.log10(gain) : 0);
    }

    /// The best squared correlation within half a sample of a delay. The cross-correlation of two sounds is as band-limited as they are, so a
    /// sinc, here with a Hann window, tells what it is between its samples.
    private static double betweenSamples(double[] products, int delay, double scale) {
        double best = 0;
        for (int eighth = -4; eighth <= 4 && scale > 0; eighth++) {
            double product = 0;
            for (int k = -TAPS; k <= TAPS; k++) {
                double x = Math.PI * (eighth / 8.0 - k);
                double sinc = Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x;
                product += products[Math.floorMod(delay + k, products.length)] * sinc * (0.5 + 0.5 * Math.cos(x / (TAPS + 1)));
            }
            best = Math.max(best, product * product / scale);
        }
        return best;
    }

    /// Element d, modulo the length: the sum over i of sent(i) times heard(i + d). The two real sounds are transformed as one complex one.
    private static double[] crossCorrelation(short[] sent, short[] heard) {
        int size = Fft.sizeFor(sent.length + heard.length);
        Fft fft = new Fft(size);
        double[] re = new double[size];
        double[] im = new double[size];
        for (int i = 0; i < sent.length; i++) {
            re[i] = sent[i];
        }
        for (int i = 0; i < heard.length; i++) {
            im[i] = heard[i];
        }
        fft.transform(re, im);
        double[] productRe = new double[size];
        double[] productIm = new double[size];
        for (int k = 0; k < size; k++) {
            int mirror = size - k & size - 1;
            double sentRe = (re[k] + re[mirror]) / 2;
            double sentIm = (im[k] - im[mirror]) / 2;
            double heardRe = (im[k] + im[mirror]) / 2;
            double heardIm = (re[mirror] - re[k]) / 2;
            // conj(sent) * heard, conjugated so that a forward transform inverts it
            productRe[k] = (sentRe * heardRe + sentIm * heardIm) / size;
            productIm[k] = -(sentRe * heardIm - sentIm * heardRe) / size;
        }
        fft.transform(productRe, productIm);
        return productRe;
    }

    /// Element i: the energy of the first i samples.
    private static double[] runningEnergy(short[] pcm) {
        double[] sums = new double[pcm.length + 1];
        for (int i = 0; i < pcm.length; i++) {
            sums[i + 1] = sums[i] + (double) pcm[i] * pcm[i];
        }
        return sums;
    }

    /// The energy of the part from `from` on that overlaps with `length` samples.
    private static double overlap(double[] energy, int from, int length) {
        int end = energy.length - 1;
        return energy[Math.clamp((long) from + length, 0, end)] - energy[Math.clamp(from, 0, end)];
    }
}
