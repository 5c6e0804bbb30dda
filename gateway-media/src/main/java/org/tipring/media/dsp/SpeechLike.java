package org.tipring.media.dsp;

import java.util.SplittableRandom;
import org.tipring.media.pcm.Pcm;

/// A sound like speech, the same for the same seed: voiced syllables (pulses at a wandering pitch through three formants), hissing
/// consonants, pauses between phrases. For tests and the demo: it has the pitch, the spectrum and the rhythm that codecs, concealment and
/// detectors meet, and it belongs to nobody.
public final class SpeechLike {

    private static final double[][] VOWELS = {
        {730, 1090, 2440}, {530, 1840, 2480}, {390, 1990, 2550}, {270, 2290, 3010}, {570, 840, 2410}, {440, 1020, 2240}, {300, 870, 2240}};
    private static final double[] BANDWIDTHS = {60, 90, 150};
    /// Brings the phrases to about the level asked for.
    private static final double CALIBRATION = 1.13;

    private final SplittableRandom random;
    private final double voicePitch;
    private final double gain;
    private final double[] a1 = new double[3];
    private final double[] a2 = new double[3];
    private final double[] strength = new double[3];
    private final double[] y1 = new double[3];
    private final double[] y2 = new double[3];
    private int position;
    private int length;
    private int syllablesLeft;
    private boolean voiced;
    private boolean pause = true;
    private double loudness;
    private double pitch;
    private double slopeHertzPerSecond;
    private double untilPulse;
    private double hissBefore;

    /// @param pitchHertz of the voice: about 110 for a man, 210 for a woman
    /// @param dBm0 the level while it speaks; pauses are silent
    public SpeechLike(long seed, double pitchHertz, double dBm0) {
        this.random = new SplittableRandom(seed);
        this.voicePitch = pitchHertz;
        this.gain = CALIBRATION * LevelMeter.amplitude(dBm0);
    }

    public SpeechLike(long seed) {
        this(seed, 120, -16);
    }

    /// Writes the next `n` samples.
    public void next(short[] out, int offset, int n) {
        for (int i = 0; i < n; i++) {
            if (position >= length) {
                nextSegment();
            }
            out[offset + i] = (short) Math.clamp(Math.round(gain * sample()), Short.MIN_VALUE, Short.MAX_VALUE);
            position++;
        }
    }

    /// The next `millis` of it.
    public short[] take(int millis) {
        short[] pcm = new short[millis * Pcm.RATE / 1000];
        next(pcm, 0, pcm.length);
        return pcm;
    }

    private double sample() {
        double envelope = pause ? 0 : loudness * Math.min(1, 1.6 * Math.sin(Math.PI * (position + 0.5) / length));
        if (voiced || pause) {
            return throat(pause ? 0 : envelope * pulse());
        }
        double white = 2 * random.nextDouble() - 1;
        double hiss = white - 0.8 * hissBefore;
        hissBefore = white;
        return throat(0) + 0.35 * envelope * hiss;
    }

    /// One impulse each pitch period, split between two samples so that the period need not be whole.
    private double pulse() {
        untilPulse--;
        if (untilPulse >= 0) {
            return 0.02 * (random.nextDouble() - 0.5);
        }
        pitch += slopeHertzPerSecond / pitch;
        double period = Pcm.RATE / (pitch * (1 + 0.01 * (random.nextDouble() - 0.5)));
        untilPulse += period;
        return Math.sqrt(period);
    }

    private double throat(double excitation) {
        double out = 0;
        for (int f = 0; f < 3; f++) {
            double y = strength[f] * excitation + a1[f] * y1[f] + a2[f] * y2[f];
            y2[f] = y1[f];
            y1[f] = y;
            out += (f == 1 ? -0.5 : f == 0 ? 1 : 0.25) * y;
        }
        return out;
    }

    private void nextSegment() {
        position = 0;
        if (!pause && syllablesLeft == 0) {
            pause = true;
            length = millis(250, 900);
            return;
        }
        if (pause) {
            pause = false;
            syllablesLeft = 4 + random.nextInt(12);
            voiced = false;
        }
        voiced = !voiced || random.nextInt(4) == 0;
        loudness = Math.pow(10, -random.nextDouble(8) / 20);
        if (voiced) {
            syllablesLeft--;
            length = millis(110, 280);
            pitch = voicePitch * (0.85 + 0.4 * random.nextDouble());
            slopeHertzPerSecond = voicePitch * 1.5 * (random.nextDouble() - 0.6);
            tune(VOWELS[random.nextInt(VOWELS.length)]);
        } else {
            loudness *= random.nextInt(3) == 0 ? 0.02 : 0.7;
            length = millis(30, 110);
        }
    }

    private void tune(double[] formants) {
        for (int f = 0; f < 3; f++) {
            double radius = Math.exp(-Math.PI * BANDWIDTHS[f] / Pcm.RATE);
            double angle = 2 * Math.PI * formants[f] * (0.95 + 0.1 * random.nextDouble()) / Pcm.RATE;
            a1[f] = 2 * radius * Math.cos(angle);
            a2[f] = -radius * radius;
            strength[f] = 2 * Math.sin(angle) * Math.sqrt(1 - radius);
        }
    }

    private int millis(int least, int most) {
        return (least + random.nextInt(most - least)) * Pcm.RATE / 1000;
    }
}
