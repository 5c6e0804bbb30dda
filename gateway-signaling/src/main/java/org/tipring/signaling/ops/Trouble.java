package org.tipring.signaling.ops;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether a gateway can take calls: it answers SIP, and of its ways to the telephone network one is open. A gateway with telephones only
/// needs no such way.
public final class Trouble {

    private Trouble() { }

    /// @param deaf why SIP is not answered; empty when it is
    /// @return a sentence for `/health`; empty when all is well
    public static String of(String deaf, List<GatewayStatus.Line> lines, List<GatewayStatus.Trunk> trunks) {
        String noWay = noWayOut(lines, trunks);
        if (deaf.isEmpty()) {
            return noWay;
        }
        return "SIP is not answered: " + deaf + (noWay.isEmpty() ? "" : "; " + noWay);
    }

    private static String noWayOut(List<GatewayStatus.Line> lines, List<GatewayStatus.Trunk> trunks) {
        boolean open = lines.stream().anyMatch(line -> line.state().serves()) || trunks.stream().anyMatch(GatewayStatus.Trunk::up);
        if (open || lines.isEmpty() && trunks.isEmpty()) {
            return "";
        }
        String what = trunks.isEmpty() ? "no line is in service" : lines.isEmpty() ? "no trunk is up" : "no line is in service and no trunk is up";
        return Stream.concat(lines.stream().map(line -> line.name() + " " + line.detail()),
                trunks.stream().map(trunk -> trunk.name() + " " + trunk.detail())).collect(Collectors.joining("; ", what + ": ", ""));
    }
}
