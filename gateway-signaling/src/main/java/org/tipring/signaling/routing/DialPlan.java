package org.tipring.signaling.routing;

import java.util.List;
import java.util.Optional;

/// A dial plan, ready to be asked. Immutable; any thread.
public final class DialPlan {

    private final List<Interface> interfaces;

    DialPlan(List<Interface> interfaces) {
        this.interfaces = List.copyOf(interfaces);
    }

    /// What becomes of a call.
    public RouteDecision route(RouteRequest request) {
        return new RouteDecision.Refused("", 404, "no route");
    }

    /// What becomes of digits that were dialled after a PIN.
    public RouteDecision routeAfterDialTone(RouteDecision.DialTone tone, RouteRequest request) {
        return new RouteDecision.Refused("", 404, "no route");
    }

    /// Whether a telephone (analog, or a caller after a PIN) has dialled enough.
    public Completion completion(CallSource source, String digits, java.time.Instant at) {
        return Completion.INCOMPLETE;
    }

    public List<Interface> interfaces() {
        return interfaces;
    }

    /// The interface of that name, or null.
    public Interface interfaceNamed(String name) {
        return interfaces.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    }

    /// The interface that a line or telephone belongs to, or null.
    public Interface interfaceOf(String member) {
        return interfaces.stream().filter(one -> one.members().contains(member)).findFirst().orElse(null);
    }

    /// The ring group of that name.
    public Optional<RingGroup> ringGroup(String name) {
        return Optional.empty();
    }
}
