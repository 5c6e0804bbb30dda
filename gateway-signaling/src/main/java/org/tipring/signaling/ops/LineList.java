package org.tipring.signaling.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// `gateway lines`: every line with its state, for how long, and why or what for.
public final class LineList {

    private LineList() { }

    public static String text(GatewayStatus status, Instant now) {
        List<GatewayStatus.Line> lines = status.lines();
        if (lines.isEmpty()) {
            return "there is no line; lines.ini names them";
        }
        int name = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        int state = lines.stream().mapToInt(line -> line.state().toString().length()).max().orElse(0);
        return lines.stream().map(line -> (pad(line.name(), name) + "  " + pad(line.state().toString(), state) + "  "
                + pad(StatusHtml.readable(Duration.between(line.since(), now)), 11) + "  " + line.detail()).stripTrailing()).collect(Collectors.joining("\n"));
    }

    public static String json(GatewayStatus status) {
        Json json = new Json().object();
        StatusJson.lines(status, json);
        return json.endObject().toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
