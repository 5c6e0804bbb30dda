package org.tipring.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bit-exact: the digital test sequences of ITU-T G.722 Appendix II (the coders without their filters) and the speech of the ITU-T
/// software tool library (all of it).
class G722Test {

    @ParameterizedTest
    @CsvSource({"bt1c1.xmt, bt2r1.cod", "bt1c2.xmt, bt2r2.cod"})
    void theCodersEncodeAsAppendixII(String input, String expected) throws IOException {
        short[] samples = appendix(input);
        short[] codes = appendix(expected);
        G722Coder coder = new G722Coder();
        int compared = 0;
        for (int i = 0; i < samples.length; i++) {
            if ((samples[i] & 1) != 0) {
                coder = new G722Coder();
                continue;
            }
            // The same input feeds both bands (Appendix II, configuration 1).
            int code = coder.encode(samples[i] >> 1, samples[i] >> 1);
            assertThat(code).as("%s[%d]", input, i).isEqualTo(codes[i] >> 8 & 0xFF);
            compared++;
        }
        assertThat(compared).isGreaterThan(700);
    }

    @ParameterizedTest
    @CsvSource({"bt2r1.cod, bt3l1, bt3h1", "bt2r2.cod, bt3l2, bt3h2", "bt1d3.cod, bt3l3, bt3h3"})
    void theDecodersDecodeAsAppendixIIInAllModes(String input, String low, String high) throws IOException {
        short[] codes = appendix(input);
        short[] higher = appendix(high + ".rc0");
        for (int mode = 1; mode <= 3; mode++) {
            short[] lower = appendix(low + ".rc" + mode);
            G722Coder coder = new G722Coder();
            for (int i = 0; i < codes.length; i++) {
                if ((codes[i] & 1) != 0) {
                    coder = new G722Coder();
                    continue;
                }
                coder.decode(codes[i] >> 8 & 0xFF, mode);
                assertThat(coder.lowOut).as("%s[%d] mode %d", low, i, mode).isEqualTo(lower[i] >> 1);
                assertThat(coder.highOut).as("%s[%d]", high, i).isEqualTo(higher[i] >> 1);
            }
        }
    }

    @Test
    void speechEncodesAndDecodesAsTheItuToolDoes() throws IOException {
        short[] speech = words(material("stl/inpsp.bin"), ByteOrder.LITTLE_ENDIAN);
        // One code to a word; the file without the "w" has them in swapped pairs.
        short[] words = words(material("stl/codspw.cod"), ByteOrder.LITTLE_ENDIAN);
        byte[] codes = new byte[words.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) words[i];
        }
        short[] heard = words(material("stl/outsp1.bin"), ByteOrder.LITTLE_ENDIAN);
        byte[] ours = new byte[codes.length];
        assertThat(new G722().encode(speech, 0, speech.length, ours, 0)).isEqualTo(codes.length);
        assertThat(ours).isEqualTo(codes);
        short[] back = new short[heard.length];
        assertThat(new G722().decode(codes, 0, codes.length, back, 0)).isEqualTo(heard.length);
        assertThat(back).isEqualTo(heard);
    }

    @ParameterizedTest
    @CsvSource({"300", "1004", "2000", "3000"})
    void aTelephoneSoundGoesThroughWithTheInsideAt8Kilohertz(double hertz) {
        Codec encoder = Codecs.of(AudioFormat.G722);
        Codec decoder = Codecs.of(AudioFormat.G722);
        short[] tone = new short[8000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) (8000 * Math.sin(2 * Math.PI * hertz * i / 8000));
        }
        byte[] payload = new byte[8000];
        short[] heard = new short[8000];
        assertThat(encoder.encode(tone, 0, 8000, payload, 0)).isEqualTo(8000);
        assertThat(decoder.decode(payload, 0, 8000, heard, 0)).isEqualTo(8000);
        double in = 0;
        double out = 0;
        double re = 0;
        double im = 0;
        for (int i = 1000; i < 8000; i++) {
            in += (double) tone[i] * tone[i];
            out += (double) heard[i] * heard[i];
            re += heard[i] * Math.cos(2 * Math.PI * hertz * i / 8000);
            im += heard[i] * Math.sin(2 * Math.PI * hertz * i / 8000);
        }
        assertThat(10 * Math.log10(out / in)).isBetween(-1.0, 0.5);
        double toneEnergy = 2 * (re * re + im * im) / 7000;
        assertThat(10 * Math.log10(toneEnergy / (out - toneEnergy))).as("signal to noise").isGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource({"200, -0.1, 0.1", "3400, -0.2, 0.1", "4600, -300, -50", "6000, -300, -55", "7900, -300, -55"})
    void theHalfBandFilterPassesSpeechAndStopsAliases(double hertz, double least, double most) {
        short[] tone = new short[16_000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) Math.round(16_000 * Math.sin(2 * Math.PI * hertz * i / 16_000));
        }
        short[] out = new short[8000];
        new HalfBand().down(tone, 0, 16_000, out, 0);
        double energy = 1e-9;
        for (int i = 100; i < 8000; i++) {
            energy += (double) out[i] * out[i];
        }
        assertThat(10 * Math.log10(energy / 7900 / (16_000.0 * 16_000 / 2))).isBetween(least, most);
    }

    @Test
    void anImageOfTheHalfBandFilterIsNotHeard() {
        short[] tone = new short[8000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) Math.round(16_000 * Math.sin(2 * Math.PI * 1000 * i / 8000));
        }
        short[] out = new short[16_000];
        new HalfBand().up(tone, 0, 8000, out, 0);
        double re = 0;
        double im = 0;
        double energy = 0;
        for (int i = 1600; i < 16_000; i++) {
            re += out[i] * Math.cos(2 * Math.PI * 7000 * i / 16_000);
            im += out[i] * Math.sin(2 * Math.PI * 7000 * i / 16_000);
            energy += (double) out[i] * out[i];
        }
        assertThat(10 * Math.log10(2 * (re * re + im * im) / 14_400 / energy)).isLessThan(-55);
    }

    @Test
    void linear16IsInNetworkByteOrder() {
        L16 codec = new L16(new AudioFormat("L16", 97, 8000));
        byte[] payload = new byte[5];
        assertThat(codec.encode(new short[] {0x1234, -2}, 0, 2, payload, 0)).isEqualTo(4);
        assertThat(payload).containsExactly(0x12, 0x34, 0xFF, 0xFE, 0);
        short[] back = new short[2];
        assertThat(codec.decode(payload, 0, 5, back, 0)).isEqualTo(2);
        assertThat(back).containsExactly(0x1234, -2);
    }

    private static short[] appendix(String name) throws IOException {
        return words(material("g722-appII/" + name), ByteOrder.BIG_ENDIAN);
    }

    private static short[] words(Path file, ByteOrder order) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(order);
        short[] words = new short[bytes.remaining() / 2];
        bytes.asShortBuffer().get(words);
        return words;
    }

    private static Path material(String name) {
        Path file = Path.of(System.getProperty("tipring.material", "")).resolve("itu-g722").resolve(name);
        assumeTrue(Files.exists(file), "no G.722 vectors: -Dtipring.material names no " + file);
        return file;
    }
}
