package org.tipring.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.Spectra;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.ToneGenerator;

class LossConcealerTest {

    private interface Filler {
        void fill(short[] lost, short[] lastHeard);
    }

    @Test
    void speechWithFivePercentLossSoundsBetterThanWithSilenceOrRepetition() {
        double concealed = 0;
        double silenced = 0;
        double repeated = 0;
        for (int voice = 0; voice < 4; voice++) {
            short[] sent = new SpeechLike(voice, 100 + 40 * voice, -16).take(30_000);
            boolean[] lost = lose(sent.length / 160, 0.05, 99 + voice);
            concealed += Spectra.distanceDb(sent, concealed(sent, lost), lost);
            silenced += Spectra.distanceDb(sent, filled(sent, lost, (frame, _) -> Arrays.fill(frame, (short) 0)), lost);
            repeated += Spectra.distanceDb(sent, filled(sent, lost, (frame, last) -> System.arraycopy(last, 0, frame, 0, 160)), lost);
        }
        System.out.printf("log-spectral distance around lost frames: concealed %.2f dB, repeated %.2f dB, silenced %.2f dB%n",
                concealed / 4, repeated / 4, silenced / 4);
        assertThat(concealed).isLessThan(0.98 * repeated).isLessThan(0.75 * silenced);
    }

    @Test
    void aSteadyToneGoesOnThroughTheFirstTenMilliseconds() {
        short[] sent = tone(200, 400);
        short[] heard = concealed(sent, only(10, sent.length / 160));
        assertThat(Spectra.differenceDb(sent, heard, 1600, 80)).as("error against the tone").isLessThan(-20);
        assertThat(LevelMeter.dBm0(heard, 1640, 120)).isGreaterThan(LevelMeter.dBm0(sent, 1640, 120) - 2);
    }

    @Test
    void thereIsNoJumpAtEitherEndOfAGap() {
        // 63 Hz is below the lowest pitch: the repetition fits badly, and both joints must be smoothed.
        for (double hertz : new double[] {63, 173, 397}) {
            short[] sent = tone(hertz, 400);
            short[] heard = concealed(sent, only(10, sent.length / 160));
            assertThat(steepest(heard)).as("%s Hz", hertz).isLessThan(2 * steepest(sent));
        }
    }

    private static int steepest(short[] pcm) {
        int steepest = 0;
        for (int i = 1; i < pcm.length; i++) {
            steepest = Math.max(steepest, Math.abs(pcm[i] - pcm[i - 1]));
        }
        return steepest;
    }

    @Test
    void aLongGapIsSoftForATenthOfASecondAndSilentAfterTwo() {
        LossConcealer concealer = new LossConcealer();
        short[] sent = tone(200, 200);
        short[] frame = new short[160];
        for (int at = 0; at < sent.length; at += 160) {
            System.arraycopy(sent, at, frame, 0, 160);
            concealer.good(frame);
        }
        double before = LevelMeter.dBm0(frame);
        for (int lost = 0; lost < 3; lost++) {
            concealer.conceal(frame);
            assertThat(LevelMeter.dBm0(frame)).isLessThan(before);
            before = LevelMeter.dBm0(frame);
        }
        assertThat(before).isGreaterThan(-30);
        double soft = before;
        for (int lost = 3; lost < 5; lost++) {
            concealer.conceal(frame);
            assertThat(LevelMeter.dBm0(frame)).as("frame %d", lost).isBetween(soft - 3, soft + 1);
        }
        for (int lost = 5; lost < 10; lost++) {
            concealer.conceal(frame);
        }
        assertThat(LevelMeter.dBm0(frame)).as("the last of it").isLessThan(soft - 10);
        for (int lost = 10; lost < 60; lost++) {
            concealer.conceal(frame);
            assertThat(frame).containsOnly(0);
        }
        System.arraycopy(sent, 0, frame, 0, 160);
        concealer.good(frame);
        assertThat(LevelMeter.dBm0(frame)).isGreaterThan(-20);
    }

    @Test
    void goodFramesPassUnchanged() {
        short[] sent = new SpeechLike(3).take(1000);
        assertThat(concealed(sent, new boolean[sent.length / 160])).isEqualTo(sent);
    }

    private static short[] tone(double hertz, int millis) {
        short[] pcm = new short[millis * 8];
        new ToneGenerator(Tone.of(-10, hertz), Cadence.STEADY).next(pcm, 0, pcm.length);
        return pcm;
    }

    private static boolean[] only(int frame, int frames) {
        boolean[] lost = new boolean[frames];
        lost[frame] = true;
        return lost;
    }

    private static boolean[] lose(int frames, double share, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] lost = new boolean[frames];
        for (int i = 1; i < frames; i++) {
            lost[i] = random.nextDouble() < share;
        }
        return lost;
    }

    private static short[] concealed(short[] sent, boolean[] lost) {
        LossConcealer concealer = new LossConcealer();
        short[] heard = sent.clone();
        short[] frame = new short[160];
        for (int i = 0; i < lost.length; i++) {
            System.arraycopy(sent, 160 * i, frame, 0, 160);
            if (lost[i]) {
                concealer.conceal(frame);
            } else {
                concealer.good(frame);
            }
            System.arraycopy(frame, 0, heard, 160 * i, 160);
        }
        return heard;
    }

    private static short[] filled(short[] sent, boolean[] lost, Filler filler) {
        short[] heard = sent.clone();
        short[] frame = new short[160];
        short[] last = new short[160];
        for (int i = 0; i < lost.length; i++) {
            if (lost[i]) {
                filler.fill(frame, last);
                System.arraycopy(frame, 0, heard, 160 * i, 160);
            } else {
                System.arraycopy(sent, 160 * i, last, 0, 160);
            }
        }
        return heard;
    }
}
