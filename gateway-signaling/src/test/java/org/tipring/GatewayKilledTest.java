package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.signaling.sip.SipEvent;

/// `kill -9` in the middle of a call: nobody hangs up, nobody says goodbye to the modem.
class GatewayKilledTest {

    /// From the start of the process, so that the JVM's own start counts.
    private static final Duration ON_HOOK_WITHIN = Duration.ofSeconds(5);

    @Test
    void theLineIsOnHookSoonAfterTheNextStartThoughDtrNeverFell(@TempDir Path folder) throws Exception {
        try (Office office = new Office(folder);
             // Who else holds the port keeps DTR up when the gateway dies, so the modem goes on with its stream, off-hook.
             FileInputStream holder = new FileInputStream(folder.resolve("modem").toFile())) {
            office.startGateway();
            office.startTelephone();
            office.telephone.call("9300");
            assertThat(office.telephone.await(event -> event instanceof SipEvent.Released, 40_000)).as("busy").isNotNull();
            office.awaitIdle();
            office.talk();

            office.gateway.kill();
            assertThat(office.gateway.exit(Office.SOON)).isEqualTo(128 + 9);
            assertThat(office.offHook()).as("still off-hook, or this test shows nothing").isTrue();
            assertThat(holder.getFD().valid()).isTrue();
            assertThat(office.records()).as("the call before is on the disk").hasSize(1).allSatisfy(GatewayKilledTest::isARecord);

            int before = office.modem.output().size();
            long started = System.nanoTime();
            office.startGateway();
            assertThat(office.modem.await(before, line -> line.endsWith(" on-hook"), ON_HOOK_WITHIN)).as("%s", office.modem.output()).isNotNull();
            long inService = System.nanoTime() - started;
            assertThat(office.offHook()).as("in service and on-hook, %d ms after the start", inService / 1_000_000).isFalse();

            office.telephone.close();
            office.startTelephone();
            office.talk();
            office.hangUp();
            office.gateway.terminate();
            assertThat(office.gateway.exit(Office.SOON)).isNotNull();
            assertThat(office.records()).hasSize(2).allSatisfy(GatewayKilledTest::isARecord);
            assertThat(Files.readString(office.config.records())).endsWith("}\n");
        }
    }

    static void isARecord(String line) {
        assertThat(line).startsWith("{\"id\":").contains("\"cause\":").endsWith("]}");
    }

    static List<String> causes(List<String> records) {
        return records.stream().map(record -> record.replaceFirst(".*\"cause\":\"(\\w+)\".*", "$1")).toList();
    }
}
