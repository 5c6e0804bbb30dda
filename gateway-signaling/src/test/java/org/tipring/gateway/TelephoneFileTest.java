package org.tipring.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.signaling.control.service.ServiceState;

/// What telephones have set, on disk. A process that is killed leaves what a reader sees at that moment.
class TelephoneFileTest {

    @TempDir
    Path state;

    private Path file() {
        return state.resolve("telephones");
    }

    private static void awaitSaved(TelephoneFile memory) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!memory.saved()) {
            assertThat(System.nanoTime()).as("never saved").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void atEveryMomentTheFileHoldsWholeStatesAndInTheEndTheLastOne() throws Exception {
        TelephoneFile memory = new TelephoneFile(state);
        for (int i = 1; i <= 300; i++) {
            memory.write("fxs" + i % 3, ServiceState.of("dialled=5" + "5".repeat(i % 20) + " forward.always=" + i + " speed.1=7" + "7".repeat(i % 20) + " messages=" + i % 100));
            if (Files.exists(file())) {
                for (String line : Files.readAllLines(file())) {
                    ServiceState read = ServiceState.of(line.substring(line.indexOf(' ') + 1));
                    assertThat(read.forwards()).as(line).hasSize(1);
                }
            }
        }
        awaitSaved(memory);
        TelephoneFile after = new TelephoneFile(state);
        for (String name : List.of("fxs0", "fxs1", "fxs2")) {
            assertThat(after.read(name)).isEqualTo(memory.read(name));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).as("it says who was called").isEqualTo("rw-------");
    }

    @Test
    void whatTheFirstVersionWroteIsReadAndABrokenLineCostsOneTelephone() throws Exception {
        Files.writeString(file(), "fxs1|5550100|5550123|yes\nfxs2 messages=many\nfxs3 forward.busy=202 later=x\n\n");
        TelephoneFile memory = new TelephoneFile(state);
        assertThat(memory.read("fxs1").text()).isEqualTo("dialled=5550100 caller=5550123 undisturbed=yes");
        assertThat(memory.read("fxs2")).isEqualTo(ServiceState.NOTHING);
        assertThat(memory.read("fxs3").text()).isEqualTo("forward.busy=202");
        assertThat(memory.read("fxs4")).isEqualTo(ServiceState.NOTHING);
    }
}
