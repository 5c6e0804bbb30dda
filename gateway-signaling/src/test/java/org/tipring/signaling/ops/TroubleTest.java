package org.tipring.signaling.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tipring.signaling.ops.GatewayStatus.LineState;

class TroubleTest {

    private static final GatewayStatus.Line IDLE = line("fxo1", LineState.IDLE, "/dev/ttyACM0");
    private static final GatewayStatus.Line GONE = line("fxo2", LineState.OUT_OF_SERVICE, "the device has gone");
    private static final GatewayStatus.Trunk UP = new GatewayStatus.Trunk("carrier", true, "registered");
    private static final GatewayStatus.Trunk DOWN = new GatewayStatus.Trunk("carrier", false, "403 Forbidden");

    private static GatewayStatus.Line line(String name, LineState state, String detail) {
        return new GatewayStatus.Line(name, state, CallRecords.START, detail);
    }

    @Test
    void oneOpenWayIsEnough() {
        assertThat(Trouble.of("", List.of(GONE, IDLE), List.of(DOWN))).isEmpty();
        assertThat(Trouble.of("", List.of(GONE), List.of(UP))).isEmpty();
        assertThat(Trouble.of("", List.of(line("fxo1", LineState.IN_USE, "")), List.of())).isEmpty();
    }

    @Test
    void telephonesOnlyNeedNoWayOut() {
        assertThat(Trouble.of("", List.of(), List.of())).isEmpty();
    }

    @Test
    void withoutAWayOutEachIsNamedWithItsReason() {
        assertThat(Trouble.of("", List.of(GONE), List.of())).isEqualTo("no line is in service: fxo2 the device has gone");
        assertThat(Trouble.of("", List.of(), List.of(DOWN))).isEqualTo("no trunk is up: carrier 403 Forbidden");
        assertThat(Trouble.of("", List.of(GONE), List.of(DOWN)))
            .isEqualTo("no line is in service and no trunk is up: fxo2 the device has gone; carrier 403 Forbidden");
    }

    @Test
    void deafnessIsTroubleWhateverElseWorks() {
        assertThat(Trouble.of("no answer", List.of(IDLE), List.of(UP))).isEqualTo("SIP is not answered: no answer");
        assertThat(Trouble.of("no answer", List.of(GONE), List.of())).contains("SIP is not answered: no answer; no line is in service: fxo2");
    }
}
