package org.tipring.signaling.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineListTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static GatewayStatus status(GatewayStatus.Line... lines) {
        return new GatewayStatus(NOW, "", List.of(lines), List.of(), List.of(), List.of(), List.of());
    }

    @Test
    void everyLineSaysItsStateForHowLongAndWhy() {
        GatewayStatus status = status(new GatewayStatus.Line("fxo1", GatewayStatus.LineState.IN_USE, NOW.minusSeconds(75), "talks; /dev/ttyACM0"),
            new GatewayStatus.Line("kitchen", GatewayStatus.LineState.IN_USE_ELSEWHERE, NOW.minusSeconds(4), "the line is in use by another telephone"));
        assertThat(LineList.text(status, NOW).lines()).containsExactly(
            "fxo1     in use            1 min 15 s   talks; /dev/ttyACM0",
            "kitchen  in use elsewhere  4 s          the line is in use by another telephone");
        assertThat(LineList.json(status)).startsWith("{\"lines\":[{\"name\":\"fxo1\",\"state\":\"IN_USE\"");
    }

    @Test
    void noLineSaysWhereLinesComeFrom() {
        assertThat(LineList.text(status(), NOW)).contains("lines.ini");
    }
}
