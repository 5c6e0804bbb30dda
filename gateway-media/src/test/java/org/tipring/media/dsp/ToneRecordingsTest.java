package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.net.WavFile;

/// Sounds that others recorded from a line (SIT and its announcements) or play to their users (baresip), each several times over.
class ToneRecordingsTest {

    @ParameterizedTest
    @CsvSource({
        "sit/IC_SIT.wav, SIT",
        "sit/blocked-with-sit.wav, SIT voice -SIT SIT voice -SIT",
        "sit/disconnected-with-sit.wav, SIT voice -SIT SIT voice -SIT",
        "sit/beep.wav, voice",
        "baresip/busy.wav, BUSY",
        "baresip/ringback.wav, RINGBACK",
        "baresip/notfound.wav, voice"})
    void recordingsAreHeardForWhatTheyAre(String name, String words) throws IOException {
        Path file = Path.of(System.getProperty("tipring.material", "material"), "line-audio", name);
        assumeTrue(Files.exists(file), "the recorded line sounds are not here: " + file);
        Ear ear = new Ear(TonePlan.US);
        short[] pcm = WavFile.read(file).samples();
        ear.hear(pcm);
        if (!words.equals("SIT")) {
            ear.hear(pcm);
        }
        assertThat(String.join(" ", ear.heard)).isEqualTo(words);
    }
}
