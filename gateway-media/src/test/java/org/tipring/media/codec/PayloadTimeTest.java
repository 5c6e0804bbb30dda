package org.tipring.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadTimeTest {

    private static final long SEED = Long.getLong("tipring.seed", 20261125);

    /// RFC 3551 section 4.5 (G.722: section 4.5.2), RFC 7587 section 4.2.
    @ParameterizedTest
    @CsvSource({"PCMU,8000,160,160", "PCMA,8000,80,80", "G722,8000,160,160", "L16,8000,320,160", "L16,16000,640,320", "L16,8000,3,1", "PCMA,8000,0,0"})
    void bytesAreTicksOfTheClock(String encoding, int clock, int bytes, int ticks) {
        assertThat(new PayloadTime(new AudioFormat(encoding, 96, clock)).ticks(new byte[bytes], 0, bytes)).isEqualTo(ticks);
    }

    /// RFC 6716 section 3.1 table 2: configuration in the upper five bits, then stereo, then the code of the number of frames.
    @ParameterizedTest
    @CsvSource({
        "00, 480", "08, 960", "10, 1920", "18, 2880",       // SILK 10, 20, 40, 60 ms
        "60, 480", "68, 960",                               // hybrid 10, 20
        "80, 120", "88, 240", "90, 480", "98, 960",         // CELT 2.5, 5, 10, 20
        "09, 1920", "0A, 1920", "0B03, 2880", "0C, 960",    // two frames, three, stereo
        "0B, 0", "0B00, 0", "0B07, 0", "1B02, 5760", "1B03, 0"})
    void anOpusPacketTellsItsLength(String bytes, int ticks) {
        byte[] payload = HexFormat.of().parseHex(bytes);
        assertThat(new PayloadTime(AudioFormat.OPUS).ticks(payload, 0, payload.length)).isEqualTo(ticks);
    }

    /// Whatever is in a payload, the decoder gives its length or nothing, and throws nothing.
    @Test
    void anyBytesAreSoundOfThatLengthOrNoSound() {
        Random random = new Random(SEED);
        Codec codec = Codecs.of(AudioFormat.OPUS, 16_000);
        PayloadTime time = new PayloadTime(AudioFormat.OPUS);
        short[] pcm = new short[4000];
        int sound = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] payload = new byte[random.nextInt(1, random.nextInt(2, 200))];
            random.nextBytes(payload);
            int samples = codec.decode(payload, 0, payload.length, pcm, 0);
            int ticks = time.ticks(payload, 0, payload.length);
            assertThat(samples).as("seed %d, packet %d", SEED, i).isIn(0, ticks / 3);
            sound += samples > 0 ? 1 : 0;
        }
        assertThat(sound).isGreaterThan(1000);
    }

    @ParameterizedTest
    @CsvSource({"10", "20", "40", "60"})
    void opusCarriesAToneAtItsLevel(int millis) {
        for (int rate : new int[] {8000, 16_000}) {
            Codec encoder = Codecs.of(AudioFormat.OPUS, rate);
            Codec decoder = Codecs.of(AudioFormat.OPUS, rate);
            int samples = rate * millis / 1000;
            short[] pcm = new short[samples];
            byte[] payload = new byte[1275];
            double in = 0;
            double out = 0;
            for (int packet = 0; packet < 100; packet++) {
                for (int i = 0; i < samples; i++) {
                    pcm[i] = (short) Math.round(8000 * Math.sin(2 * Math.PI * 700 * (packet * samples + i) / rate));
                    in += packet < 20 ? 0 : (double) pcm[i] * pcm[i];
                }
                int length = encoder.encode(pcm, 0, samples, payload, 0);
                assertThat(new PayloadTime(AudioFormat.OPUS).ticks(payload, 0, length)).isEqualTo(48 * millis);
                assertThat(decoder.decode(payload, 0, length, pcm, 0)).isEqualTo(samples);
                for (int i = 0; i < samples; i++) {
                    out += packet < 20 ? 0 : (double) pcm[i] * pcm[i];
                }
            }
            assertThat(10 * Math.log10(out / in)).as("level at %d Hz, %d ms", rate, millis).isBetween(-0.6, 0.6);
        }
    }
}
