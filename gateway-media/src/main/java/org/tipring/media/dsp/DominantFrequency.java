package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// The strongest frequency of a stretch of sound: "what was heard" in one figure.
///
/// @param hertz 0 for silence
/// @param dBm0 the level of that frequency alone
public record DominantFrequency(double hertz, double dBm0) {

    private static final DominantFrequency NOTHING = new DominantFrequency(0, LevelMeter.SILENCE_DBM0);
    private static final int FEWEST_SAMPLES = 64;
    /// Hum and offset below are not what is meant.
    private static final double LOWEST_HERTZ = 40;

    /// @param samples at least 64; the more, the finer
    public static DominantFrequency of(short[] pcm, int offset, int samples) {
        if (samples < FEWEST_SAMPLES || LevelMeter.energy(pcm, offset, samples) == 0) {
            return NOTHING;
        }
        // Four times longer than needed: the peak is then known to a part of a step before it is refined.
        int size = Fft.sizeFor(4 * samples);
        double[] re = new double[size];
        double[] im = new double[size];
        double weight = 0;
        for (int i = 0; i < samples; i++) {
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / samples);
            re[i] = window * pcm[offset + i];
            weight += window;
        }
        new Fft(size).transform(re, im);
        int peak = strongest(re, im, (int) Math.ceil(LOWEST_HERTZ * size / Pcm.RATE), size / 2 - 1);
        double before = Math.log(power(re, im, peak - 1));
        double at = Math.log(power(re, im, peak));
        double after = Math.log(power(re, im, peak + 1));
        double bend = before - 2 * at + after;
        double shift = bend < 0 ? 0.5 * (before - after) / bend : 0;
        double top = Math.exp(at - 0.25 * (before - after) * shift);
        return new DominantFrequency((peak + shift) * Pcm.RATE / size, LevelMeter.ofPower(2 * top / (weight * weight)));
    }

    public static DominantFrequency of(short[] pcm) {
        return of(pcm, 0, pcm.length);
    }

    private static int strongest(double[] re, double[] im, int from, int to) {
        int best = from;
        for (int k = from; k <= to; k++) {
            best = power(re, im, k) > power(re, im, best) ? k : best;
        }
        return best;
    }

    private static double power(double[] re, double[] im, int k) {
        return re[k] * re[k] + im[k] * im[k] + Double.MIN_NORMAL;
    }
}
