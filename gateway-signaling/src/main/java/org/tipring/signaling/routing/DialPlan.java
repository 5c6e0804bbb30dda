package org.tipring.signaling.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/// A dial plan, ready to be asked. Immutable; any thread.
///
/// Order: an emergency number of a telephone, always; then the first route whose `from`, `called`, `caller` and `when` all match. What
/// the route `needs` and whether it asks for a PIN is looked at afterwards: a refusal stops there.
public final class DialPlan {

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    /// Behind the outside prefix an emergency number may begin a longer one; help must not wait longer than that.
    private static final Duration LONGEST_EMERGENCY_WAIT = Duration.ofSeconds(2);

    private final PlanParts parts;
    private final RouteTable table;
    private final AttemptPlanner planner;
    private final Map<String, Interface> interfaces = new LinkedHashMap<>();
    private final Map<String, Interface> byMember = new HashMap<>();
    private final Map<String, RingGroup> groups = new LinkedHashMap<>();
    private final Map<String, Permission> permissions = new HashMap<>();

    public DialPlan(PlanParts parts) {
        this.parts = parts;
        for (Interface one : parts.interfaces()) {
            interfaces.put(one.name(), one);
            one.members().forEach(member -> byMember.put(member, one));
        }
        parts.groups().forEach(group -> groups.put(group.name(), group));
        parts.permissions().forEach(permission -> permissions.put(permission.name(), permission));
        table = new RouteTable(parts.routes());
        planner = new AttemptPlanner(parts.country(), interfaces, groups);
    }

    /// What becomes of a call.
    public RouteDecision route(RouteRequest request) {
        Call call = meant(call(request));
        if (mayCallForHelp(call) && parts.emergency() != null) {
            String emergency = parts.emergency().numberIn(call.called);
            if (emergency != null) {
                return planner.emergency(parts.emergency(), emergency);
            }
        }
        int matched = matched(call);
        return matched < 0 ? new RouteDecision.Refused("", NOT_FOUND, "no route")
                : decide(parts.routes().get(matched), call, request.source(), Set.of());
    }

    /// A telephone that somebody forgot to put into an interface is a telephone all the same.
    private static boolean mayCallForHelp(Call call) {
        return call.telephone || call.source.interfaceName().isEmpty() && !call.source.member().isEmpty();
    }

    /// Whether this number, as a telephone dials it, is for emergency calls.
    public boolean isEmergency(String number) {
        return parts.emergency() != null && parts.emergency().numberIn(Dialable.clean(number)) != null;
    }

    /// What becomes of digits that were dialled after a PIN: as if the interface that the dial tone names had dialled them. Permissions
    /// are those that the interface has as a whole.
    ///
    /// @param request its source is not looked at
    public RouteDecision routeAfterDialTone(RouteDecision.DialTone tone, RouteRequest request) {
        RouteRequest as = new RouteRequest(new CallSource(tone.as(), ""), request.called(), request.caller(), request.at());
        Call call = meant(call(as));
        String emergency = parts.emergency() == null ? null : parts.emergency().numberIn(call.called);
        if (emergency != null) {
            return planner.emergency(parts.emergency(), emergency);
        }
        int matched = matched(call);
        return matched < 0 ? new RouteDecision.Refused("", NOT_FOUND, "no route")
                : decide(parts.routes().get(matched), call, as.source(), tone.without());
    }

    /// The route that matches, before `needs` and PIN; null when none does. An emergency number has none.
    public Route matchedRoute(RouteRequest request) {
        int matched = matched(meant(call(request)));
        return matched < 0 ? null : parts.routes().get(matched);
    }

    /// Whether the hours of a route have a say in what becomes of this call.
    public boolean dependsOnTime(RouteRequest request) {
        Call call = call(request);
        int first = table.first(call.source, call.called, call.caller, call.telephone, _ -> true);
        return first >= 0 && !parts.routes().get(first).when().isEmpty();
    }

    private int matched(Call call) {
        return table.first(call.source, call.called, call.caller, call.telephone, call.open);
    }

    /// A telephone that sends the end key along means the number before it, unless a pattern takes the key itself.
    private Call meant(Call call) {
        String endKey = parts.dialling().endKey();
        if (!call.telephone || endKey.isEmpty() || !call.called.endsWith(endKey) || call.called.length() == endKey.length()) {
            return call;
        }
        int matched = matched(call);
        boolean taken = matched >= 0 && parts.routes().get(matched).called() != null;
        return taken ? call : new Call(call.source, call.called.substring(0, call.called.length() - endKey.length()), call.caller, true, call.open);
    }

    private RouteDecision decide(Route route, Call call, CallSource source, Set<String> without) {
        if (!route.needs().isEmpty()
                && (without.contains(route.needs()) || !permissions.get(route.needs()).heldBy(source))) {
            return new RouteDecision.Refused(route.name(), FORBIDDEN, route.needs());
        }
        RouteDecision reached = route.then() != null
                ? new RouteDecision.DialTone(route.name(), route.then().as(), route.then().without()) : planner.plan(route, call.called);
        return route.pin() == null ? reached
                : new RouteDecision.AskPin(route.name(), route.answer(), route.pin().store(), route.pin().tries(), reached);
    }

    /// Whether a telephone has dialled enough.
    public Completion completion(CallSource source, String digits, Instant at) {
        return completion(new RouteRequest(source, digits, source.member(), at));
    }

    /// Looks at all patterns open to the caller side by side, whichever route would win.
    public Completion completion(RouteRequest request) {
        return dialled(request).completion();
    }

    /// How long to wait for another digit before the number is sent ([Completion#MAY_BE_LONGER], [Completion#SEND_NOW]) or given up.
    public Duration waitFor(RouteRequest request) {
        return dialled(request).pause();
    }

    private record Dialled(Completion completion, Duration pause) { }

    private Dialled dialled(RouteRequest request) {
        Call call = call(request);
        Dialling dialling = parts.dialling();
        if (call.called.isEmpty()) {
            int hot = table.firstNothing(call.source, call.caller, call.open);
            Duration after = hot < 0 ? null : parts.routes().get(hot).called().after();
            return hot < 0 ? new Dialled(Completion.INCOMPLETE, dialling.firstDigit())
                    : after == null ? new Dialled(Completion.SEND_NOW, Duration.ZERO) : new Dialled(Completion.MAY_BE_LONGER, after);
        }
        EmergencyRule emergency = parts.emergency();
        if (emergency != null && emergency.numbers().contains(call.called)) {
            return new Dialled(Completion.SEND_NOW, Duration.ZERO);
        }
        boolean urgent = emergency != null && emergency.numberIn(call.called) != null;
        RouteTable.Progress progress = table.progress(call.source, call.called, call.caller, call.open);
        boolean full = urgent || progress.full();
        boolean longer = progress.longer() || emergency != null && emergency.begins(call.called);
        if (full) {
            Duration wait = urgent && dialling.lastDigit().compareTo(LONGEST_EMERGENCY_WAIT) > 0 ? LONGEST_EMERGENCY_WAIT
                    : dialling.lastDigit();
            return longer ? new Dialled(Completion.MAY_BE_LONGER, wait) : new Dialled(Completion.SEND_NOW, Duration.ZERO);
        }
        return longer ? new Dialled(Completion.INCOMPLETE, dialling.nextDigit()) : ended(call, dialling.endKey(), request);
    }

    /// The end key sends what is before it.
    private Dialled ended(Call call, String endKey, RouteRequest request) {
        if (!endKey.isEmpty() && call.called.length() > endKey.length() && call.called.endsWith(endKey)) {
            String before = call.called.substring(0, call.called.length() - endKey.length());
            Completion shorter = dialled(new RouteRequest(request.source(), before, request.caller(), request.at())).completion();
            if (shorter == Completion.SEND_NOW || shorter == Completion.MAY_BE_LONGER) {
                return new Dialled(Completion.SEND_NOW, Duration.ZERO);
            }
        }
        return new Dialled(Completion.DEAD_END, Duration.ZERO);
    }

    /// A request with its numbers brought into the form that patterns are written in.
    private record Call(CallSource source, String called, String caller, boolean telephone, IntPredicate open) { }

    private Call call(RouteRequest request) {
        Interface from = interfaces.get(request.source().interfaceName());
        NumberForm form = from == null ? NumberForm.AS_DIALLED : from.numbers();
        String caller = request.caller().equals(RouteRequest.ANONYMOUS) ? request.caller()
                : parts.country().incoming(Dialable.clean(request.caller()), form);
        return new Call(request.source(), parts.country().incoming(Dialable.clean(request.called()), form), caller,
                from != null && from.telephones(), new Open(request.at()));
    }

    /// The same call with its numbers in the form that patterns are compared with: from outside +E.164, from telephones as dialled.
    public RouteRequest normalised(RouteRequest request) {
        Call call = call(request);
        return new RouteRequest(request.source(), call.called, call.caller, request.at());
    }

    /// Whether a route's hours hold; the wall clock is worked out once, and only when a route asks.
    private final class Open implements IntPredicate {

        private final Instant at;
        private LocalDateTime local;

        Open(Instant at) {
            this.at = at;
        }

        @Override
        public boolean test(int index) {
            List<Hours> when = parts.routes().get(index).when();
            if (when.isEmpty()) {
                return true;
            }
            local = local == null ? LocalDateTime.ofInstant(at, parts.country().zone()) : local;
            return when.stream().anyMatch(hours -> hours.openAt(local));
        }
    }

    /// For who measures: states of the compiled patterns.
    int storedStates() {
        return table.storedStates();
    }

    public PlanParts parts() {
        return parts;
    }

    public Dialling dialling() {
        return parts.dialling();
    }

    public List<Interface> interfaces() {
        return parts.interfaces();
    }

    /// The interface of that name, or null.
    public Interface interfaceNamed(String name) {
        return interfaces.get(name);
    }

    /// The interface that a line or telephone belongs to, or null.
    public Interface interfaceOf(String member) {
        return byMember.get(member);
    }

    /// The ring group of that name.
    public Optional<RingGroup> ringGroup(String name) {
        return Optional.ofNullable(groups.get(name));
    }
}
