package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tipring.media.dsp.CallProgressTone.BUSY;
import static org.tipring.media.dsp.CallProgressTone.DIAL;
import static org.tipring.media.dsp.CallProgressTone.REORDER;
import static org.tipring.media.dsp.CallProgressTone.RINGBACK;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tipring.media.codec.ULaw;
import org.tipring.media.pcm.Pcm;

class ToneDetectorTest {

    private static final TonePlan[] PLANS = {TonePlan.US, TonePlan.GB, TonePlan.DE};

    /// Level -5 to -35 dBm0, 1.5 % of frequency, 2.5 % of cadence, white noise 20 dB below, and any moment to begin listening: what an
    /// exchange within ITU-T E.180 and a worn line may do.
    @TestFactory
    Iterable<DynamicTest> everyToneOfEveryPlanIsHeardForWhatItIs() {
        java.util.List<DynamicTest> tests = new java.util.ArrayList<>();
        for (TonePlan plan : PLANS) {
            for (CallProgressTone tone : plan.signals().keySet()) {
                tests.add(DynamicTest.dynamicTest(plan.name() + " " + tone, () -> inAllConditions(plan, tone)));
            }
        }
        return tests;
    }

    private static void inAllConditions(TonePlan plan, CallProgressTone tone) {
        SplittableRandom random = new SplittableRandom(tone.ordinal() + 17);
        for (double dBm0 : new double[] {-5, -20, -35}) {
            for (double hertz : new double[] {0.985, 1, 1.015}) {
                for (double rhythm : new double[] {0.975, 1, 1.025}) {
                    for (boolean noise : new boolean[] {false, true}) {
                        for (int lead : new int[] {0, 63, random.nextInt(160), 1013}) {
                            isHeard(plan, tone, dBm0, hertz, rhythm, noise, lead, random.nextLong());
                        }
                    }
                }
            }
        }
    }

    private static void isHeard(TonePlan plan, CallProgressTone tone, double dBm0, double hertz, double rhythm, boolean noise, int lead, long seed) {
        Cadence cadence = plan.signal(tone).cadence();
        int length = cadence.steady() ? 2500 : (int) (2.1 * 1.03 * cadence.periodMillis()) + 100;
        short[] pcm = new short[(length * 8 / 160 + 1) * 160];
        generator(plan, tone, dBm0, hertz, rhythm).next(pcm, lead, pcm.length - lead);
        if (noise) {
            addNoise(pcm, dBm0 + 10 * Math.log10(plan.signal(tone).tone().hertz().size()) - 20, seed);
        }
        Ear ear = new Ear(plan);
        ear.hear(pcm);
        String as = "%s %s at %.0f dBm0, frequency x %.3f, cadence x %.3f, noise %s, lead %d: %s %s"
                .formatted(plan.name(), tone, dBm0, hertz, rhythm, noise, lead, ear.heard, ear.atMillis);
        assertThat(ear.heard).as(as).containsExactly(tone.name());
        assertThat(ear.atMillis.get(0) - lead / 8).as(as).isLessThanOrEqualTo(longestWait(plan, tone));
        assertThat(ear.current()).isEqualTo(tone);
        ear.silence(6000);
        assertThat(ear.heard).as(as).containsExactly(tone.name(), "-" + tone);
    }

    /// Milliseconds from the first burst to the verdict.
    private static int longestWait(TonePlan plan, CallProgressTone tone) {
        Cadence cadence = plan.signal(tone).cadence();
        return switch (tone) {
            case DIAL -> plan == TonePlan.DE ? 1150 : 440;
            case RINGBACK -> plan == TonePlan.DE ? 1120 : 380;
            default -> 2 * cadence.periodMillis();
        };
    }

    @Test
    void listeningMayBeginAnywhereInTheRhythm() {
        for (TonePlan plan : PLANS) {
            for (CallProgressTone tone : new CallProgressTone[] {RINGBACK, BUSY, REORDER}) {
                int period = plan.signal(tone).cadence().periodMillis();
                for (int skip = 0; skip < period; skip += 37) {
                    ToneGenerator generator = new ToneGenerator(plan.signal(tone));
                    generator.next(new short[skip * 8], 0, skip * 8);
                    Ear ear = new Ear(plan);
                    while (ear.heard.isEmpty() && ear.millis() < 3L * period) {
                        short[] frame = new short[Pcm.FRAME];
                        generator.next(frame, 0, Pcm.FRAME);
                        ear.hear(frame);
                    }
                    assertThat(ear.heard).as("%s %s from %d ms", plan.name(), tone, skip).containsExactly(tone.name());
                    assertThat(ear.millis()).as("%s %s from %d ms", plan.name(), tone, skip).isLessThanOrEqualTo(2L * period + 300);
                }
            }
        }
    }

    @Test
    void aCallThroughAnExchangeIsHeardStepByStep() {
        Ear ear = new Ear(TonePlan.US);
        ear.silence(300);
        ear.hear(tone(TonePlan.US, DIAL, 1200));
        DtmfGenerator digits = new DtmfGenerator("5551234");
        while (!digits.done()) {
            short[] frame = new short[Pcm.FRAME];
            digits.next(frame, 0, Pcm.FRAME);
            ear.hear(frame);
        }
        ear.silence(800);
        ear.hear(tone(TonePlan.US, RINGBACK, 13_000));
        ear.hear(new SpeechLike(5).take(6000));
        ear.hear(tone(TonePlan.US, BUSY, 3000));
        ear.silence(1000);
        assertThat(ear.heard.stream().filter(w -> !w.equals("voice"))).containsExactly(
                "DIAL", "-DIAL", "RINGBACK", "-RINGBACK", "BUSY", "-BUSY");
        assertThat(ear.heard).containsSubsequence("RINGBACK", "voice", "-RINGBACK", "BUSY");
    }

    @Test
    void dialToneEndsSoonAfterItStops() {
        Ear ear = new Ear(TonePlan.GB);
        ear.hear(tone(TonePlan.GB, DIAL, 1000));
        ear.silence(300);
        assertThat(ear.heard).containsExactly("DIAL", "-DIAL");
        assertThat(ear.atMillis.get(1)).isCloseTo(1130L, within(60L));
    }

    @Test
    void aToneThatTakesOverEndsTheOther() {
        Ear ear = new Ear(TonePlan.DE);
        ear.hear(tone(TonePlan.DE, RINGBACK, 11_000));
        ear.hear(tone(TonePlan.DE, BUSY, 4000));
        ear.hear(tone(TonePlan.DE, REORDER, 3000));
        ear.hear(tone(TonePlan.DE, DIAL, 3000));
        assertThat(ear.heard).containsExactly("RINGBACK", "-RINGBACK", "BUSY", "-BUSY", "REORDER", "-REORDER", "DIAL");
    }

    @Test
    void aLostFrameDoesNotEndATone() {
        Ear ear = new Ear(TonePlan.US);
        short[] pcm = tone(TonePlan.US, BUSY, 20_000);
        for (int at = 3000; at < pcm.length - 160; at += 9973) {
            java.util.Arrays.fill(pcm, at, at + 160, (short) 0);
        }
        ear.hear(pcm);
        assertThat(ear.heard).containsExactly("BUSY");
    }

    @Test
    void anOffsetOfTheConverterAndG711DoNotMatter() {
        Ear ear = new Ear(TonePlan.DE);
        short[] pcm = tone(TonePlan.DE, BUSY, 3000);
        shift(pcm, 900);
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = ULaw.decode(ULaw.encode(pcm[i]));
        }
        ear.hear(pcm);
        assertThat(ear.heard).containsExactly("BUSY");
    }

    @Test
    void afterAResetNothingOfTheLastCallIsHeard() {
        for (int millis = 300; millis < 3000; millis += 130) {
            Ear ear = new Ear(TonePlan.US);
            ear.hear(tone(TonePlan.US, BUSY, millis));
            ear.reset();
            ear.silence(5000);
            assertThat(ear.heard).as("reset after %d ms", millis).isEmpty();
            ear.hear(tone(TonePlan.US, DIAL, 500));
            assertThat(ear.heard).containsExactly("DIAL");
        }
    }

    @Test
    void twoChanceBurstsAPauseApartAreNotRingback() {
        for (TonePlan plan : PLANS) {
            Ear ear = new Ear(plan);
            int pause = plan == TonePlan.GB ? 2000 : 4000;
            for (int i = 0; i < 3; i++) {
                ear.hear(tone(plan, RINGBACK, 100));
                ear.silence(pause);
            }
            assertThat(ear.heard).as(plan.name()).isEmpty();
        }
    }

    /// A flute's G sharp, three times in the rhythm of Austria's congestion tone (420 Hz): near enough to its frequency, but a flute's note has
    /// overtones. Twice in 24 h of music it ended a call.
    @Test
    void aFlutesNoteInTheRhythmIsNoHangUp() {
        TonePlan austria = new TonePlan("AT", java.util.Map.of(REORDER, new TonePlan.Signal(Tone.of(-10, 420), Cadence.of(200, 200))));
        Ear exchange = new Ear(austria);
        exchange.hear(tone(austria, REORDER, 4_000, -20, 415.3 / 420));
        assertThat(exchange.heard).as("the exchange itself, as far off").containsExactly("REORDER");
        short[] flute = tone(austria, REORDER, 4_000, -20, 415.3 / 420);
        double[] overtones = {0.3, 0.08};
        for (int i = 0; i < overtones.length; i++) {
            short[] overtone = tone(austria, REORDER, 4_000, -20 + 20 * Math.log10(overtones[i]), (i + 2) * 415.3 / 420);
            for (int k = 0; k < flute.length; k++) {
                flute[k] += overtone[k];
            }
        }
        Ear ear = new Ear(austria);
        ear.hear(flute);
        assertThat(ear.heard).doesNotContain("REORDER");
    }

    /// A tune on one note, in the very rhythm: G, G sharp and A lie beside the 400 and 425 Hz of exchanges. In India, where dial tone swings, what
    /// explains its 375, 400 and 425 Hz explains an F sharp, too.
    @Test
    void aNoteBesideATonesFrequencyIsNoHangUp() {
        TonePlan india = new TonePlan("IN", java.util.Map.of(DIAL, new TonePlan.Signal(new Tone(java.util.List.of(400.0), 25, -10), Cadence.STEADY),
                BUSY, new TonePlan.Signal(Tone.of(-10, 400), Cadence.of(750, 750))));
        for (double note : new double[] {370, 392, 415.3, 440, 466.2}) {
            for (TonePlan plan : new TonePlan[] {TonePlan.GB, TonePlan.DE, india}) {
                double wanted = plan.signal(BUSY).tone().hertz().getFirst();
                Ear ear = new Ear(plan);
                ear.hear(tone(plan, BUSY, 9_000, -20, note / wanted));
                assertThat(ear.heard).as("%s, %.1f Hz", plan.name(), note).doesNotContain("BUSY", "REORDER");
            }
        }
    }

    /// Thailand: what explains the 350, 400 and 450 Hz of its dial tone explains 420 Hz, too. Taken for that, ringback had ended, and the call
    /// counted as answered.
    @Test
    void ringbackBetweenTheSideBandsOfDialToneIsRingback() {
        TonePlan thailand = new TonePlan("TH", java.util.Map.of(DIAL, new TonePlan.Signal(new Tone(java.util.List.of(400.0), 50, -10), Cadence.STEADY),
                RINGBACK, new TonePlan.Signal(Tone.of(-10, 420), Cadence.of(1000, 5000)),
                BUSY, new TonePlan.Signal(Tone.of(-10, 400), Cadence.of(500, 500)),
                REORDER, new TonePlan.Signal(Tone.of(-10, 400), Cadence.of(300, 300))));
        for (CallProgressTone tone : new CallProgressTone[] {RINGBACK, BUSY, REORDER}) {
            for (double hertz : new double[] {0.985, 0.99, 1, 1.01, 1.015}) {
                for (long seed = 1; seed <= 10; seed++) {
                    short[] pcm = new short[26_000 * 8];
                    int lead = (int) (37 * seed);
                    generator(thailand, tone, -20, hertz, 1).next(pcm, lead, pcm.length - lead);
                    addNoise(pcm, -40, seed);
                    Ear ear = new Ear(thailand);
                    ear.hear(pcm);
                    assertThat(ear.heard).as("%s, frequency x %.3f, seed %d", tone, hertz, seed).containsExactly(tone.name());
                }
            }
        }
    }

    private static short[] tone(TonePlan plan, CallProgressTone tone, int millis, double dBm0, double hertz) {
        short[] pcm = new short[millis * 8];
        generator(plan, tone, dBm0, hertz, 1).next(pcm, 0, pcm.length);
        return pcm;
    }

    @Test
    void keysAreNotTakenForTones() {
        for (TonePlan plan : PLANS) {
            Ear ear = new Ear(plan);
            for (char key : DtmfTones.KEYS.toCharArray()) {
                short[] pcm = new short[8000];
                new DtmfGenerator(String.valueOf(key), 900, 100, -6).next(pcm, 0, pcm.length);
                ear.hear(pcm);
            }
            assertThat(ear.heard.stream().filter(w -> !w.equals("voice"))).isEmpty();
        }
    }

    @Test
    void theSpecialInformationToneIsHeardAlsoFiftyHertzOff() {
        double[][] steps = {{950, 1400, 1800}, {900, 1350, 1750}, {1000, 1450, 1850}, {913.8, 1370.6, 1776.7}, {985.2, 1428.5, 1776.7}};
        for (double[] step : steps) {
            for (int millis : new int[] {274, 330, 380}) {
                Ear ear = new Ear(TonePlan.US);
                ear.silence(113);
                short[] pcm = new short[8 * 3 * millis / 160 * 160 + 160];
                for (int i = 0; i < 3; i++) {
                    new ToneGenerator(Tone.of(-14, step[i]), Cadence.STEADY).next(pcm, 8 * i * millis + 57, 8 * millis);
                }
                addNoise(pcm, -34, 3);
                shift(pcm, -600);
                ear.hear(pcm);
                ear.silence(2000);
                assertThat(ear.heard).as("%s Hz, %d ms", java.util.Arrays.toString(step), millis).containsExactly("SIT", "-SIT");
            }
        }
    }

    @Test
    void ringbackBeforeSitIsNotHeardAgainInThePauseAfterIt() {
        Ear ear = new Ear(TonePlan.US);
        ear.hear(tone(TonePlan.US, RINGBACK, 2500));
        short[] pcm = new short[160 * 50];
        new SitGenerator(-14).next(pcm, 0, 990 * 8);
        ear.hear(pcm);
        ear.silence(6000);
        assertThat(ear.heard).containsExactly("RINGBACK", "-RINGBACK", "SIT", "-SIT");
    }

    @Test
    void anAnnouncementAfterSitIsVoiceAndSitEnds() {
        Ear ear = new Ear(TonePlan.US);
        short[] pcm = new short[160 * 60];
        new SitGenerator(-14).next(pcm, 0, 990 * 8);
        ear.hear(pcm);
        ear.hear(new SpeechLike(1).take(4000));
        assertThat(ear.heard).contains("SIT", "voice", "-SIT");
        assertThat(ear.heard.get(0)).isEqualTo("SIT");
    }

    @Test
    void aVoiceIsHeardSoonAndOnce() {
        for (long seed = 1; seed <= 20; seed++) {
            Ear ear = new Ear(TonePlan.US);
            ear.silence(1000);
            ear.hear(new SpeechLike(seed, seed % 2 == 0 ? 110 : 210, -25).take(5000));
            assertThat(ear.heard).as("seed %d", seed).containsExactly("voice");
            assertThat(ear.atMillis.get(0)).as("seed %d", seed).isBetween(1300L, 2500L);
        }
    }

    @Test
    void noiseIsNoVoiceWhileATonePlays() {
        Ear ear = new Ear(TonePlan.US);
        short[] pcm = tone(TonePlan.US, RINGBACK, 20_000);
        addNoise(pcm, -36, 9);
        ear.hear(pcm);
        assertThat(ear.heard).containsExactly("RINGBACK");
    }

    @Test
    void anHourOfTalkIsNeitherBusyNorDialTone() {
        for (TonePlan plan : PLANS) {
            Ear ear = new Ear(plan);
            SpeechLike man = new SpeechLike(41, 105, -14);
            SpeechLike woman = new SpeechLike(42, 205, -20);
            for (int i = 0; i < 900; i++) {
                ear.hear(man.take(2000));
                ear.hear(woman.take(2000));
            }
            assertThat(ear.heard).as(plan.name()).containsOnly("voice");
        }
    }

    private static short[] tone(TonePlan plan, CallProgressTone tone, int millis) {
        return GeneratorsTest.play(new ToneGenerator(plan.signal(tone)), millis);
    }

    private static ToneGenerator generator(TonePlan plan, CallProgressTone tone, double dBm0, double hertz, double rhythm) {
        TonePlan.Signal signal = plan.signal(tone);
        double[] shifted = signal.tone().hertz().stream().mapToDouble(h -> h * hertz).toArray();
        Integer[] stretched = signal.cadence().millis().stream().map(m -> (int) Math.round(m * rhythm)).toArray(Integer[]::new);
        return new ToneGenerator(Tone.of(dBm0, shifted), Cadence.of(stretched));
    }

    private static void shift(short[] pcm, int offset) {
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] += (short) offset;
        }
    }

    static void addNoise(short[] pcm, double dBm0, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double deviation = Math.sqrt(LevelMeter.power(dBm0));
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.clamp(Math.round(pcm[i] + deviation * random.nextGaussian()), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }
}
