package org.tipring.media.dsp;

/// Judges of sound for tests.
public final class Spectra {

    private static final int SIZE = 256;
    /// So that the bottom of a pause, which nobody hears, does not decide.
    private static final double FLOOR_DBM0 = -50;

    private Spectra() {
    }

    /// Mean log-spectral distance over the frames that were lost or follow a lost one: rms over frequency of the difference in dB.
    public static double distanceDb(short[] sent, short[] heard, boolean[] lost) {
        double sum = 0;
        int frames = 0;
        for (int i = 1; i < lost.length - 1; i++) {
            if ((lost[i] || lost[i - 1]) && LevelMeter.dBm0(sent, 160 * i, 160) > -40) {
                sum += distanceDb(sent, heard, 160 * i - 48);
                frames++;
            }
        }
        return sum / frames;
    }

    /// The power of what differs, against the power of what was sent.
    public static double differenceDb(short[] sent, short[] heard, int offset, int samples) {
        double error = 0;
        for (int i = offset; i < offset + samples; i++) {
            error += Math.pow(sent[i] - heard[i], 2);
        }
        return 10 * Math.log10(error / LevelMeter.energy(sent, offset, samples));
    }

    private static double distanceDb(short[] sent, short[] heard, int offset) {
        double[] a = spectrumDb(sent, offset);
        double[] b = spectrumDb(heard, offset);
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(sum / a.length);
    }

    private static double[] spectrumDb(short[] pcm, int offset) {
        double[] re = new double[SIZE];
        double[] im = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            re[i] = pcm[offset + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / SIZE));
        }
        new Fft(SIZE).transform(re, im);
        double floor = LevelMeter.power(FLOOR_DBM0) * SIZE;
        double[] db = new double[SIZE * 3400 / 8000];
        for (int k = 0; k < db.length; k++) {
            db[k] = 10 * Math.log10(re[k] * re[k] + im[k] * im[k] + floor);
        }
        return db;
    }
}
