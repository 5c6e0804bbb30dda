package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.signaling.sip.SipEvent;

/// Ctrl-C, or a service manager's stop, in the middle of a call.
class GatewayStoppedTest {

    private static final Duration OTHER_PROCESS = Duration.ofSeconds(1);

    /// The modem's leaving and clearing ladder takes most of it.
    private static final Duration PROMPT = Duration.ofSeconds(8);

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void hangsUpTellsTheTelephoneWritesOneRecordAndEnds(String signal, @TempDir Path folder) throws Exception {
        assumeTrue(signal.equals("TERM") || !interruptIsIgnored(), "this JVM was started with SIGINT ignored and its children inherit that: skipped");
        try (Office office = new Office(folder)) {
            office.startGateway();
            office.startTelephone();
            office.talk();

            int before = office.modem.output().size();
            new ProcessBuilder("kill", "-" + signal, Long.toString(office.gateway.pid())).start().waitFor();
            Integer status = office.gateway.exit(PROMPT);
            assertThat(status).as("still running: %s", office.gateway.output()).isNotNull();
            // The exchange tells through the pipe of another process: what it saw before the gateway ended may be read a moment later.
            assertThat(office.modem.await(before, line -> line.endsWith(" on-hook"), OTHER_PROCESS)).as("the line: %s", office.modem.output()).isNotNull();
            assertThat(office.offHook()).isFalse();
            assertThat(office.telephone.await(event -> event instanceof SipEvent.Released, 5_000)).as("BYE: %s", office.gateway.output()).isNotNull();
            // By the modem's own ladder, not by a port that was closed under it.
            assertThat(office.records()).singleElement().asString().contains("\"cause\":\"SHUTDOWN\"").doesNotContain("device has gone");
        }
    }

    /// Bit 1 of the mask is signal 2. A shell starts what it puts into the background so.
    private static boolean interruptIsIgnored() throws Exception {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status) && Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }
}
