package org.tipring.tdm.emulator;

import java.util.Arrays;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.SitGenerator;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.dsp.TonePlan;

/// The tones of an exchange, computed once. All their frequencies are whole hertz, so one second of a tone fits on to itself.
final class Tones {

    private static final int RATE = 8000;
    private static final String KEYS = "123A456B789C*0#D";
    /// ITU-T Q.23.
    private static final double[] ROWS = {697, 770, 852, 941};
    private static final double[] COLUMNS = {1209, 1336, 1477, 1633};
    private static final double KEY_DBM0 = -8;
    private static final short[][] KEY_SOUNDS = new short[KEYS.length()][];

    private static final double SIT_DBM0 = -14;
    private static final short[] SIT = sit();

    private final short[][] seconds = new short[CallProgressTone.values().length][];
    private final int[][] cadences = new int[CallProgressTone.values().length][];

    Tones(TonePlan plan) {
        for (CallProgressTone tone : CallProgressTone.values()) {
            if (plan.signals().containsKey(tone)) {
                seconds[tone.ordinal()] = second(plan.signal(tone).tone());
                cadences[tone.ordinal()] = samples(plan.signal(tone).cadence());
            }
        }
        seconds[CallProgressTone.SIT.ordinal()] = SIT;
        cadences[CallProgressTone.SIT.ordinal()] = new int[0];
    }

    /// Makes the loop play that tone from its beginning.
    void play(CallProgressTone tone, Loop loop) {
        loop.play(seconds[tone.ordinal()], cadences[tone.ordinal()]);
    }

    /// One second of a DTMF key.
    static short[] dtmf(char key) {
        int index = KEYS.indexOf(key);
        if (index < 0) {
            throw new IllegalArgumentException("not a DTMF key: " + key);
        }
        if (KEY_SOUNDS[index] == null) {
            KEY_SOUNDS[index] = second(Tone.of(KEY_DBM0, ROWS[index / 4], COLUMNS[index % 4]));
        }
        return KEY_SOUNDS[index];
    }

    static boolean isKey(char key) {
        return KEYS.indexOf(key) >= 0;
    }

    private static short[] second(Tone tone) {
        short[] second = new short[RATE];
        new ToneGenerator(tone, Cadence.STEADY).next(second, 0, RATE);
        return second;
    }

    private static int[] samples(Cadence cadence) {
        return cadence.millis().stream().mapToInt(millis -> millis * RATE / 1000).toArray();
    }

    private static short[] sit() {
        short[] round = new short[3 * RATE * 330 / 1000 + RATE];
        new SitGenerator(SIT_DBM0).next(round, 0, round.length);
        return round;
    }

    /// A sound that goes round, in a rhythm. Says nothing until told to play.
    static final class Loop {
        private short[] samples = new short[1];
        private int[] cadence = {};
        private int position;
        private int part;
        private int leftOfPart;

        void play(short[] steady) {
            play(steady, new int[0]);
        }

        private void play(short[] sound, int[] rhythm) {
            samples = sound;
            cadence = rhythm;
            position = 0;
            part = 0;
            leftOfPart = rhythm.length == 0 ? Integer.MAX_VALUE : rhythm[0];
        }

        void speak(short[] into, int offset, int count) {
            int done = 0;
            while (done < count) {
                int piece = Math.min(count - done, leftOfPart);
                if ((part & 1) == 0) {
                    copy(into, offset + done, piece);
                } else {
                    Arrays.fill(into, offset + done, offset + done + piece, (short) 0);
                }
                done += piece;
                passed(piece);
            }
        }

        private void copy(short[] into, int offset, int count) {
            int done = 0;
            while (done < count) {
                int piece = Math.min(count - done, samples.length - position);
                System.arraycopy(samples, position, into, offset + done, piece);
                position = position + piece == samples.length ? 0 : position + piece;
                done += piece;
            }
        }

        private void passed(int count) {
            if (cadence.length > 0) {
                leftOfPart -= count;
                if (leftOfPart == 0) {
                    part = (part + 1) % cadence.length;
                    leftOfPart = cadence[part];
                    position = (part & 1) == 0 ? 0 : position;
                }
            }
        }
    }
}
