package org.tipring.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tipring.media.rtp.RtpReceiver;

/// Streams as they arrived in the field (arrival, number, timestamp, payload type), played out by a steady clock.
class JitterTraceTest {

    @TestFactory
    List<DynamicTest> realStreamsAreHeard() throws IOException {
        Path traces = Path.of(System.getProperty("tipring.material", ""), "jitter-traces");
        assumeTrue(Files.isDirectory(traces), "no outside test data at " + traces + ": set -Dtipring.material");
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(traces)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
                tests.add(DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file)));
            }
        }
        assumeTrue(!tests.isEmpty(), "no traces in " + traces);
        return tests;
    }

    private static void replay(Path file) throws IOException {
        Player player = new Player(0, 200, 3);
        RtpReceiver receiver = new RtpReceiver(8000);
        Set<Integer> sound = new HashSet<>();
        int pauses = 0;
        int expectedTimestamp = 0;
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",");
            int sequence = Integer.parseInt(fields[1]);
            int timestamp = (int) Long.parseLong(fields[2]);
            long arrival = Math.round(Double.parseDouble(fields[0]) * 1e6);
            boolean audio = fields[3].equals("0") || fields[3].equals("8");
            int samples = Integer.parseInt(fields[5]) - 12;
            RtpReceiver.Verdict verdict = receiver.onPacket(1, sequence, timestamp, audio, arrival);
            if (audio && samples > 0 && verdict != RtpReceiver.Verdict.DUPLICATE && verdict != RtpReceiver.Verdict.NOT_YET) {
                player.put(sequence, timestamp, samples, arrival);
                // Silence suppression: the numbers go on, the time jumps. Where it begins cannot be known, so up to three are made up.
                pauses += timestamp - expectedTimestamp > samples ? 1 : 0;
                expectedTimestamp = timestamp + samples;
                sound.add(sequence);
            }
        }
        player.playUntil(Math.round(Double.parseDouble(lines.getLast().split(",")[0]) * 1e6) + 1_000_000_000L);

        System.out.printf("%-45s packets %d, lost %d, jitter %.1f ms; heard %d, made up %d, late %d, delay mean %.1f ms, max %.0f ms%n",
                file.getFileName(), sound.size(), receiver.lost(), receiver.jitterMicros() / 1000.0, player.played().size(),
                player.concealed(), player.buffer.late(), player.meanDelayMillis(20), player.maxDelayMillis(20));
        assertThat(player.played()).as("each once").doesNotHaveDuplicates();
        assertThat(player.played().size()).as("heard").isGreaterThanOrEqualTo((int) (0.97 * sound.size()));
        assertThat(player.concealed()).as("made up").isLessThanOrEqualTo(Math.max(0, receiver.lost()) + 3 + 3 * pauses + sound.size() / 100);
        assertThat(player.meanDelayMillis(20)).as("delay").isLessThanOrEqualTo(80);
    }
}
