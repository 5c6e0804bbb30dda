package org.tipring.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Against the sweep of the ITU-T software tool library (G.191, `src/g711/test_data`): every 16-bit sample from -32768 to 32767,
/// its code in each law, and what the code decodes to. Words are 16-bit little-endian, linear samples left-aligned.
class G711Test {

    @Test
    void everySampleEncodesAsTheItuToolDoes() throws IOException {
        short[] samples = vector("sweep.src");
        byte[] a = codes("sweep-r.a");
        byte[] u = codes("sweep-r.u");
        assertThat(samples).hasSize(65536);
        byte[] ourA = new byte[samples.length];
        byte[] ourU = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            ourA[i] = ALaw.encode(samples[i]);
            ourU[i] = ULaw.encode(samples[i]);
        }
        assertThat(ourA).isEqualTo(a);
        assertThat(ourU).isEqualTo(u);
    }

    @Test
    void everyCodeDecodesAsTheItuToolDoes() throws IOException {
        byte[] a = codes("sweep-r.a");
        byte[] u = codes("sweep-r.u");
        short[] ourA = new short[a.length];
        short[] ourU = new short[u.length];
        for (int i = 0; i < a.length; i++) {
            ourA[i] = ALaw.decode(a[i]);
            ourU[i] = ULaw.decode(u[i]);
        }
        assertThat(ourA).isEqualTo(vector("sweep-r.rea"));
        assertThat(ourU).isEqualTo(vector("sweep-r.reu"));
    }

    @Test
    void blocksGoThroughTheSameTables() throws IOException {
        short[] samples = vector("sweep.src");
        short[] there = new short[65536 + 3];
        byte[] payload = new byte[65536 + 5];
        for (Codec codec : new Codec[] {Codecs.of(AudioFormat.PCMA), Codecs.of(AudioFormat.PCMU)}) {
            short[] back = vector(codec.format().equals(AudioFormat.PCMA) ? "sweep-r.a-a" : "sweep-r.u-u");
            assertThat(codec.encode(samples, 0, 65536, payload, 5)).isEqualTo(65536);
            assertThat(codec.decode(payload, 5, 65536, there, 3)).isEqualTo(65536);
            assertThat(Arrays.copyOfRange(there, 3, there.length)).isEqualTo(back);
        }
    }

    @Test
    void aCodeSurvivesDecodingAndEncoding() {
        for (int code = 0; code < 256; code++) {
            assertThat(ALaw.encode(ALaw.decode((byte) code))).isEqualTo((byte) code);
            // mu-law has two zeros; the negative one comes back as the positive one
            assertThat(ULaw.encode(ULaw.decode((byte) code))).isEqualTo(code == 0x7F ? (byte) 0xFF : (byte) code);
        }
    }

    @Test
    void transcodingIsDecodingAndEncoding() {
        for (int code = 0; code < 256; code++) {
            assertThat(ULaw.fromALaw((byte) code)).isEqualTo(ULaw.encode(ALaw.decode((byte) code)));
            assertThat(ALaw.fromULaw((byte) code)).isEqualTo(ALaw.encode(ULaw.decode((byte) code)));
        }
    }

    @Test
    void silenceIsTheCodeOfZero() {
        assertThat(ULaw.decode(ULaw.SILENCE)).isZero();
        assertThat(ULaw.encode((short) 0)).isEqualTo(ULaw.SILENCE);
        assertThat(ALaw.encode((short) 0)).isEqualTo(ALaw.SILENCE);
        assertThat(ULaw.fromALaw(ALaw.SILENCE)).as("mu-law can say A-law's smallest step").isEqualTo((byte) 0xFE);
    }

    @Test
    void aCodecKeepsTheNegotiatedPayloadType() {
        AudioFormat unusual = new AudioFormat("PCMA", 97, 8000);
        assertThat(Codecs.of(unusual).format()).isEqualTo(unusual);
    }

    @Test
    void whatWeDoNotSpeakIsRefused() {
        assertThat(Codecs.knows(new AudioFormat("GSM", 3, 8000))).isFalse();
        assertThat(Codecs.knows(new AudioFormat("PCMU", 96, 16000))).isFalse();
        assertThatThrownBy(() -> Codecs.of(new AudioFormat("GSM", 3, 8000))).hasMessageContaining("GSM/8000");
    }

    private static byte[] codes(String name) throws IOException {
        short[] words = vector(name);
        byte[] codes = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            codes[i] = (byte) words[i];
        }
        return codes;
    }

    private static short[] vector(String name) throws IOException {
        Path file = Path.of(System.getProperty("tipring.material", "material"), "itu-g711", name);
        assumeTrue(Files.exists(file), "the ITU-T G.711 vectors are not here: " + file);
        short[] words = new short[(int) Files.size(file) / 2];
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(words);
        return words;
    }
}
