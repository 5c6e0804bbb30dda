package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tipring.media.pcm.Pcm;

/// No keys, fax machines or modems in what is none: hours of voices without words, several at once, and of music of several kinds, in the tempered scale, whose notes
/// lie next to the keys' frequencies. (Two flutes without overtones that play f2 and e3 do press a key: Q.24 wants them heard.) `tipring.talkoff.hours` (24 are promised; one is always tried). Bellcore's and Mitel's tapes are not
/// free; all of this is our own, and the same in every run.
class TalkOffTest {

    private static final double HOURS = Double.parseDouble(System.getProperty("tipring.talkoff.hours", "1"));

    /// Something to listen to.
    private interface Source {
        void next(short[] frame);
    }

    @Test
    void noKeyAndNoModemInHoursOfTalkAndMusic() {
        Source[] sources = {voice(1, 95, -12), voice(2, 130, -16), voice(3, 180, -14), voice(4, 230, -18), voice(5, 320, -15),
            both(voice(6, 120, -16), voice(7, 210, -16)), both(voice(8, 110, -18), both(voice(9, 160, -18), voice(10, 240, -18))),
            new Music(11, 4, 1, 0.35), new Music(12, 8, 3, 0.5), new Music(13, 5, 2, 0.2), new Music(14, 6, 4, 0.6),
            both(new Music(16, 5, 2, 0.4), voice(17, 170, -14))};
        int frames = (int) (HOURS * 180_000 / sources.length);
        short[] frame = new short[Pcm.FRAME];
        StringBuilder heard = new StringBuilder();
        int[] counts = new int[sources.length];
        for (int source = 0; source < sources.length; source++) {
            DtmfDetector detector = new DtmfDetector();
            ModemTones modems = new ModemTones();
            for (int i = 0; i < frames; i++) {
                sources[source].next(frame);
                char key = detector.process(frame, Pcm.FRAME);
                ModemTone modem = modems.hear(frame, 0, Pcm.FRAME);
                if (modem != null) {
                    heard.append(modem).append(" in source ").append(source).append(" at ").append(i / 50).append(" s; ");
                }
                if (key != 0 && counts[source]++ < 3) {
                    heard.append(key).append(" in source ").append(source).append(" at ").append(i / 50).append(" s; ");
                }
            }
        }
        System.out.printf("talk-off: %.1f hours of %d kinds of sound, keys %s%n", HOURS, sources.length, java.util.Arrays.toString(counts));
        assertThat(heard.toString()).isEmpty();
    }

    private static Source voice(long seed, double pitch, double dBm0) {
        SpeechLike voice = new SpeechLike(seed, pitch, dBm0);
        return frame -> voice.next(frame, 0, Pcm.FRAME);
    }

    private static Source both(Source a, Source b) {
        short[] other = new short[Pcm.FRAME];
        return frame -> {
            a.next(frame);
            b.next(other);
            for (int i = 0; i < Pcm.FRAME; i++) {
                frame[i] = (short) Math.clamp(frame[i] + other[i], Short.MIN_VALUE, Short.MAX_VALUE);
            }
        };
    }

    /// Chords of plucked, blown or bowed notes of the tempered scale: each with its overtones, a beginning, and an end.
    private static final class Music implements Source {

        private final Random random;
        private final int overtones;
        private final double[] phase;
        private final double[] step;
        private final double[] loud;
        private final double fall;
        private int left;
        private final int beat;

        Music(long seed, int overtones, int voices, double seconds) {
            this.random = new Random(seed);
            this.overtones = overtones;
            this.phase = new double[voices];
            this.step = new double[voices];
            this.loud = new double[voices];
            this.beat = (int) (seconds * Pcm.RATE);
            this.fall = Math.pow(0.2, 1.0 / beat);
        }

        @Override
        public void next(short[] frame) {
            for (int i = 0; i < Pcm.FRAME; i++) {
                if (left-- <= 0) {
                    left = beat * (1 + random.nextInt(4)) / 2;
                    for (int v = 0; v < step.length; v++) {
                        double hertz = 110 * Math.pow(2, random.nextInt(46) / 12.0);
                        step[v] = 2 * Math.PI * hertz / Pcm.RATE;
                        loud[v] = random.nextInt(5) == 0 ? 0 : 6000.0 / step.length;
                        phase[v] = 0;
                    }
                }
                double sum = 0;
                for (int v = 0; v < step.length; v++) {
                    phase[v] += step[v];
                    loud[v] *= fall;
                    for (int k = 1; k <= overtones && k * step[v] < Math.PI; k++) {
                        sum += loud[v] / k * Math.sin(k * phase[v]);
                    }
                }
                frame[i] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
            }
        }
    }
}
