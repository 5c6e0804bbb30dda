package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.signaling.sip.SipEvent;

/// The modem is pulled out of its socket in the middle of a call, and put back.
class LineUnpluggedTest {

    private static final Duration BACK_WITHIN = Duration.ofSeconds(10);

    @Test
    void theCallEndsWithAReasonAndTheLineComesBackByItself(@TempDir Path folder) throws Exception {
        try (Office office = new Office(folder)) {
            office.startGateway();
            office.startTelephone();
            office.talk();

            office.modem.say("unplug");
            assertThat(office.telephone.await(event -> event instanceof SipEvent.Released, 10_000)).as("%s", office.gateway.output()).isNotNull();
            assertThat(office.gateway.await(line -> line.contains("line=fxo1 out of service"), Office.SOON)).isNotNull();

            int before = office.gateway.output().size();
            office.modem.say("replug");
            assertThat(office.gateway.await(before, line -> line.contains("line=fxo1 in service"), BACK_WITHIN)).as("%s", office.gateway.output())
                    .isNotNull();
            office.talk();
            office.hangUp();
            office.gateway.terminate();
            assertThat(office.gateway.exit(Office.SOON)).isNotNull();
            assertThat(GatewayKilledTest.causes(office.records())).containsExactly("OUT_OF_ORDER", "NORMAL");
            assertThat(office.records().getFirst()).contains("the line's device has gone");
        }
    }
}
