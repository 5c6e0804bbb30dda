package org.tipring.bench;

import java.util.SplittableRandom;
import org.tipring.media.dsp.LevelMeter;

/// Music on hold that nobody composed: a melody, at times alone, at times over chords and a bass, in changing tempo, key and instruments.
final class Music {

    private static final int RATE = 8000;
    /// Strengths of the harmonics of a flute, a clarinet, strings, a piano, an organ.
    private static final double[][] INSTRUMENTS = {{1, 0.3, 0.08}, {1, 0.05, 0.5, 0.05, 0.3}, {1, 0.6, 0.4, 0.3, 0.2}, {1, 0.5, 0.25, 0.12}, {1, 0.7, 0.1, 0.4}};
    private static final int PIANO = 3;
    private static final int[] SCALE = {0, 2, 4, 5, 7, 9, 11, 12, 14, 16};

    private final SplittableRandom random;

    Music(SplittableRandom random) {
        this.random = random;
    }

    short[] play(int seconds) {
        double[] sum = new double[seconds * RATE];
        int key = random.nextInt(12);
        double beat = 60.0 / (60 + random.nextInt(120));
        boolean accompanied = random.nextInt(3) > 0;
        melody(sum, key, beat);
        if (accompanied) {
            chords(sum, key, beat);
        }
        double amplitude = LevelMeter.amplitude(-24 + random.nextInt(14));
        short[] out = new short[sum.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (short) Math.clamp(Math.round(amplitude * sum[i]), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return out;
    }

    private void melody(double[] sum, int key, double beat) {
        int instrument = random.nextInt(INSTRUMENTS.length);
        double legato = 0.4 + 0.6 * random.nextDouble();
        int note = random.nextInt(SCALE.length);
        for (double at = 0; at < sum.length; ) {
            double length = beat * new double[] {0.5, 0.5, 1, 1, 1.5, 2, 3}[random.nextInt(7)] * RATE;
            if (random.nextInt(8) > 0) {
                note(sum, (int) at, (int) (legato * length), 60 + key + SCALE[note], instrument, 0.7);
            }
            // Every fifth note is the one before again.
            note = random.nextInt(5) == 0 ? note : Math.clamp(note + random.nextInt(7) - 3, 0, SCALE.length - 1);
            at += length;
        }
    }

    private void chords(double[] sum, int key, double beat) {
        int instrument = random.nextInt(INSTRUMENTS.length);
        int[] roots = {0, 9, 5, 7};
        int bar = (int) (4 * beat * RATE);
        for (int i = 0; i * bar < sum.length; i++) {
            int root = 48 + key + roots[i % roots.length];
            for (int third : new int[] {0, 4, 7, -12}) {
                note(sum, i * bar, bar, root + third, instrument, 0.25);
            }
        }
    }

    private static void note(double[] sum, int from, int length, int midi, int instrument, double strength) {
        double hertz = 440 * Math.pow(2, (midi - 69) / 12.0);
        for (int i = 0; i < length && from + i < sum.length; i++) {
            double envelope = Math.min(1, Math.min(i, length - i) / 120.0) * (instrument == PIANO ? Math.exp(-2.0 * i / RATE) : 1);
            double wave = 0;
            for (int h = 0; h < INSTRUMENTS[instrument].length && hertz * (h + 1) < 3400; h++) {
                wave += INSTRUMENTS[instrument][h] * Math.sin(2 * Math.PI * hertz * (h + 1) * i / RATE);
            }
            sum[from + i] += strength * envelope * wave;
        }
    }
}
