package org.tipring.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3389.
class ComfortNoiseTest {

    @ParameterizedTest
    @ValueSource(ints = {30, 45, 60, 70})
    void playsTheLevelItIsToldWhite(int level) {
        short[] noise = play(new byte[] {(byte) level}, 1);
        assertThat(dBov(noise)).isCloseTo(-level, within(0.7));
    }

    @Test
    void isSilentUntilToldAndAfterAnEmptyPayload() {
        ComfortNoise noise = new ComfortNoise(1);
        short[] out = new short[160];
        noise.update(new byte[0], 0, 0);
        noise.next(out, 0, 160);
        assertThat(out).containsOnly((short) 0);
    }

    @Test
    void keepsLevelAndColourThroughAnalysisAndPlaying() {
        Random random = new Random(3);
        short[] original = new short[16_000];
        double low = 0;
        for (int i = 0; i < original.length; i++) {
            low = 0.9 * low + 100 * random.nextGaussian();
            original[i] = (short) low;
        }
        ComfortNoiseAnalyser analyser = new ComfortNoiseAnalyser();
        for (int at = 0; at < 16_000; at += 160) {
            analyser.add(original, at, 160);
        }
        byte[] payload = new byte[11];
        assertThat(analyser.payload(payload, 0, ComfortNoiseAnalyser.ORDER)).isEqualTo(11);
        short[] noise = play(payload, 11);
        assertThat(dBov(noise)).isCloseTo(dBov(original), within(1.5));
        assertThat(neighbour(noise)).isCloseTo(neighbour(original), within(0.05));
        assertThat(analyser.payload(payload, 0, 0)).as("the level alone is a payload too").isEqualTo(1);
    }

    @Test
    void anyPayloadIsPlayedWithoutRunningAway() {
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            byte[] payload = new byte[random.nextInt(40)];
            random.nextBytes(payload);
            ComfortNoise noise = new ComfortNoise(i);
            noise.update(payload, 0, payload.length);
            short[] out = new short[320];
            noise.next(out, 0, 320);
        }
        ComfortNoise noise = new ComfortNoise(5);
        noise.update(new byte[] {60, (byte) 255, 0, (byte) 255, 0}, 0, 5);
        short[] out = new short[80_000];
        noise.next(out, 0, out.length);
        assertThat(dBov(out)).isLessThan(-40);
    }

    private static short[] play(byte[] payload, int length) {
        ComfortNoise noise = new ComfortNoise(7);
        noise.update(payload, 0, length);
        short[] out = new short[16_000];
        noise.next(out, 0, out.length);
        return out;
    }

    private static double dBov(short[] pcm) {
        double energy = 1e-9;
        for (short sample : pcm) {
            energy += sample * sample;
        }
        return 10 * Math.log10(energy / pcm.length / (32768.0 * 32768));
    }

    private static double neighbour(short[] pcm) {
        double r0 = 0;
        double r1 = 0;
        for (int i = 1; i < pcm.length; i++) {
            r0 += pcm[i] * pcm[i];
            r1 += pcm[i] * pcm[i - 1];
        }
        return r1 / r0;
    }
}
