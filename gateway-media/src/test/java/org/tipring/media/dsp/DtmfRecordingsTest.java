package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tipring.media.net.WavFile;

/// Recordings from other projects, with the digits that an independent decoder (multimon-ng 1.2) found in them.
class DtmfRecordingsTest {

    /// Where we say something else than the label, and why that is right or at least explained.
    private static final Map<String, String> EXCEPTIONS = Map.of(
            // Noise less than 10 dB below the tones, and clipped: Q.24 asks for 15 dB, and what passes here passes in speech, too.
            "tino1b2be/samples/123-old1.wav", "",
            "tino1b2be/samples/1n.wav", "",
            "tino1b2be/samples/oneN.wav", "",
            "tino1b2be/samples/testNoise.wav", "",
            "tino1b2be/samples/complete-sequence-8kHz.wav", "",
            // A third tone at 2400 Hz, stronger than the digit.
            "tino1b2be/samples/one_distorted.wav", "",
            // The first digit begins together with a dial tone 2 dB weaker. One that had been there alone before would be left out of account.
            "tino1b2be/samples/dial.wav", "5702340003");

    @TestFactory
    List<DynamicTest> everyRecordingSaysWhatItsLabelSays() throws IOException {
        Path dir = Path.of(System.getProperty("tipring.material", "material"), "dtmf-audio");
        assumeTrue(Files.exists(dir), "the DTMF recordings are not here: " + dir);
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : Files.readAllLines(dir.resolve("LABELS.tsv"))) {
            String[] columns = line.split("\t", -1);
            if (columns[0].endsWith(".wav")) {
                String digits = EXCEPTIONS.getOrDefault(columns[0], columns[1]);
                tests.add(DynamicTest.dynamicTest(columns[0], () -> assertThat(heard(dir.resolve(columns[0]))).isEqualTo(digits)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(40);
        return tests;
    }

    private static String heard(Path file) throws IOException {
        WavFile wav = WavFile.read(file);
        // The channels of stereo.wav carry different digits; the labels are those of the left one.
        return DtmfDetectorTest.listen(atTelephoneRate(wav.samples(), wav.rate()));
    }

    /// Low-pass by a windowed sinc and linear steps: good enough to judge digits, and only for tests.
    private static short[] atTelephoneRate(short[] pcm, int rate) {
        if (rate == 8000) {
            return pcm;
        }
        short[] out = new short[(int) ((long) pcm.length * 8000 / rate)];
        double step = rate / 8000.0;
        double cutoff = Math.min(1, 1 / step) * 0.9;
        int half = (int) Math.ceil(16 * Math.max(1, step));
        for (int i = 0; i < out.length; i++) {
            double centre = i * step;
            double sum = 0;
            for (int k = (int) centre - half; k <= centre + half; k++) {
                if (k >= 0 && k < pcm.length) {
                    double x = k - centre;
                    double window = 0.5 + 0.5 * Math.cos(Math.PI * x / (half + 1));
                    double sinc = Math.abs(x) < 1e-9 ? cutoff : Math.sin(Math.PI * cutoff * x) / (Math.PI * x);
                    sum += pcm[k] * window * sinc;
                }
            }
            out[i] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return out;
    }
}
