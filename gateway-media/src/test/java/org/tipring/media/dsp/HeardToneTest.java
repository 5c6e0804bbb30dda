package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.dsp.echo.EchoReturn;

class HeardToneTest {

    private final Random random = new Random(1);

    @ParameterizedTest
    @CsvSource({"350 440, -13, ''", "425, -10, '480 480'", "400 450, -19, '400 200 400 2000'", "425, -20, '240 240'", "1400, -15, '100 3000'"})
    void measuresFrequenciesLevelAndRhythm(String hertz, double level, String cadence) {
        double[] frequencies = Arrays.stream(hertz.split(" ")).mapToDouble(Double::parseDouble).toArray();
        Integer[] parts = Arrays.stream(cadence.split(" ")).filter(part -> !part.isEmpty()).map(Integer::valueOf).toArray(Integer[]::new);
        TonePlan.Signal signal = new TonePlan.Signal(Tone.of(level, frequencies), Cadence.of(parts));
        for (int start = 0; start < 4000; start += 1330) {
            HeardTone heard = HeardTone.in(played(signal, 10_000), start, 72_000);
            assertThat(heard.hertz()).hasSize(frequencies.length);
            for (int i = 0; i < frequencies.length; i++) {
                assertThat(heard.hertz().get(i)).isCloseTo(frequencies[i], within(1.0));
            }
            assertThat(heard.dBm0()).isCloseTo(level, within(1.0));
            assertThat(heard.resembles(signal)).as("%s from %d: %s", signal, start, heard).isTrue();
        }
    }

    @Test
    void tellsTonesApart() {
        HeardTone busy = HeardTone.in(played(TonePlan.DE.signal(CallProgressTone.BUSY), 6000), 0, 48_000);
        assertThat(busy.resembles(TonePlan.DE.signal(CallProgressTone.REORDER))).isFalse();
        assertThat(busy.resembles(TonePlan.DE.signal(CallProgressTone.DIAL))).isFalse();
        assertThat(busy.resembles(TonePlan.GB.signal(CallProgressTone.BUSY))).isFalse();
    }

    @Test
    void oneCrackleDoesNotHideTheRhythm() {
        short[] busy = played(TonePlan.DE.signal(CallProgressTone.BUSY), 10_000);
        Arrays.fill(busy, 8 * 7680, 8 * 7900, (short) 0);
        HeardTone heard = HeardTone.in(busy, 0, busy.length);
        assertThat(heard.resembles(TonePlan.DE.signal(CallProgressTone.BUSY))).as("%s", heard).isTrue();
    }

    @Test
    void noiseAndSilenceAreNoTone() {
        short[] noise = new short[24_000];
        assertThat(HeardTone.in(noise, 0, noise.length)).isNull();
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (random.nextGaussian() * 3000);
        }
        assertThat(HeardTone.in(noise, 0, noise.length)).isNull();
        short[] speech = CompositeSource.take(3000, -15);
        assertThat(HeardTone.in(speech, 0, speech.length)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0, 12", "37, 20", "400, 30", "1000, 6"})
    void findsAnEcho(int delay, double loss) {
        short[] sent = new short[8000];
        short[] heard = new short[12_000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (short) (random.nextGaussian() * 2000);
        }
        for (int i = 0; i < heard.length; i++) {
            double echo = i >= delay && i - delay < sent.length ? sent[i - delay] * Math.pow(10, -loss / 20) : 0;
            heard[i] = (short) Math.round(echo + random.nextGaussian() * 10);
        }
        EchoReturn found = EchoReturn.of(sent, heard, 100);
        assertThat(found.delaySamples()).isEqualTo(delay);
        assertThat(found.lossDb()).isCloseTo(loss, within(0.6));
        Arrays.fill(heard, (short) 0);
        for (int i = 0; i < heard.length; i++) {
            heard[i] = (short) (random.nextGaussian() * 100);
        }
        assertThat(EchoReturn.of(sent, heard, 10_000)).isNull();
    }

    private short[] played(TonePlan.Signal signal, int millis) {
        short[] pcm = new short[millis * 8];
        new ToneGenerator(signal).next(pcm, 0, pcm.length);
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] += (short) Math.round(random.nextGaussian() * 15);
        }
        return pcm;
    }
}
