package org.tipring.signaling.ops;

import java.time.Instant;
import java.util.List;
import org.tipring.signaling.call.CallStatus;

/// The gateway at one moment, as its status page shows it. Made by whoever owns the state, never changed afterwards.
///
/// @param trouble why the gateway cannot take calls, as a sentence; empty when it can. `/health` says 503 with it
public record GatewayStatus(Instant started, String trouble, List<Line> lines, List<CallStatus> calls, List<Registration> registrations,
                            List<Trunk> trunks) {

    public GatewayStatus {
        lines = List.copyOf(lines);
        calls = List.copyOf(calls);
        registrations = List.copyOf(registrations);
        trunks = List.copyOf(trunks);
    }

    /// What a gateway shows that has not got so far yet.
    public static GatewayStatus starting(Instant started) {
        return new GatewayStatus(started, "the gateway is starting", List.of(), List.of(), List.of(), List.of());
    }

    /// @param since when it came into this state
    /// @param detail why it is out of service, which call it carries; may be empty
    public record Line(String name, LineState state, Instant since, String detail) { }

    /// Coarser than the line machine's own states: what an operator counts. A label of a metric, so few and fixed.
    public enum LineState {
        IDLE, RINGING, IN_USE, GUARD, OUT_OF_SERVICE
    }

    /// A telephone of ours.
    public record Registration(String extension, String contact, Instant expires) { }

    /// A provider.
    ///
    /// @param detail why it is down, or where it is registered
    public record Trunk(String name, boolean up, String detail) { }
}
