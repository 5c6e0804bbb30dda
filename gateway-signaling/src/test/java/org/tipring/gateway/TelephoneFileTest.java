package org.tipring.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    private static void awaitKept(TelephoneFile memory) throws InterruptedException {
        CountDownLatch kept = new CountDownLatch(1);
        memory.whenKept(kept::countDown);
        assertThat(kept.await(20, TimeUnit.SECONDS)).as("kept").isTrue();
    }

    @Test
    void atEveryMomentTheFileHoldsWholeStatesAndInTheEndTheLastOne() throws Exception {
        TelephoneFile memory = new TelephoneFile(state, Runnable::run);
        for (int i = 1; i <= 300; i++) {
            memory.write("fxs" + i % 3, ServiceState.of("dialled=5" + "5".repeat(i % 20) + " forward.always=" + i + " speed.1=7" + "7".repeat(i % 20) + " messages=" + i % 100));
            if (Files.exists(file())) {
                for (String line : Files.readAllLines(file())) {
                    ServiceState read = ServiceState.of(line.substring(line.indexOf(' ') + 1));
                    assertThat(read.forwards()).as(line).hasSize(1);
                }
            }
        }
        awaitKept(memory);
        TelephoneFile after = new TelephoneFile(state, Runnable::run);
        for (String name : List.of("fxs0", "fxs1", "fxs2")) {
            assertThat(after.read(name)).isEqualTo(memory.read(name));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).as("it says who was called").isEqualTo("rw-------");
    }

    @Test
    void whoWaitsUntilSomethingIsKeptFindsItInTheFile() throws Exception {
        TelephoneFile memory = new TelephoneFile(state, Runnable::run);
        for (int i = 1; i <= 200; i++) {
            memory.write("fxs1", ServiceState.of("forward.always=" + i));
            awaitKept(memory);
            assertThat(Files.readString(file())).isEqualTo("fxs1 forward.always=" + i + "\n");
        }
        try (Stream<Path> all = Files.list(state)) {
            assertThat(all).as("nothing is left beside it").containsExactly(file());
        }
    }

    @Test
    void whatAKilledGatewayWasWritingIsInNobodysWay() throws Exception {
        Files.writeString(file(), "fxs1 forward.always=201\n");
        Files.writeString(state.resolve("telephones.new"), "fxs1 forward.alw");
        TelephoneFile memory = new TelephoneFile(state, Runnable::run);
        assertThat(memory.read("fxs1").forwards()).containsValue("201");
        memory.write("fxs1", ServiceState.of("forward.always=202"));
        awaitKept(memory);
        assertThat(Files.readString(file())).isEqualTo("fxs1 forward.always=202\n");
    }

    @Test
    void aFolderThatCannotBeWrittenKeepsNobodyWaiting() throws Exception {
        Path occupied = Files.createFile(state.resolve("occupied"));
        TelephoneFile memory = new TelephoneFile(occupied, Runnable::run);
        memory.write("fxs1", ServiceState.of("forward.always=202"));
        awaitKept(memory);
        assertThat(memory.read("fxs1").forwards()).as("until a restart").containsValue("202");
    }

    @Test
    void whatTheFirstVersionWroteIsReadAndABrokenLineCostsOneTelephone() throws Exception {
        Files.writeString(file(), "fxs1|5550100|5550123|yes\nfxs2 messages=many\nfxs3 forward.busy=202 later=x\n\n");
        TelephoneFile memory = new TelephoneFile(state, Runnable::run);
        assertThat(memory.read("fxs1").text()).isEqualTo("dialled=5550100 caller=5550123 undisturbed=yes");
        assertThat(memory.read("fxs2")).isEqualTo(ServiceState.NOTHING);
        assertThat(memory.read("fxs3").text()).isEqualTo("forward.busy=202");
        assertThat(memory.read("fxs4")).isEqualTo(ServiceState.NOTHING);
    }

    @Test
    void howLongTheFlashesOfATelephoneAreIsKeptBesideWhatItHasSet() throws Exception {
        TelephoneFile memory = new TelephoneFile(state, Runnable::run);
        memory.flashed("fxs1", List.of(280, 285, 282));
        memory.write("fxs1", ServiceState.of("dialled=5550100"));
        memory.flashed("fxs2", List.of(700));
        awaitKept(memory);
        assertThat(Files.readAllLines(file())).containsExactly("fxs1 dialled=5550100 flashes=280,285,282", "fxs2 flashes=700");
        TelephoneFile after = new TelephoneFile(state, Runnable::run);
        assertThat(after.flashes("fxs1")).containsExactly(280, 285, 282);
        assertThat(after.read("fxs1").text()).isEqualTo("dialled=5550100");
        assertThat(after.flashes("fxs2")).containsExactly(700);
        assertThat(after.flashes("fxs3")).isEmpty();
    }
}
