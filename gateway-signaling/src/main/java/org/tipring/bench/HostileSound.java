package org.tipring.bench;

import java.util.SplittableRandom;
import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.dsp.SpeechLike;

/// What is heard in conversations and must not be taken for an exchange's tone: speech, music, keys, modems. A minute of each in turn, the
/// same for the same seed, and any minute without those before it.
final class HostileSound {

    private static final int RATE = 8000;
    private static final int SECONDS_OF_EACH = 60;

    private static final long MOST_MINUTES = 1_000_000;

    private final long seed;
    private SplittableRandom random;

    HostileSound(long seed) {
        this.seed = seed;
    }

    /// What sounds in that minute; of each four one is speech, one music, one keys, one modems, in this order.
    short[] minute(int minute) {
        random = new SplittableRandom(seed * MOST_MINUTES + minute);
        return switch (minute % 4) {
            case 0 -> speech();
            case 1 -> new Music(random.split()).play(SECONDS_OF_EACH);
            case 2 -> keys();
            default -> modems();
        };
    }

    private short[] speech() {
        short[] out = new short[SECONDS_OF_EACH * RATE];
        int at = 0;
        while (at < out.length) {
            int length = Math.min(out.length - at, RATE * (2 + random.nextInt(8)));
            new SpeechLike(random.nextLong(), 80 + random.nextInt(180), -30 + random.nextInt(20)).next(out, at, length);
            at += length;
        }
        return out;
    }

    private short[] keys() {
        short[] out = new short[SECONDS_OF_EACH * RATE];
        int at = 0;
        while (at < out.length) {
            StringBuilder digits = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                digits.append("123A456B789C*0#D".charAt(random.nextInt(16)));
            }
            // As regular as an exchange's own tones, too.
            DtmfGenerator keys = new DtmfGenerator(digits.toString(), 50 + random.nextInt(600), 50 + random.nextInt(600), -25 + random.nextInt(20));
            at += keys.next(out, at, out.length - at) + random.nextInt(2 * RATE);
        }
        return out;
    }

    private short[] modems() {
        short[] out = new short[SECONDS_OF_EACH * RATE];
        int at = 0;
        while (at < out.length) {
            int length = Math.min(out.length - at, RATE * (1 + random.nextInt(10)));
            double amplitude = LevelMeter.amplitude(-28 + random.nextInt(20));
            switch (random.nextInt(5)) {
                case 0 -> keyed(out, at, length, amplitude, 300, 980, 1180);
                case 1 -> keyed(out, at, length, amplitude, 1200, 1300, 2100);
                case 2 -> phases(out, at, length, amplitude, 600, random.nextBoolean() ? 1200 : 2400);
                case 3 -> phases(out, at, length, amplitude, 3200, 1800);
                // Answer tone and the calling tone of fax machines, which has a rhythm.
                default -> tone(out, at, length, amplitude, random.nextBoolean() ? 2100 : 1100);
            }
            at += length;
        }
        return out;
    }

    private void keyed(short[] out, int at, int length, double amplitude, int baud, double mark, double space) {
        double phase = 0;
        double hertz = mark;
        for (int i = 0; i < length; i++) {
            if (i % (RATE / baud) == 0) {
                hertz = random.nextBoolean() ? mark : space;
            }
            phase += 2 * Math.PI * hertz / RATE;
            out[at + i] = (short) (amplitude * Math.sin(phase));
        }
    }

    private void phases(short[] out, int at, int length, double amplitude, int baud, double carrier) {
        double offset = 0;
        double next = 0;
        for (int i = 0; i < length; i++) {
            if (i >= next) {
                next += (double) RATE / baud;
                offset += Math.PI / 4 * (2 * random.nextInt(4) + 1);
            }
            out[at + i] = (short) (amplitude * Math.sin(2 * Math.PI * carrier * i / RATE + offset));
        }
    }

    private static void tone(short[] out, int at, int length, double amplitude, double hertz) {
        for (int i = 0; i < length; i++) {
            boolean on = hertz > 2000 || i % (3 * RATE + RATE / 2) < RATE / 2;
            out[at + i] = (short) (on ? amplitude * Math.sin(2 * Math.PI * hertz * i / RATE) : 0);
        }
    }
}
