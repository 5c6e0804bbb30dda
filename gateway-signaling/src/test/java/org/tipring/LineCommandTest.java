package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.dsp.TonePlan;

class LineCommandTest {

    @TempDir
    Path dir;

    @Test
    void aRecordingOfAHangUpSaysWhenAndBecauseOfWhat() throws IOException {
        short[] samples = new short[8 * 10_000];
        new SpeechLike(3).next(samples, 0, 8 * 4000);
        new ToneGenerator(TonePlan.GB.signal(CallProgressTone.BUSY)).next(samples, 8 * 5000, 8 * 5000);
        Path file = wav(samples, 8000);
        assertThat(replay(0, file.toString(), "--country", "GB")).contains("voice").contains("busy tone, strongest at 400 Hz").containsPattern(
                "the call ends at 6\\.\\d\\d s: busy tone");
        assertThat(replay(0, file.toString(), "--country", "gb", "--json", "--bursts")).startsWith("{").contains("\"country\":\"GB\"", "\"released\":\"busy-tone\"",
                "\"releasedMillis\":6", "\"hertz\":400");
        assertThat(replay(0, file.toString(), "--country", "FR")).as("another country's exchange has other tones").contains("the call goes on");
    }

    @Test
    void aRecordingOfAnAnswerSaysHowSureItIs() throws IOException {
        short[] samples = new short[8 * 16_000];
        new ToneGenerator(TonePlan.DE.signal(CallProgressTone.RINGBACK)).next(samples, 0, 8 * 6000);
        new SpeechLike(4).next(samples, 8 * 7000, 8 * 8000);
        String said = replay(0, wav(samples, 8000).toString(), "--country", "DE", "--begin", "dialled");
        assertThat(said).contains("ringback tone").contains("decision: answered, likely: voice").contains("the call goes on");
    }

    @Test
    void whatCannotBeReplayedIsRefusedWithACure() throws IOException {
        assertThat(replay(69, wav(new short[16_000], 16_000).toString(), "--country", "GB")).contains("convert it first");
        assertThat(replay(78, wav(new short[8000], 8000).toString(), "--country", "XQ")).contains("there is no country pack for 'XQ'").contains("GB");
        assertThat(replay(69, wav(new short[8000], 8000).toString(), "--country", "GB", "--begin", "never")).contains("seized, dialled or talking");
    }

    /// baresip's busy tone is a North American one at 425 Hz: heard in Belgium it ends the call, and a real announcement does not.
    @Test
    void recordingsOfOthersAreHeardForWhatTheyAre() throws IOException {
        String material = System.getProperty("tipring.material");
        Path audio = material == null ? null : Path.of(material, "line-audio");
        Assumptions.assumeTrue(audio != null && Files.isDirectory(audio), "the recordings are not here (-Dtipring.material=...)");
        String sit = replay(0, audio.resolve("sit/IC_SIT.wav").toString(), "--country", "US", "--begin", "dialled");
        assertThat(sit).contains("sit tone").contains("released, sit");
    }

    private static String replay(int exit, String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream into = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(into);
            System.setErr(into);
            String[] all = new String[arguments.length + 2];
            all[0] = "line";
            all[1] = "replay";
            System.arraycopy(arguments, 0, all, 2, arguments.length);
            assertThat(Main.run(all)).as(() -> said.toString(StandardCharsets.UTF_8)).isEqualTo(exit);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private Path wav(short[] samples, int rate) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples.length).put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII));
        file.putInt(16).putShort((short) 1).putShort((short) 1).putInt(rate).putInt(2 * rate).putShort((short) 2).putShort((short) 16);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples.length);
        for (short sample : samples) {
            file.putShort(sample);
        }
        return Files.write(dir.resolve("line.wav"), file.array());
    }
}
