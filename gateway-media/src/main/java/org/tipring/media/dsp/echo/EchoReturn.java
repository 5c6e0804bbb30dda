package org.tipring.media.dsp.echo;

import org.tipring.media.dsp.Fft;

/// How a line throws back what is sent into it, from a burst of noise and what came back: once, for a report. During calls the
/// [EchoCanceller] knows.
///
/// @param delaySamples from sending to the strongest return
/// @param lossDb how much weaker all of the return is than what was sent (the echo return loss of ITU-T G.168)
public record EchoReturn(int delaySamples, double lossDb) {

    /// Noise alone seldom reaches five times its own root mean square.
    private static final double LEAST_PEAK = 8;

    /// @param sent the burst; @param heard what came back, from the burst's first sample on; longer than the burst
    /// @param noise power of the line without the burst: mean square
    /// @return null when nothing came back that has to do with the burst
    public static EchoReturn of(short[] sent, short[] heard, double noise) {
        int size = Fft.sizeFor(sent.length + heard.length);
        double[] aRe = new double[size];
        double[] aIm = new double[size];
        double[] bRe = new double[size];
        double[] bIm = new double[size];
        double sentEnergy = 0;
        for (int i = 0; i < sent.length; i++) {
            aRe[i] = sent[i];
            sentEnergy += (double) sent[i] * sent[i];
        }
        for (int i = 0; i < heard.length; i++) {
            bRe[i] = heard[i];
        }
        Fft fft = new Fft(size);
        fft.transform(aRe, aIm);
        fft.transform(bRe, bIm);
        for (int i = 0; i < size; i++) {
            // The conjugate of the product: its forward transform is the correlation.
            double re = aRe[i] * bRe[i] + aIm[i] * bIm[i];
            double im = aRe[i] * bIm[i] - aIm[i] * bRe[i];
            aRe[i] = re;
            aIm[i] = -im;
        }
        fft.transform(aRe, aIm);
        int lags = heard.length - sent.length / 2;
        int best = 0;
        double total = 0;
        for (int lag = 0; lag < lags; lag++) {
            best = Math.abs(aRe[lag]) > Math.abs(aRe[best]) ? lag : best;
            total += aRe[lag] * aRe[lag];
        }
        double usual = Math.sqrt(total / lags);
        if (Math.abs(aRe[best]) < LEAST_PEAK * usual || sentEnergy == 0) {
            return null;
        }
        double returned = 0;
        int end = Math.min(heard.length, best + sent.length);
        for (int i = best; i < end; i++) {
            returned += (double) heard[i] * heard[i];
        }
        double power = Math.max(1e-6, returned / (end - best) - noise);
        return new EchoReturn(best, 10 * Math.log10(sentEnergy / sent.length / power));
    }
}
