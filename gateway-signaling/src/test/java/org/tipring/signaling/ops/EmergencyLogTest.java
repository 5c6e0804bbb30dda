package org.tipring.signaling.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmergencyLogTest {

    @TempDir
    Path dir;

    private List<String> lines(int count) throws IOException {
        Path file = dir.resolve("state").resolve(EmergencyLog.NAME);
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < deadline) {
            if (Files.exists(file) && Files.readString(file).lines().count() >= count) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as("it says who called").isEqualTo("rw-------");
                return Files.readAllLines(file);
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("no " + count + " lines in " + file);
    }

    @Test
    void eachNoticeIsOneLineWithWhomToTellWhateverACallerCallsHimself() throws IOException {
        EmergencyLog log = new EmergencyLog(dir.resolve("state"));
        log.write("a-1", "Emergency call from 203 (Ada\nforged) to 911", List.of("201", "mailto:safety@example.org"));
        assertThat(lines(1)).singleElement().satisfies(line -> assertThat(line)
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ call=a-1 Emergency call from 203 \\(Ada forged\\) to 911; notify: 201, mailto:safety@example.org"));
        log.write("a-2", "Emergency call from 204 to 911", List.of());
        assertThat(lines(2)).last().satisfies(line -> assertThat(line).endsWith("call=a-2 Emergency call from 204 to 911; notify: nobody"));
    }
}
