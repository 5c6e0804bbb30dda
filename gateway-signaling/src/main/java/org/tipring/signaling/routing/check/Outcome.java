package org.tipring.signaling.routing.check;

import java.util.ArrayList;
import java.util.List;
import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.FailOver;
import org.tipring.signaling.routing.FailOver.Cause;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.RouteDecision;

/// Where a call ends up under given conditions, in the words of a test's expectation.
///
/// @param text `landlines 112`, `desk`, `reject 404`, `refused international`, `ignore`, `pin travellers`, `emergency gsm 112`
/// @param facts what more a test may expect there: `rings 20s`, `shows +44 20 7946 0100`, `answered after 3 rings`
/// @param steps what happened on the way, one line each
public record Outcome(String text, List<String> facts, List<String> steps) {

    private static final int SERVICE_UNAVAILABLE = 503;

    public Outcome {
        facts = List.copyOf(facts);
        steps = List.copyOf(steps);
    }

    private Outcome(String text) {
        this(text, List.of(), List.of());
    }

    public static Outcome of(RouteDecision decision, Conditions conditions, DialPlan plan) {
        return switch (decision) {
            case RouteDecision.Attempts attempts -> attempts(attempts, conditions, plan);
            case RouteDecision.Emergency emergency -> emergency(emergency, conditions, plan);
            case RouteDecision.Refused refused -> new Outcome(refusal(refused));
            case RouteDecision.Ignored _ -> new Outcome("ignore");
            case RouteDecision.AskPin ask -> new Outcome("pin " + ask.store(), List.of("tries " + ask.tries(), "answered " + ask.answer()), List.of());
            case RouteDecision.DialTone tone -> new Outcome("dial tone as " + tone.as());
        };
    }

    private static String refusal(RouteDecision.Refused refused) {
        return refused.status() == 403 && !refused.why().equals("reject") ? "refused " + refused.why() : "reject " + refused.status();
    }

    private static Outcome attempts(RouteDecision.Attempts decision, Conditions conditions, DialPlan plan) {
        List<String> steps = new ArrayList<>();
        FailOver last = null;
        for (Attempt attempt : decision.attempts()) {
            last = conditions.failure(attempt, plan);
            if (last == null) {
                steps.add(shown(attempt));
                List<String> facts = facts(attempt, plan);
                facts.add("answered " + decision.answer());
                return new Outcome(shown(attempt), facts, steps);
            }
            boolean on = attempt.movesOn(last);
            steps.add(shown(attempt) + ": " + last + (on ? ", goes on" : ", stops here"));
            if (!on) {
                return new Outcome("reject " + status(last), List.of(), steps);
            }
        }
        return new Outcome(decision.orElse() != null ? of(decision.orElse(), conditions, plan).text() : "reject " + status(last), List.of(), steps);
    }

    private static Outcome emergency(RouteDecision.Emergency decision, Conditions conditions, DialPlan plan) {
        List<String> steps = new ArrayList<>();
        for (Attempt attempt : decision.attempts()) {
            FailOver failure = conditions.failure(attempt, plan, decision.ignore());
            String text = "emergency " + shown(attempt);
            if (failure == null || failure == Cause.BUSY_LINE && attempt.preempt()) {
                text += failure == null ? "" : " by pre-empting";
                steps.add(text);
                List<String> facts = facts(attempt, plan);
                decision.tell().forEach(whom -> facts.add("tells " + whom));
                return new Outcome(text, facts, steps);
            }
            steps.add(text + ": " + failure + ", goes on");
        }
        return new Outcome("reject " + SERVICE_UNAVAILABLE, List.of(), steps);
    }

    /// How a place is called, beyond where and with what number.
    public static List<String> facts(Attempt attempt) {
        List<String> facts = new ArrayList<>();
        if (attempt.ringFor() != null) {
            facts.add("rings " + attempt.ringFor().toSeconds() + "s");
        }
        if (attempt.ring() > 0) {
            facts.add("ring " + attempt.ring());
        }
        if (!attempt.callerId().isEmpty()) {
            facts.add("shows " + attempt.callerId());
        }
        if (!attempt.media().isEmpty()) {
            facts.add("media " + attempt.media());
        }
        return facts;
    }

    private static List<String> facts(Attempt attempt, DialPlan plan) {
        List<String> facts = facts(attempt);
        Interface to = plan.interfaceNamed(attempt.interfaceName());
        if (to == null || attempt.members().isEmpty() && !to.members().isEmpty()) {
            facts.add("picks " + attempt.pick());
        } else if (to.kind() == Interface.Kind.LINES && !to.telephones()) {
            facts.add("on " + attempt.members().getFirst());
        }
        return facts;
    }

    /// As tests write it: the place, and the number unless a ring group is meant.
    public static String shown(Attempt attempt) {
        return attempt.shown().isEmpty() ? attempt.interfaceName() : attempt.interfaceName() + " " + attempt.shown();
    }

    /// What a caller gets when the last attempt fails so.
    public static int status(FailOver cause) {
        return switch (cause) {
            case FailOver.SipStatus sip -> sip.status();
            case FailOver.Q850 _ -> SERVICE_UNAVAILABLE;
            case Cause named -> switch (named) {
                case BUSY -> 486;
                case NO_ANSWER -> 480;
                case REJECTED -> 603;
                case UNAVAILABLE, CONGESTION, LIMIT, BUSY_LINE -> SERVICE_UNAVAILABLE;
            };
        };
    }
}
