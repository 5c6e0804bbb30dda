package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.tipring.media.pcm.Pcm;

/// The limits of ITU-T Q.24 table A and ANSI/TIA-464, every digit, at many alignments to the detector's blocks.
class DtmfDetectorTest {

    private static final double LEVEL = -15;

    @Test
    void everyDigitIsHeardOnce() {
        assertThat(listen(digits("0123456789*#ABCD", 80, 80, LEVEL))).isEqualTo("0123456789*#ABCD");
        assertThat(listen(digits("1155 00", 40, 40, LEVEL))).isEqualTo("115500");
    }

    @Test
    void fortyMillisecondsAreEnoughAndTwentyAreNot() {
        eachDigitAtEachLead((low, high, lead) -> expect(true, burst(low, high, LEVEL, LEVEL, 40, lead)));
        eachDigitAtEachLead((low, high, lead) -> expect(false, burst(low, high, LEVEL, LEVEL, 20, lead)));
    }

    @Test
    void aFrequencyMayBeOffByOnePointFivePercentButNotByThreePointFive() {
        eachDigitAtEachLead((low, high, lead) -> {
            for (int sign : new int[] {-1, 1}) {
                for (int other : new int[] {-1, 0, 1}) {
                    expect(true, burst(low * (1 + sign * 0.015), high * (1 + other * 0.015), LEVEL, LEVEL, 40, lead));
                    expect(false, burst(low * (1 + sign * 0.035), high * (1 + other * 0.015), LEVEL, LEVEL, 60, lead));
                    expect(false, burst(low * (1 + other * 0.015), high * (1 + sign * 0.035), LEVEL, LEVEL, 60, lead));
                }
            }
        });
    }

    @Test
    void theHighFrequencyMayBeFourDecibelsStrongerOrEightWeaker() {
        eachDigitAtEachLead((low, high, lead) -> {
            expect(true, burst(low, high, LEVEL, LEVEL + 4, 40, lead));
            expect(true, burst(low, high, LEVEL, LEVEL - 8, 40, lead));
            expect(false, burst(low, high, LEVEL, LEVEL + 7, 60, lead));
            expect(false, burst(low, high, LEVEL, LEVEL - 12, 60, lead));
        });
    }

    @Test
    void allLimitsAtOnceStillCount() {
        eachDigitAtEachLead((low, high, lead) -> {
            for (double off : new double[] {0.985, 1.015}) {
                expect(true, burst(low * off, high * off, LEVEL, LEVEL + 4, 40, lead));
                expect(true, burst(low * off, high * off, LEVEL, LEVEL - 8, 40, lead));
            }
        });
    }

    @Test
    void levelsFromZeroToMinusThirtyAreHeard() {
        for (double dBm0 : new double[] {0, -10, -20, -30, -35}) {
            assertThat(listen(digits("159D#", 40, 40, dBm0))).as("%s dBm0", dBm0).isEqualTo("159D#");
        }
        assertThat(listen(digits("159D#", 80, 80, -55))).as("must not be heard (TIA-464)").isEmpty();
    }

    @Test
    void noiseFifteenDecibelsBelowDoesNotMatter() {
        String sent = "0123456789*#ABCD".repeat(60);
        short[] pcm = digits(sent, 50, 50, LEVEL);
        ToneDetectorTest.addNoise(pcm, LEVEL + 3 - 15, 4711);
        assertThat(listen(pcm)).isEqualTo(sent);
    }

    @Test
    void noiseAndAllOtherLimitsTogetherLoseLittle() {
        int sent = 0;
        int heard = 0;
        for (int i = 0; i < 64; i++) {
            double off = i % 2 == 0 ? 0.985 : 1.015;
            int digit = i / 4;
            Burst burst = burst(DtmfTones.LOW[digit / 4] * off, DtmfTones.HIGH[digit % 4] * off, LEVEL, LEVEL + (i % 4 < 2 ? 4 : -8), 50, 37);
            for (int seed = 0; seed < 50; seed++) {
                short[] pcm = burst.pcm.clone();
                ToneDetectorTest.addNoise(pcm, LevelMeter.dBm0(burst.pcm, burst.lead, 400) - 15, seed);
                heard += listen(pcm).length();
                sent++;
            }
        }
        assertThat(heard).as("of %d", sent).isBetween((int) (0.97 * sent), sent);
    }

    @Test
    void aGapOfTenMillisecondsDoesNotMakeTwoDigitsOfOne() {
        for (int lead = 0; lead < 102; lead += 7) {
            short[] pcm = new short[4000];
            new DtmfGenerator("6", 200, 1, LEVEL).next(pcm, lead, 2000);
            java.util.Arrays.fill(pcm, lead + 700, lead + 780, (short) 0);
            assertThat(listen(pcm)).as("lead %d", lead).isEqualTo("6");
        }
    }

    @Test
    void theCurrentDigitEndsWithItsTone() {
        DtmfDetector detector = new DtmfDetector();
        short[] pcm = digits("7", 100, 100, LEVEL);
        IntPredicate soundsAt = ms -> detector.current() == '7';
        detector.process(pcm, 0, 160);
        detector.process(pcm, 160, 160);
        assertThat(soundsAt.test(40)).isTrue();
        for (int at = 320; at < 1120; at += 160) {
            detector.process(pcm, at, 160);
        }
        assertThat(soundsAt.test(140)).isFalse();
    }

    @Test
    void callProgressTonesAreNoDigits() {
        for (TonePlan plan : new TonePlan[] {TonePlan.US, TonePlan.GB, TonePlan.DE}) {
            for (TonePlan.Signal signal : plan.signals().values()) {
                assertThat(listen(GeneratorsTest.play(new ToneGenerator(signal), 10_000))).isEmpty();
            }
        }
    }

    /// Q.24 has no tape of its own; Bellcore's and Mitel's talk-off tapes are not free. The figure is for our own speech-like sound.
    @Test
    void anHourOfTalkGivesNoDigits() {
        DtmfDetector detector = new DtmfDetector();
        StringBuilder heard = new StringBuilder();
        short[] frame = new short[Pcm.FRAME];
        SpeechLike[] voices = {new SpeechLike(7, 105, -12), new SpeechLike(8, 160, -16), new SpeechLike(9, 215, -20)};
        for (int i = 0; i < 180_000; i++) {
            voices[i / 500 % 3].next(frame, 0, Pcm.FRAME);
            add(heard, detector.process(frame, Pcm.FRAME));
        }
        assertThat(heard.toString()).isEmpty();
    }

    private interface Case {
        void check(double low, double high, int lead);
    }

    private static void eachDigitAtEachLead(Case test) {
        for (double low : DtmfTones.LOW) {
            for (double high : DtmfTones.HIGH) {
                for (int lead = 0; lead < DtmfDetector.BLOCK; lead += 6) {
                    test.check(low, high, lead);
                }
            }
        }
    }

    private record Burst(double low, double high, double lowDbm0, double highDbm0, int millis, int lead, short[] pcm) {
        @Override
        public String toString() {
            return "%.1f + %.1f Hz, %.0f and %.0f dBm0, %d ms after %d samples".formatted(low, high, lowDbm0, highDbm0, millis, lead);
        }
    }

    private static Burst burst(double low, double high, double lowDbm0, double highDbm0, int millis, int lead) {
        short[] pcm = new short[lead + millis * 8 + 400];
        Oscillator[] waves = {new Oscillator(low, lowDbm0), new Oscillator(high, highDbm0)};
        Oscillator.mix(waves, new float[160], pcm, lead, millis * 8);
        return new Burst(low, high, lowDbm0, highDbm0, millis, lead, pcm);
    }

    private static void expect(boolean digit, Burst burst) {
        String heard = listen(burst.pcm);
        if (heard.length() != (digit ? 1 : 0)) {
            assertThat(heard).as(burst.toString()).hasSize(digit ? 1 : 0);
        }
    }

    private static short[] digits(String digits, int onMillis, int offMillis, double dBm0) {
        short[] pcm = new short[digits.length() * (onMillis + offMillis) * 8 + 800];
        new DtmfGenerator(digits, onMillis, offMillis, dBm0).next(pcm, 0, pcm.length);
        return pcm;
    }

    static String listen(short[] pcm) {
        DtmfDetector detector = new DtmfDetector();
        StringBuilder heard = new StringBuilder();
        for (int at = 0; at < pcm.length; at += Pcm.FRAME) {
            add(heard, detector.process(pcm, at, Math.min(Pcm.FRAME, pcm.length - at)));
        }
        return heard.toString();
    }

    private static void add(StringBuilder heard, char digit) {
        if (digit != 0) {
            heard.append(digit);
        }
    }
}
