package org.tipring.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.Spectra;

/// What is made up for lost packets against silence and against the last frame once more: log-spectral distance at the lost places, and the
/// [ListeningModel] over all. Four voices of our own without words, and recorded speech (the ITU's, for G.722) where it is there.
class ConcealmentFiguresTest {

    /// Mean length of a burst, in frames, where loss comes in bursts (Gilbert's model).
    private static final double BURST = 3;

    private interface Filler {
        short[] heard(short[] said, boolean[] lost);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "5, false", "10, false", "1, true", "5, true", "10, true"})
    void soundsBetterThanSilenceAndThanRepetition(double percent, boolean bursts) throws IOException {
        Map<String, short[]> voices = voices();
        double[] distance = new double[3];
        double[] disturbance = new double[3];
        Filler[] fillers = {ConcealmentFiguresTest::concealed, ConcealmentFiguresTest::repeated, ConcealmentFiguresTest::silenced};
        int seed = 0;
        for (short[] said : voices.values()) {
            boolean[] lost = lose(said.length / 160, percent / 100, bursts, 99 + seed++);
            for (int i = 0; i < fillers.length; i++) {
                short[] heard = fillers[i].heard(said, lost);
                distance[i] += Spectra.distanceDb(said, heard, lost) / voices.size();
                disturbance[i] += ListeningModel.disturbance(said, heard) / voices.size();
            }
        }
        System.out.printf(Locale.ROOT, "loss %2.0f %% %s, %d voices: distance dB %.1f concealed, %.1f repeated, %.1f silent; disturbance %.2f, %.2f, %.2f%n",
                percent, bursts ? "in bursts" : "at random", voices.size(), distance[0], distance[1], distance[2], disturbance[0], disturbance[1],
                disturbance[2]);
        assertThat(distance[0]).isLessThan(distance[2]);
        // A frame that is repeated at full level for ever has the right spectrum and sounds like a robot: the distance does not see that.
        assertThat(disturbance[0]).isLessThan(disturbance[1]).isLessThan(disturbance[2]);
    }

    private static Map<String, short[]> voices() throws IOException {
        Map<String, short[]> voices = new LinkedHashMap<>();
        for (int voice = 0; voice < 4; voice++) {
            voices.put("voice " + voice, new SpeechLike(voice, 100 + 40 * voice, -16).take(20_000));
        }
        Path recorded = Path.of(System.getProperty("tipring.material", "")).resolve("itu-g722/stl/inpsp.bin");
        if (Files.exists(recorded)) {
            // A second or two; over and over, it loses another part each time.
            short[] once = halved(recorded);
            short[] often = new short[160 * 1000];
            for (int i = 0; i < often.length; i++) {
                often[i] = once[i % once.length];
            }
            voices.put("recorded", often);
        }
        return voices;
    }

    /// 16 kHz to 8 kHz.
    private static short[] halved(Path file) throws IOException {
        ShortBuffer words = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        short[] speech = new short[words.remaining() / 2 / 160 * 160];
        for (int i = 1; i + 1 < speech.length; i++) {
            double sum = 0;
            for (int k = -15; k <= 15; k++) {
                int at = Math.clamp(2L * i + k, 0, words.remaining() - 1);
                double low = k == 0 ? 0.45 : Math.sin(0.45 * Math.PI * k) / (Math.PI * k);
                sum += low * (0.54 + 0.46 * Math.cos(Math.PI * k / 16)) * words.get(at);
            }
            speech[i] = (short) sum;
        }
        return speech;
    }

    private static boolean[] lose(int frames, double share, boolean bursts, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] lost = new boolean[frames];
        boolean bad = false;
        double begin = share / (1 - share) / BURST;
        for (int i = 1; i < frames; i++) {
            bad = bursts ? bad ? random.nextDouble() > 1 / BURST : random.nextDouble() < begin : random.nextDouble() < share;
            lost[i] = bad;
        }
        return lost;
    }

    private static short[] concealed(short[] said, boolean[] lost) {
        LossConcealer concealer = new LossConcealer();
        short[] heard = said.clone();
        short[] frame = new short[160];
        for (int i = 0; i < lost.length; i++) {
            System.arraycopy(said, 160 * i, frame, 0, 160);
            if (lost[i]) {
                concealer.conceal(frame);
            } else {
                concealer.good(frame);
            }
            System.arraycopy(frame, 0, heard, 160 * i, 160);
        }
        return heard;
    }

    private static short[] repeated(short[] said, boolean[] lost) {
        short[] heard = said.clone();
        for (int i = 1; i < lost.length; i++) {
            if (lost[i]) {
                System.arraycopy(heard, 160 * (i - 1), heard, 160 * i, 160);
            }
        }
        return heard;
    }

    private static short[] silenced(short[] said, boolean[] lost) {
        short[] heard = said.clone();
        for (int i = 0; i < lost.length; i++) {
            if (lost[i]) {
                Arrays.fill(heard, 160 * i, 160 * i + 160, (short) 0);
            }
        }
        return heard;
    }
}
