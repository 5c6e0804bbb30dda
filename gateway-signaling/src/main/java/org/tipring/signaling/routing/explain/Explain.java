package org.tipring.signaling.routing.explain;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.Completion;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.Hours;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.Route;
import org.tipring.signaling.routing.RouteDecision;
import org.tipring.signaling.routing.RouteRequest;
import org.tipring.signaling.routing.check.CallPhrase;
import org.tipring.signaling.routing.check.Outcome;

/// Explains a call that is given in the words of a test: `203 dials 9 07700 900555 at sat 10:00 with gsm busy`.
public final class Explain {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);

    private final DialPlan plan;
    private final RouteRequest request;
    private final LocalDateTime local;

    private Explain(DialPlan plan, RouteRequest request) {
        this.plan = plan;
        this.request = plan.normalised(request);
        local = LocalDateTime.ofInstant(request.at(), plan.parts().country().zone());
    }

    /// @param now for phrases without a time
    public static Explanation explain(DialPlan plan, String text, Instant now) throws CallPhrase.Unclear {
        CallPhrase phrase = CallPhrase.parse(text, plan, now);
        RouteDecision decision = phrase.decide(plan);
        Explain explain = new Explain(plan, phrase.effective(plan));
        Outcome outcome = Outcome.of(decision, phrase.conditions(), plan);
        List<Explanation.Dialled> dialling = explain.dialling();
        return new Explanation(explain.call(phrase), explain.looked(decision), explain.decision(decision), explain.attempts(decision),
                outcome.text(), phrase.conditions().states().isEmpty() ? List.of() : outcome.steps(), dialling, explain.complete(dialling));
    }

    private String call(CallPhrase phrase) {
        String who = phrase.pin().isEmpty() ? request.source().toString() : "a caller with a PIN of " + phrase.pin() + ", as " + request.source();
        Interface from = plan.interfaceNamed(request.source().interfaceName());
        boolean comesIn = from != null && from.kind() == Interface.Kind.LINES && !from.telephones();
        String numbers = comesIn ? " is called" + (request.caller().isEmpty() ? ", the caller's number is not known" : " by " + request.caller())
                : (request.called().isEmpty() ? " dials nothing" : " calls " + request.called())
                        + (request.caller().isEmpty() ? "" : ", its own number is " + request.caller());
        return who + numbers + ", " + local.format(TIME) + " "
                + plan.parts().country().zone();
    }

    private List<Explanation.Looked> looked(RouteDecision decision) {
        List<Explanation.Looked> looked = new ArrayList<>();
        boolean decided = decision instanceof RouteDecision.Emergency;
        if (plan.parts().emergency() != null) {
            looked.add(new Explanation.Looked("emergency", plan.parts().place("emergency").line(), decided ? "wins"
                    : telephone() ? "called: no emergency number" : "from: only telephones make emergency calls"));
        }
        for (Route route : plan.parts().routes()) {
            String failed = failed(route);
            boolean wins = failed.isEmpty() && !decided && route.name().equals(decision.route());
            looked.add(new Explanation.Looked("route " + route.name(), route.place().line(), !failed.isEmpty() ? failed
                    : wins ? wins(route, decision) : "would match, but comes later"));
            decided |= wins;
        }
        return looked;
    }

    private String wins(Route route, RouteDecision decision) {
        boolean refused = decision instanceof RouteDecision.Refused no && no.why().equals(route.needs());
        return refused ? "wins, and refuses: " + request.source() + " has no permission '" + route.needs() + "'" : "wins";
    }

    private boolean telephone() {
        Interface from = plan.interfaceNamed(request.source().interfaceName());
        return from != null && from.telephones();
    }

    /// The first condition that does not hold; empty when all do.
    private String failed(Route route) {
        if (!route.from().isEmpty() && !route.from().contains(request.source().interfaceName()) && !route.from().contains(request.source().member())) {
            return "from: not open to " + request.source();
        }
        boolean silent = request.called().isEmpty();
        if (route.called() == null ? silent && telephone() : silent ? !route.called().nothing() : !calledMatches(route)) {
            return "called: " + (silent ? "no number was dialled" : "does not match " + request.called());
        }
        if (route.caller() != null) {
            boolean matches = request.caller().equals(RouteRequest.ANONYMOUS) ? route.caller().anonymous() : route.caller().matches(request.caller());
            if (!matches) {
                return "caller: does not match " + (request.caller().isEmpty() ? "an unknown caller" : request.caller());
            }
        }
        if (!route.when().isEmpty() && route.when().stream().noneMatch(hours -> hours.openAt(local))) {
            return "when: " + String.join(", ", route.when().stream().map(Hours::name).toList()) + " is closed then";
        }
        return "";
    }

    /// With the end key, or without it.
    private boolean calledMatches(Route route) {
        String key = plan.dialling().endKey();
        String called = request.called();
        return route.called().matches(called) || telephone() && !key.isEmpty() && called.endsWith(key)
                && route.called().matches(called.substring(0, called.length() - key.length()));
    }

    private String decision(RouteDecision decision) {
        return switch (decision) {
            case RouteDecision.Attempts attempts -> "route " + attempts.route() + (rings(attempts) ? "; the line rings on, is answered "
                    + attempts.answer() + ", and only then is anybody called" : "");
            case RouteDecision.Emergency emergency -> "emergency call to " + emergency.number();
            case RouteDecision.Refused refused when refused.route().isEmpty() -> "no route matches: 404";
            case RouteDecision.Refused refused -> "route " + refused.route() + " refuses with " + refused.status() + " (" + refused.why() + ")";
            case RouteDecision.Ignored ignored -> "route " + ignored.route() + " lets it ring";
            case RouteDecision.AskPin ask -> "route " + ask.route() + " answers " + ask.answer() + " and asks for a PIN of " + ask.store()
                    + ", " + ask.tries() + " tries";
            case RouteDecision.DialTone tone -> "route " + tone.route() + " gives a dial tone as " + tone.as();
        };
    }

    /// Only a line can be left ringing.
    private boolean rings(RouteDecision.Attempts attempts) {
        Interface from = plan.interfaceNamed(request.source().interfaceName());
        return attempts.answer().rings() > 0 && from != null && from.kind() == Interface.Kind.LINES && !from.telephones();
    }

    private List<Explanation.Tried> attempts(RouteDecision decision) {
        return switch (decision) {
            case RouteDecision.Attempts attempts -> attempts.attempts().stream().map(this::tried).toList();
            case RouteDecision.Emergency emergency -> emergency.attempts().stream().map(this::tried).toList();
            case RouteDecision.AskPin ask -> attempts(ask.then());
            case RouteDecision.Refused _, RouteDecision.Ignored _, RouteDecision.DialTone _ -> List.of();
        };
    }

    private Explanation.Tried tried(Attempt attempt) {
        List<String> more = new ArrayList<>(Outcome.facts(attempt));
        if (attempt.preempt()) {
            more.add("drops an ordinary call when all are busy");
        }
        Interface to = plan.interfaceNamed(attempt.interfaceName());
        boolean trunk = to != null && to.members().isEmpty();
        String members = trunk ? "" : attempt.members().isEmpty() ? "by " + attempt.pick() : attempt.members().size() > 1
                ? String.join(", ", attempt.members()) + " " + attempt.pick() : attempt.members().getFirst();
        return new Explanation.Tried(attempt.interfaceName(), attempt.shown(), members,
                attempt.nextOn().stream().map(Object::toString).sorted().toList(), String.join(", ", more));
    }

    private List<Explanation.Dialled> dialling() {
        List<Explanation.Dialled> dialling = new ArrayList<>();
        for (int length = 1; telephone() && length <= request.called().length(); length++) {
            String digits = request.called().substring(0, length);
            dialling.add(new Explanation.Dialled(digits, state(at(digits))));
        }
        return dialling;
    }

    private RouteRequest at(String digits) {
        return new RouteRequest(request.source(), digits, request.caller(), request.at());
    }

    private String state(RouteRequest digits) {
        return switch (plan.completion(digits)) {
            case SEND_NOW -> "sent at once";
            case MAY_BE_LONGER -> "complete; a longer number is possible: sent after " + seconds(digits);
            case INCOMPLETE -> "incomplete; given up after " + seconds(digits);
            case DEAD_END -> "no number begins like that: reorder tone";
        };
    }

    private String seconds(RouteRequest digits) {
        return plan.waitFor(digits).toMillis() / 1000.0 + " s";
    }

    private String complete(List<Explanation.Dialled> dialling) {
        for (Explanation.Dialled dialled : dialling) {
            Completion completion = plan.completion(at(dialled.digits()));
            if (completion == Completion.SEND_NOW || completion == Completion.DEAD_END) {
                boolean cut = dialled.digits().length() < request.called().length();
                return (completion == Completion.SEND_NOW ? "sent at once after " : "reorder tone after ") + dialled.digits()
                        + (cut ? "; the digits behind it cannot be dialled" : "");
            }
        }
        return dialling.isEmpty() ? "" : dialling.getLast().state();
    }
}
