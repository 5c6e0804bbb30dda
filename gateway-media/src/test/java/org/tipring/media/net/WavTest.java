package org.tipring.media.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.media.codec.ALaw;
import org.tipring.media.codec.ULaw;

class WavTest {

    @TempDir
    Path dir;

    @Test
    void whatWasWrittenIsRead() throws IOException {
        short[] left = ramp(100_000, 1);
        short[] right = ramp(100_000, -3);
        Path file = dir.resolve("calls/stereo.wav");
        try (WavWriter writer = WavWriter.stereo(file)) {
            writer.write(left, right, left.length);
        }
        WavFile read = WavFile.read(file);
        assertThat(read.rate()).isEqualTo(8000);
        assertThat(read.channels()).isDeepEqualTo(new short[][] {left, right});
        assertThat(Files.size(file)).isEqualTo(44 + 400_000);
    }

    @Test
    void aFileIsValidAfterEveryFlushEvenIfNeverClosed() throws IOException {
        Path file = dir.resolve("mono.wav");
        try (WavWriter writer = WavWriter.mono(file)) {
            assertThat(WavFile.read(file).samples()).isEmpty();
            short[] pcm = ramp(50_000, 1);
            writer.write(pcm, 0, 160);
            writer.flush();
            assertThat(WavFile.read(file).samples()).hasSize(160);
            assertThat(statedDataLength(file)).isEqualTo(320);
            writer.write(pcm, 160, 49_840);
            assertThat(statedDataLength(file)).as("not flushed yet").isEqualTo(320);
            writer.flush();
            assertThat(statedDataLength(file)).isEqualTo(100_000);
            assertThat(WavFile.read(file).samples()).isEqualTo(pcm);
        }
    }

    @Test
    void bothLawsAndEightBitsAreRead() throws IOException {
        byte[] codes = {0, 1, 0x55, 0x7F, (byte) 0x80, (byte) 0xFF};
        assertThat(WavFile.read(wav(6, 8, codes)).samples()).isEqualTo(map(codes, ALaw::decode));
        assertThat(WavFile.read(wav(7, 8, codes)).samples()).isEqualTo(map(codes, ULaw::decode));
        assertThat(WavFile.read(wav(1, 8, codes)).samples()).startsWith(-32768, -32512).endsWith(0, 32512);
    }

    @Test
    void whatIsNoSoundIsRefusedWithTheReason() throws IOException {
        Path text = Files.writeString(dir.resolve("a.wav"), "not a sound file, really");
        assertThatThrownBy(() -> WavFile.read(text)).isInstanceOf(IOException.class).hasMessageContaining("a.wav: no RIFF file");
        assertThatThrownBy(() -> WavFile.read(wav(3, 32, new byte[8]))).hasMessageContaining("encoding 3 with 32 bits");
        byte[] whole = Files.readAllBytes(wav(1, 16, new byte[64]));
        for (int length = 0; length < 44; length++) {
            Path cut = Files.write(dir.resolve("cut.wav"), java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> WavFile.read(cut)).as("cut to %d bytes", length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void recordingsFromElsewhereAreRead() throws IOException {
        Path file = Path.of(System.getProperty("tipring.material", "material"), "line-audio/sit/IC_SIT.wav");
        assumeTrue(Files.exists(file), "the recorded line sounds are not here: " + file);
        assertThat(WavFile.read(file).samples().length).isGreaterThan(5000);
    }

    private Path wav(int encoding, int bits, byte[] data) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + data.length).put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII));
        file.putInt(16).putShort((short) encoding).putShort((short) 1).putInt(8000).putInt(8000 * bits / 8);
        file.putShort((short) (bits / 8)).putShort((short) bits).put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data.length).put(data);
        return Files.write(dir.resolve("made.wav"), file.array());
    }

    private static int statedDataLength(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getInt(40);
    }

    private interface Decode {
        short decode(byte code);
    }

    private static short[] map(byte[] codes, Decode law) {
        short[] samples = new short[codes.length];
        for (int i = 0; i < codes.length; i++) {
            samples[i] = law.decode(codes[i]);
        }
        return samples;
    }

    private static short[] ramp(int length, int slope) {
        short[] samples = new short[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (short) (slope * i);
        }
        return samples;
    }
}
