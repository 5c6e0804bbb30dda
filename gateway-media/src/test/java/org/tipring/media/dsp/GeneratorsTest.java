package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tipring.media.pcm.Pcm;

class GeneratorsTest {

    @Test
    void zeroDbm0IsTheSineOfG711() {
        short[] second = play(new ToneGenerator(Tone.of(0, 1000), Cadence.STEADY), 1000);
        assertThat(LevelMeter.dBm0(second)).isCloseTo(0, within(0.01));
        assertThat(max(second)).as("3.14 dB below full scale").isBetween(22825, 22829);
    }

    @Test
    void eachFrequencyHasItsLevel() {
        short[] second = play(new ToneGenerator(TonePlan.US.signal(CallProgressTone.DIAL)), 1000);
        assertThat(Goertzel.dBm0(second, 350)).isCloseTo(-13, within(0.05));
        assertThat(Goertzel.dBm0(second, 440)).isCloseTo(-13, within(0.05));
        assertThat(Goertzel.dBm0(second, 395)).isLessThan(-60);
        assertThat(LevelMeter.dBm0(second)).isCloseTo(-10, within(0.05));
    }

    @Test
    void theToneIsCleanerThanG711CanCarry() {
        short[] second = play(new ToneGenerator(Tone.of(-10, 437), Cadence.STEADY), 1000);
        double tone = Math.pow(10, Goertzel.dBm0(second, 437) / 10);
        double all = Math.pow(10, LevelMeter.dBm0(second) / 10);
        assertThat(10 * Math.log10((all - tone) / tone)).isLessThan(-60);
    }

    @Test
    void aCadenceStartsAndStopsOnTheMillisecond() {
        short[] pcm = play(new ToneGenerator(TonePlan.GB.signal(CallProgressTone.RINGBACK)), 6110);
        Cadence cadence = TonePlan.GB.signal(CallProgressTone.RINGBACK).cadence();
        for (int ms = 0; ms < 6100; ms++) {
            boolean sounds = LevelMeter.dBm0(pcm, ms * 8, 8) > -60;
            // Two frequencies of equal strength cancel each other for a moment in every beat.
            boolean beatNull = cadence.onAt(ms) && LevelMeter.dBm0(pcm, Math.max(0, ms - 2) * 8, 40) > -40;
            assertThat(sounds || beatNull).as("at %d ms", ms).isEqualTo(cadence.onAt(ms));
        }
    }

    @Test
    void framesOfAnySizeJoinWithoutASeam() {
        ToneGenerator whole = new ToneGenerator(TonePlan.US.signal(CallProgressTone.REORDER));
        ToneGenerator pieces = new ToneGenerator(TonePlan.US.signal(CallProgressTone.REORDER));
        short[] expected = play(whole, 2000);
        short[] joined = new short[expected.length];
        for (int at = 0, n = 1; at < joined.length; at += n, n = n % 331 + 1) {
            n = Math.min(n, joined.length - at);
            pieces.next(joined, at, n);
        }
        assertThat(joined).isEqualTo(expected);
    }

    @Test
    void theSpecialInformationToneRisesInThreeSteps() {
        SitGenerator sit = new SitGenerator(-14);
        short[] pcm = new short[2 * Pcm.RATE];
        sit.next(pcm, 0, pcm.length);
        double[] hertz = {950, 1400, 1800};
        for (int i = 0; i < 3; i++) {
            assertThat(Goertzel.dBm0(pcm, (i * 330 + 10) * 8, 2400, hertz[i])).isCloseTo(-14, within(0.2));
        }
        assertThat(LevelMeter.dBm0(pcm, 991 * 8, 900 * 8)).as("the pause").isEqualTo(LevelMeter.SILENCE_DBM0);
        assertThat(LevelMeter.dBm0(pcm, 1991 * 8, 9)).as("again").isGreaterThan(-40);
    }

    @Test
    void digitsArePlayedOnceWithTheirPauses() {
        DtmfGenerator digits = new DtmfGenerator("1,#", 50, 60, -10);
        short[] pcm = new short[4000];
        assertThat(digits.next(pcm, 0, 1000)).isEqualTo(1000);
        assertThat(digits.done()).isFalse();
        assertThat(digits.next(pcm, 1000, 3000)).as("110 + 60 + 110 ms in all").isEqualTo(280 * 8 - 1000);
        assertThat(digits.done()).isTrue();
        assertThat(Goertzel.dBm0(pcm, 0, 400, 697)).isCloseTo(-10, within(0.3));
        assertThat(Goertzel.dBm0(pcm, 0, 400, 1209)).isCloseTo(-10, within(0.3));
        assertThat(Goertzel.dBm0(pcm, 170 * 8, 400, 941)).isCloseTo(-10, within(0.3));
        assertThat(Goertzel.dBm0(pcm, 170 * 8, 400, 1477)).isCloseTo(-10, within(0.3));
        assertThat(LevelMeter.dBm0(pcm, 400, 120 * 8)).isEqualTo(LevelMeter.SILENCE_DBM0);
        assertThatThrownBy(() -> new DtmfGenerator("12x")).hasMessageContaining("'x'");
    }

    static short[] play(ToneGenerator tone, int millis) {
        short[] pcm = new short[millis * Pcm.RATE / 1000];
        tone.next(pcm, 0, pcm.length);
        return pcm;
    }

    private static int max(short[] pcm) {
        int max = 0;
        for (short s : pcm) {
            max = Math.max(max, s);
        }
        return max;
    }
}
