package org.tipring.signaling.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Turns the targets of a route into attempts for one number.
final class AttemptPlanner {

    private static final int NOT_FOUND = 404;

    private final Country country;
    private final Map<String, Interface> interfaces;
    private final Map<String, RingGroup> groups;

    AttemptPlanner(Country country, Map<String, Interface> interfaces, Map<String, RingGroup> groups) {
        this.country = country;
        this.interfaces = interfaces;
        this.groups = groups;
    }

    RouteDecision plan(Route route, String called) {
        List<Attempt> attempts = new ArrayList<>(route.targets().size());
        RouteDecision orElse = null;
        for (RouteTarget target : route.targets()) {
            if (target instanceof RouteTarget.Destination destination) {
                Attempt attempt = attempt(route, destination, called);
                if (attempt != null) {
                    attempts.add(attempt);
                    orElse = null;
                    continue;
                }
                // A number that is no member fails as 404, and only `next on = 404` leads past that.
                orElse = new RouteDecision.Refused(route.name(), NOT_FOUND, "no such member of " + destination.interfaceName());
                if (!route.nextOn().contains(new FailOver.SipStatus(NOT_FOUND))) {
                    break;
                }
            } else {
                orElse = target instanceof RouteTarget.Reject reject
                        ? new RouteDecision.Refused(route.name(), reject.status(), "reject") : new RouteDecision.Ignored(route.name());
            }
        }
        return attempts.isEmpty() && orElse != null ? orElse
                : new RouteDecision.Attempts(route.name(), attempts, route.answer(), orElse);
    }

    /// Null when no member has the number.
    private Attempt attempt(Route route, RouteTarget.Destination destination, String called) {
        Duration ringFor = destination.ringFor() != null ? destination.ringFor() : route.ringFor();
        RingGroup group = groups.get(destination.interfaceName());
        if (group != null) {
            return new Attempt(group.name(), group.members(), "", "", group.pick(), route.nextOn(),
                    ringFor != null ? ringFor : group.ringFor(), destination.ring(), callerId(route, home(group.members().getFirst())),
                    route.media(), false);
        }
        Interface to = interfaces.get(destination.interfaceName());
        String changed = NumberChange.apply(destination.changes(), called);
        List<String> members = destination.member().isEmpty() ? List.of() : List.of(destination.member());
        if (to.telephones()) {
            changed = destination.member().isEmpty() ? changed : destination.member();
            if (!to.members().contains(changed)) {
                return null;
            }
            members = List.of(changed);
        } else if (changed.isEmpty()) {
            return null;
        }
        String number = country.outgoing(changed, to.numbers());
        return new Attempt(to.name(), members, Pause.sent(number), Pause.shown(number), to.pick(), route.nextOn(), ringFor,
                destination.ring(), callerId(route, to), route.media(), false);
    }

    private String callerId(Route route, Interface to) {
        return route.callerId().isEmpty() || route.callerId().equals(RouteRequest.ANONYMOUS) ? route.callerId()
                : country.outgoing(route.callerId(), to.numbers());
    }

    private Interface home(String member) {
        return interfaces.values().stream().filter(one -> one.members().contains(member)).findFirst().orElseThrow();
    }

    RouteDecision.Emergency emergency(EmergencyRule rule, String number) {
        Set<FailOver> always = new LinkedHashSet<>(List.of(FailOver.Cause.values()));
        List<Attempt> attempts = new ArrayList<>();
        for (String name : rule.use()) {
            Interface to = interfaces.get(name);
            List<String> members = List.of();
            if (to == null) {
                to = home(name);
                members = List.of(name);
            }
            String sent = country.outgoing(number, to.numbers());
            attempts.add(new Attempt(to.name(), members, sent, sent, to.pick(), always, null, 0, "", "", rule.preempt().contains(name)));
        }
        return new RouteDecision.Emergency(number, attempts, rule.ignore(), rule.tell());
    }
}
