package org.tipring.media.dsp;

/// How loud a sound is, in dBm0: the level a sine of the same power would have. ITU-T G.711 table 5 fixes the scale: a full-scale sine
/// is +3.14 dBm0 (A-law).
public final class LevelMeter {

    /// What a stretch of pure zeros is said to be.
    public static final double SILENCE_DBM0 = -100;

    /// Mean square of a sine of 0 dBm0.
    static final double POWER_0_DBM0 = 0.5 * square(amplitude(0));

    private double energy;
    private long samples;

    /// The peak amplitude of a sine of this level, in samples.
    public static double amplitude(double dBm0) {
        return 32768 * Math.pow(10, (dBm0 - 3.14) / 20);
    }

    /// The level of one stretch.
    public static double dBm0(short[] pcm, int offset, int samples) {
        return samples == 0 ? SILENCE_DBM0 : ofPower((double) energy(pcm, offset, samples) / samples);
    }

    public static double dBm0(short[] pcm) {
        return dBm0(pcm, 0, pcm.length);
    }

    /// Takes more samples into the mean.
    public void add(short[] pcm, int offset, int count) {
        energy += energy(pcm, offset, count);
        samples += count;
    }

    /// The level of all samples since the start or the last [#reset].
    public double dBm0() {
        return samples == 0 ? SILENCE_DBM0 : ofPower(energy / samples);
    }

    public void reset() {
        energy = 0;
        samples = 0;
    }

    /// Sum of squares.
    public static long energy(short[] pcm, int offset, int samples) {
        long sum = 0;
        for (int i = offset; i < offset + samples; i++) {
            sum += pcm[i] * pcm[i];
        }
        return sum;
    }

    /// @param power mean square of the samples
    public static double ofPower(double power) {
        return Math.max(SILENCE_DBM0, 10 * Math.log10(power / POWER_0_DBM0));
    }

    /// The mean square of a sound of this level.
    public static double power(double dBm0) {
        return POWER_0_DBM0 * Math.pow(10, dBm0 / 10);
    }

    private static double square(double x) {
        return x * x;
    }
}
