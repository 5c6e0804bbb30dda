package org.tipring.tdm.emulator;

/// Sounds that are made once and played often: 8000 samples a second.
final class Sounds {

    private static final int RATE = 8000;

    /// Four seconds of a voice: a 118 Hz buzz through two resonances that move with the syllables, four syllables a second.
    static final short[] SPEECH = speech();

    private static final short[] NOTES = notes();
    private static final short[] PIP = sine(1000, 800, peak(-12));

    private Sounds() {
    }

    /// The highest sample of a sine wave of that level (0 dBm0 is 3.14 dB below full scale).
    static double peak(double dBm0) {
        return 32767 * Math.pow(10, (dBm0 - 3.14) / 20);
    }

    static short[] sine(double hertz, int samples, double peak) {
        short[] sine = new short[samples];
        for (int i = 0; i < samples; i++) {
            sine[i] = (short) Math.round(peak * Math.sin(2 * Math.PI * hertz * i / RATE));
        }
        return sine;
    }

    /// The speaking clock's sample at that position since it began.
    static short clock(long position) {
        if (position < NOTES.length) {
            return NOTES[(int) position];
        }
        int inSecond = (int) ((position - NOTES.length) % RATE);
        return inSecond < PIP.length ? PIP[inSecond] : 0;
    }

    private static short[] notes() {
        short[] all = new short[3 * 2400];
        double[] hertz = {523, 659, 784};
        for (int i = 0; i < hertz.length; i++) {
            System.arraycopy(sine(hertz[i], 2000, peak(-12)), 0, all, i * 2400, 2000);
        }
        return all;
    }

    private static short[] speech() {
        short[] speech = new short[4 * RATE];
        double[] first = {730, 270, 570, 300, 660, 530};
        double[] second = {1090, 2290, 840, 870, 1720, 1840};
        for (int i = 0; i < speech.length; i++) {
            double t = (double) i / RATE;
            int syllable = (int) (t * 4);
            double within = t * 4 - syllable;
            double loudness = within < 0.8 && syllable % 7 != 6 ? Math.sin(Math.PI * within / 0.8) : 0;
            double pitch = 118 + 14 * Math.sin(2 * Math.PI * 0.75 * t);
            double sum = 0;
            for (int harmonic = 1; harmonic * pitch < 3300; harmonic++) {
                double hertz = harmonic * pitch;
                double weight = resonance(hertz, first[syllable % 6], 110) + 0.5 * resonance(hertz, second[syllable % 6], 160);
                sum += weight * Math.sin(2 * Math.PI * harmonic * (118 * t - 14 / (2 * Math.PI * 0.75) * Math.cos(2 * Math.PI * 0.75 * t)));
            }
            speech[i] = (short) Math.round(5000 * loudness * sum);
        }
        return speech;
    }

    private static double resonance(double hertz, double centre, double width) {
        double distance = (hertz - centre) / width;
        return 1 / (1 + distance * distance);
    }
}
