package org.tipring.tdm.emulator;

import org.tipring.media.dsp.SpeechLike;

/// Sounds that are made once and played often: 8000 samples a second.
final class Sounds {

    private static final int RATE = 8000;

    /// Eight seconds of a voice that says no words.
    static final short[] SPEECH = new SpeechLike(8).take(8_000);

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
}
