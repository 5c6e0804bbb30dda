package org.tipring.signaling.routing.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.EmergencyRule;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.NumberChange;
import org.tipring.signaling.routing.NumberForm;
import org.tipring.signaling.routing.NumberPattern;
import org.tipring.signaling.routing.PlanAnalysis;
import org.tipring.signaling.routing.PossibleNumbers;
import org.tipring.signaling.routing.Route;
import org.tipring.signaling.routing.RouteTarget;
import org.tipring.signaling.routing.text.Mistake;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;

/// Finds what will surprise the operator of a plan that loads.
public final class PlanCheck {

    private static final int SHORTEST_CONVERTED = 6;

    private final DialPlan plan;
    private final List<Route> routes;
    private final PlanAnalysis analysis;
    private final Mistakes mistakes = new Mistakes();

    private PlanCheck(DialPlan plan) {
        this.plan = plan;
        routes = plan.parts().routes();
        analysis = new PlanAnalysis(plan);
    }

    /// Warnings and notes, in the order of the file.
    public static List<Mistake> check(DialPlan plan) {
        PlanCheck check = new PlanCheck(plan);
        check.shadows();
        check.catchAll();
        check.unreached();
        check.unused();
        check.routes.forEach(check::numbersInTheWrongForm);
        check.routes.forEach(check::outsideToOutside);
        check.routes.forEach(check::impossibleNumbers);
        check.emergency();
        check.overlaps();
        check.routes.forEach(check::answeredByTheGateway);
        return check.mistakes.all();
    }

    private Place place(String heading) {
        return plan.parts().place(heading);
    }

    private void shadows() {
        for (PlanAnalysis.Shadow shadow : analysis.shadows()) {
            mistakes.warning(shadow.route().place(), "[route " + shadow.route().name() + "] can never match: every call is taken by ["
                    + String.join("] and [", shadow.by()) + "]", "move it before, make that one narrower, or remove it");
        }
    }

    private void catchAll() {
        if (routes.stream().noneMatch(route -> route.from().isEmpty() && route.called() == null && route.caller() == null && route.when().isEmpty())) {
            mistakes.warning(routes.getLast().place(), "no route takes what all others leave: such calls get 404",
                    "end the plan with [route everything else] and 'to = reject 404'");
        }
    }

    /// A caller who is answered pays, and hears the gateway's ringback; what else the route wants comes after.
    private void answeredByTheGateway(Route route) {
        if (route.answer().rings() > 0 && route.pin() == null) {
            mistakes.note(route.place(), "[route " + route.name() + "] leaves a line ringing, answers it " + route.answer()
                    + " and calls its targets only then: the caller pays from there on, whether somebody answers or not",
                    "write 'answer = when the called phone answers' where that is not wanted");
        }
    }

    private Set<String> destinations() {
        Set<String> reached = new LinkedHashSet<>();
        for (Route route : routes) {
            for (RouteTarget target : route.targets()) {
                if (target instanceof RouteTarget.Destination to) {
                    reached.add(to.interfaceName());
                    plan.ringGroup(to.interfaceName()).ifPresent(group -> group.members().forEach(
                            member -> reached.add(plan.interfaceOf(member).name())));
                }
            }
        }
        return reached;
    }

    private void unreached() {
        Set<String> reached = destinations();
        EmergencyRule emergency = plan.parts().emergency();
        if (emergency != null) {
            emergency.use().forEach(name -> reached.add(plan.interfaceNamed(name) == null ? plan.interfaceOf(name).name() : name));
        }
        for (Interface one : plan.interfaces()) {
            if (!reached.contains(one.name())) {
                mistakes.warning(place("interface " + one.name()), "no route reaches [interface " + one.name() + "]",
                        "write 'to = " + one.name() + "' into a route, or remove it");
            }
        }
        plan.parts().groups().stream().filter(group -> !reached.contains(group.name())).forEach(group -> mistakes.warning(
                place("ring-group " + group.name()), "no route reaches [ring-group " + group.name() + "]",
                "write 'to = " + group.name() + "' into a route, or remove it"));
    }

    private void unused() {
        plan.parts().hours().stream().filter(hours -> routes.stream().noneMatch(route -> route.when().contains(hours))).forEach(hours ->
                mistakes.warning(place("hours " + hours.name()), "no route asks for [hours " + hours.name() + "]",
                        "write 'when = " + hours.name() + "' into a route, or remove it"));
        plan.parts().permissions().stream().filter(permission -> routes.stream().noneMatch(route -> route.needs().equals(permission.name())
                || route.then() != null && route.then().without().contains(permission.name()))).forEach(permission -> mistakes.warning(
                place("permission"), "no route needs the permission '" + permission.name() + "'",
                "write 'needs = " + permission.name() + "' into a route, or remove it"));
    }

    /// Outside numbers are compared as +E.164; a long pattern without `+` waits in vain.
    private void numbersInTheWrongForm(Route route) {
        boolean outside = analysis.openTo(route).stream().allMatch(source -> converts(source));
        if (outside && waitsInVain(route.caller()) || outside && waitsInVain(route.called())) {
            mistakes.warning(route.place(), "[route " + route.name() + "] has a pattern without '+', and numbers from outside are compared as +"
                    + plan.parts().country().code() + "...", "write the pattern with + and the country code");
        }
    }

    private boolean converts(CallSource source) {
        return plan.interfaceNamed(source.interfaceName()).numbers() != NumberForm.AS_DIALLED;
    }

    private static boolean waitsInVain(NumberPattern pattern) {
        return pattern != null && !pattern.rows().isEmpty() && pattern.rows().stream().anyMatch(row ->
                row.stream().filter(cell -> !cell.optional()).count() >= SHORTEST_CONVERTED && !row.getFirst().equals(PLUS)
                        && row.stream().noneMatch(cell -> cell.equals(STAR) || cell.equals(HASH)));
    }

    private static final NumberPattern.Cell STAR = new NumberPattern.Cell(1 << 10, false);
    private static final NumberPattern.Cell HASH = new NumberPattern.Cell(1 << 11, false);
    private static final NumberPattern.Cell PLUS = new NumberPattern.Cell(1 << 12, false);

    /// Nobody who calls from outside has shown who he is.
    private void outsideToOutside(Route route) {
        if (route.pin() != null) {
            return;
        }
        for (RouteTarget target : route.targets()) {
            if (!(target instanceof RouteTarget.Destination to) || plan.ringGroup(to.interfaceName()).isPresent()
                    || plan.interfaceNamed(to.interfaceName()).telephones() || to.changes().stream().anyMatch(change ->
                    change instanceof NumberChange.Set)) {
                continue;
            }
            Set<String> from = new LinkedHashSet<>();
            boolean numberless = false;
            for (CallSource source : analysis.openTo(route)) {
                Interface one = plan.interfaceNamed(source.interfaceName());
                boolean permitted = route.needs().isEmpty() || plan.parts().permissions().stream()
                        .anyMatch(permission -> permission.name().equals(route.needs()) && permission.heldBy(source));
                if (!one.telephones() && permitted) {
                    numberless |= one.kind() == Interface.Kind.LINES && route.called() == null;
                    from.add(one.name());
                }
            }
            if (from.contains(to.interfaceName()) && plan.interfaceNamed(to.interfaceName()).kind() == Interface.Kind.TRUNK) {
                mistakes.warning(to.place(), "a call from " + to.interfaceName() + " goes back to " + to.interfaceName() + ": a loop",
                        "write 'from = ...' without " + to.interfaceName() + " into [route " + route.name() + "]");
            } else if (from.stream().anyMatch(name -> plan.interfaceNamed(name).kind() == Interface.Kind.TRUNK)) {
                mistakes.warning(to.place(), "whoever calls in through " + String.join(", ", from) + " can dial out through " + to.interfaceName()
                        + " at your expense", "write 'from = ...' with telephones only, 'set NUMBER', or 'ask pin' into [route " + route.name() + "]");
            } else if (numberless) {
                mistakes.warning(to.place(), "a call from " + String.join(", ", from) + " names no number to dial on " + to.interfaceName(),
                        "write 'to = " + to.interfaceName() + ", set NUMBER'");
            }
        }
    }

    /// Numbers with country code that no country has: somebody lost a digit.
    private void impossibleNumbers(Route route) {
        if (route.callerId().startsWith("+") && !PossibleNumbers.possible(route.callerId())) {
            mistakes.warning(route.place(), "the caller id " + route.callerId() + " of [route " + route.name() + "] is no possible telephone number",
                    "count its digits");
        }
        for (RouteTarget target : route.targets()) {
            if (target instanceof RouteTarget.Destination to) {
                to.changes().stream().filter(NumberChange.Set.class::isInstance).map(change -> ((NumberChange.Set) change).text())
                        .filter(number -> number.startsWith("+") && !PossibleNumbers.possible(number)).forEach(number -> mistakes.warning(to.place(),
                        number + " is no possible telephone number", "count its digits"));
            }
        }
    }

    private void emergency() {
        EmergencyRule rule = plan.parts().emergency();
        List<Interface> outside = plan.interfaces().stream().filter(one -> !one.telephones()).toList();
        if (rule == null) {
            if (plan.interfaces().stream().anyMatch(Interface::telephones)) {
                mistakes.warning(place("country"), "no telephone can call for help: there is no [emergency]",
                        "write [emergency] with 'numbers = 112' and 'use = ...'");
            }
            return;
        }
        Place place = place("emergency");
        Set<String> used = new LinkedHashSet<>();
        rule.use().forEach(name -> used.add(plan.interfaceNamed(name) == null ? plan.interfaceOf(name).name() : name));
        if (used.size() == 1) {
            String what = "with " + used.iterator().next() + " down, " + String.join(", ", rule.numbers()) + " reach nobody";
            if (outside.size() > 1) {
                mistakes.warning(place, what, "add another interface to 'use'");
            } else {
                mistakes.note(place, what, "a second way out, a mobile line for example, would help");
            }
        }
        rule.use().stream().filter(name -> !rule.preempt().contains(name)).filter(name -> {
            Interface one = plan.interfaceNamed(name) == null ? plan.interfaceOf(name) : plan.interfaceNamed(name);
            return one.kind() == Interface.Kind.LINES && rule.preempt().isEmpty();
        }).findFirst().ifPresent(name -> mistakes.warning(place, "when all lines of " + name + " are busy, no call makes room for an emergency",
                "write 'pre-empt = " + name + "'"));
        for (String number : rule.numbers()) {
            for (Route route : analysis.goingOnAfter(number)) {
                mistakes.warning(route.place(), "analog telephones cannot dial numbers of [route " + route.name() + "] that begin with " + number
                        + ": that is sent at once as an emergency", "change the outside prefix, or leave such numbers out of 'called'");
            }
        }
        hotLines(rule);
    }

    private void hotLines(EmergencyRule rule) {
        for (Route route : routes) {
            if (route.called() != null && route.called().nothing() && route.called().after() == null) {
                mistakes.warning(route.place(), "[route " + route.name() + "] calls as soon as the receiver is lifted, so nobody can dial "
                        + rule.numbers().getFirst() + " there", "write 'called = nothing after 4s', or say so beside the telephone");
            }
        }
    }

    private void overlaps() {
        for (PlanAnalysis.Overlap overlap : analysis.overlaps()) {
            mistakes.note(overlap.complete().place(), "after " + overlap.digits() + " analog telephones wait " + seconds()
                    + ": [route " + overlap.longer().name() + "] could still follow", "the end key sends at once; other digits would spare the wait");
        }
    }

    private String seconds() {
        return plan.dialling().lastDigit().toMillis() / 1000.0 + " s";
    }
}
