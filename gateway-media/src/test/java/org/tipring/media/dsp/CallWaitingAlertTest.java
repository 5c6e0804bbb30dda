package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallWaitingAlertTest {

    /// Levels of GR-30-CORE section 2.5.1 (-14..-32 dBm each), 6 dB of twist, 75..85 ms, half a per cent off.
    @ParameterizedTest
    @CsvSource({"-22, -22, 80, 0, true", "-14, -20, 75, 0.005, true", "-32, -26, 85, -0.005, true", "-22, -22, 100, 0, true",
        "-22, -22, 40, 0, false", "-22, -22, 400, 0, false", "-22, -34, 80, 0, false", "-45, -45, 80, 0, false"})
    void hearsTheTwoFrequenciesForTheirTime(double low, double high, int millis, double off, boolean expected) {
        Random random = new Random(1);
        for (int phase = 0; phase < 80; phase += 7) {
            short[] line = new short[8000];
            for (int i = 0; i < line.length; i++) {
                boolean on = i >= 1600 + phase && i < 1600 + phase + millis * 8;
                double x = on ? sine(low, CallWaitingAlert.LOW_HERTZ * (1 + off), i) + sine(high, CallWaitingAlert.HIGH_HERTZ * (1 + off), i) : 0;
                line[i] = (short) Math.round(x + random.nextGaussian() * 6);
            }
            assertThat(heard(line)).as("phase %d", phase).isEqualTo(expected ? 1 : 0);
        }
    }

    @Test
    void keysAndSpeechAreNoAlert() {
        short[] line = new short[8000 * 60];
        new DtmfGenerator("1234567890*#ABCD".repeat(20), 60, 40, -9).next(line, 0, line.length);
        assertThat(heard(line)).isZero();
        short[] speech = CompositeSource.take(120_000, -12);
        assertThat(heard(speech)).isZero();
    }

    private static double sine(double dBm0, double hertz, int i) {
        return LevelMeter.amplitude(dBm0) * Math.sin(2 * Math.PI * hertz * i / 8000);
    }

    private static int heard(short[] line) {
        CallWaitingAlert alert = new CallWaitingAlert();
        int count = 0;
        for (int at = 0; at + 160 <= line.length; at += 160) {
            count += alert.process(line, at, 160) ? 1 : 0;
        }
        return count;
    }
}
