package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.bench.GatewayProcess;

/// What a newcomer runs first, as a newcomer runs it: in a JVM that has only just started, whose first call is the one that is listened to.
class DemoTest {

    private static final Duration SOON = Duration.ofSeconds(120);
    private static final int ROUNDS = 2;
    private static final String BUSY = "This computer is busy";

    @Test
    void everyClaimOfTheDemoHolds(@TempDir Path folder) throws Exception {
        List<String> output = demo(folder.resolve("1"));
        for (int round = 2; round <= ROUNDS && !failed(output).isEmpty(); round++) {
            System.out.println("DemoTest: once more, because a computer that stands still for a moment is heard, and a defect each time: " + failed(output));
            output = demo(folder.resolve(Integer.toString(round)));
        }
        List<String> failed = failed(output);
        boolean busy = output.stream().anyMatch(line -> line.startsWith(BUSY));
        assumeTrue(failed.isEmpty() || !busy, () -> "too busy a computer to listen to: " + failed);
        assertThat(failed).isEmpty();
    }

    private static List<String> failed(List<String> output) {
        return output.stream().filter(line -> line.contains("FAIL")).toList();
    }

    private static List<String> demo(Path recordings) throws Exception {
        try (GatewayProcess demo = GatewayProcess.start("demo", "--recordings", recordings.toString())) {
            Integer exit = demo.exit(SOON);
            List<String> output = demo.output();
            assertThat(exit).as("%s", String.join("\n", output)).isEqualTo(failed(output).isEmpty() ? 0 : 1);
            assertThat(output).anyMatch(line -> line.matches("All 1[0-9] claims held\\.|\\d+ of 1[0-9] claims did not hold\\."));
            return output;
        }
    }
}
