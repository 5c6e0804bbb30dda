package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.pcm.Pcm;

/// Tones of ITU-T T.30 section 4.1, V.25 and V.8 section 3.2, at the edges of what they allow.
class ModemTonesTest {

    private static final int LEAD = 4000;

    /// A sound whose phase turns every so often and whose loudness swings.
    private static short[] tone(double hertz, double dBm0, int millis, double swing, int turnMillis, int lead, int total) {
        short[] pcm = new short[total];
        double amplitude = LevelMeter.amplitude(dBm0);
        for (int i = 0; i < millis * 8; i++) {
            double loud = amplitude * (1 + swing * Math.sin(2 * Math.PI * 15 * i / Pcm.RATE));
            int sign = turnMillis > 0 && i / (turnMillis * 8) % 2 == 1 ? -1 : 1;
            pcm[lead + i] = (short) Math.round(sign * loud * Math.sin(2 * Math.PI * hertz * i / Pcm.RATE));
        }
        return pcm;
    }

    private static List<ModemTone> heard(short[] pcm, int step) {
        ModemTones tones = new ModemTones();
        List<ModemTone> heard = new ArrayList<>();
        for (int at = 0; at + step <= pcm.length; at += step) {
            ModemTone tone = tones.hear(pcm, at, step);
            if (tone != null) {
                heard.add(tone);
            }
        }
        return heard;
    }

    @ParameterizedTest
    @CsvSource({"1100,500,-12", "1062,425,-12", "1138,575,-12", "1100,500,-40", "1100,500,0"})
    void aFaxMachineCalls(double hertz, int millis, double dBm0) {
        for (int shift = 0; shift < Pcm.FRAME; shift += 7) {
            short[] pcm = tone(hertz, dBm0, millis, 0, 0, LEAD + shift, 16_000);
            ToneDetectorTest.addNoise(pcm, Math.max(-65, dBm0 - 20), shift);
            assertThat(heard(pcm, Pcm.FRAME)).as("after %d samples", shift).containsExactly(ModemTone.CNG);
        }
    }

    @ParameterizedTest
    @CsvSource({"1100,300", "1100,800", "1000,500", "1200,500", "950,330", "1140,150"})
    void otherTonesAreNoFaxMachine(double hertz, int millis) {
        assertThat(heard(tone(hertz, -12, millis, 0, 0, LEAD, 16_000), Pcm.FRAME)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2100,-12,0,0,CED", "2085,-12,0,0,CED", "2115,-40,0,0,CED", "2100,-12,0,450,ANS", "2100,-30,0,425,ANS", "2100,-12,0,475,ANS",
        "2100,-12,0.2,450,ANSAM", "2101,-28,0.2,475,ANSAM", "2099,-12,0.2,0,ANSAM"})
    void anAnswerIsToldApart(double hertz, double dBm0, double swing, int turnMillis, ModemTone expected) {
        for (int shift = 0; shift < Pcm.FRAME; shift += 7) {
            short[] pcm = tone(hertz, dBm0, 2600, swing, turnMillis, LEAD + shift, 32_000);
            ToneDetectorTest.addNoise(pcm, Math.max(-65, dBm0 - 20), shift);
            assertThat(heard(pcm, Pcm.FRAME)).as("after %d samples", shift).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 160, 240, 480})
    void packetsOfAnyLengthWillDo(int step) {
        assertThat(heard(tone(2100, -12, 3000, 0.2, 450, LEAD, 32_000), step)).containsExactly(ModemTone.ANSAM);
        assertThat(heard(tone(1100, -12, 500, 0, 0, LEAD, 32_000), step)).containsExactly(ModemTone.CNG);
    }

    @Test
    void aTurnThatComesLateIsStillTold() {
        short[] pcm = tone(2100, -12, 2600, 0, 1500, LEAD, 32_000);
        assertThat(heard(pcm, Pcm.FRAME)).containsExactly(ModemTone.CED, ModemTone.ANS);
    }

    @Test
    void whatGoesOnIsToldOnce() {
        short[] pcm = new short[20 * Pcm.RATE];
        for (int at = 0; at + 28_000 <= pcm.length; at += 28_000) {
            System.arraycopy(tone(1100, -12, 500, 0, 0, 0, 28_000), 0, pcm, at, 28_000);
        }
        assertThat(heard(pcm, Pcm.FRAME)).containsExactly(ModemTone.CNG);
    }

    @Test
    void tonesOfExchangesAreNoModems() {
        for (TonePlan plan : new TonePlan[] {TonePlan.US, TonePlan.GB, TonePlan.DE}) {
            for (TonePlan.Signal signal : plan.signals().values()) {
                assertThat(heard(GeneratorsTest.play(new ToneGenerator(signal), 10_000), Pcm.FRAME)).isEmpty();
            }
        }
        short[] sit = new short[4 * Pcm.RATE];
        new SitGenerator(-12).next(sit, 0, sit.length);
        assertThat(heard(sit, Pcm.FRAME)).isEmpty();
    }
}
