package org.tipring.signaling.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.call.CallState.Talking;
import org.tipring.signaling.call.CallState.Trying;
import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.RouteDecision;

/// Reaching somebody: one attempt after the other, until one is answered or none is left. Part of [Call], which has the table.
///
/// An emergency call that has dropped a call, but could not have its line because who called still holds it, begins its attempts again
/// and again for two minutes (ITU-T Q.118: within that time an exchange lets go of who called a line that has hung up). Where no line works
/// at all, or only emergency calls are on them, it ends at once, so that the caller can go to another telephone.
final class Pursuit {

    private enum Timer {
        /// How long an attempt may ring.
        RING_LIMIT,
        /// When an emergency call begins its attempts again.
        NEXT_ROUND
    }

    /// The evidence of a line that is taken for answered without any.
    private static final String ONLY_DIALLED = "dialled";
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);
    private static final Duration ROUNDS = Duration.ofSeconds(125);

    private final CallMachine call;
    private final CallLimits limits;
    private final Turns turns = new Turns();
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private Trying trying;
    private boolean alerted;
    private List<Attempt> forHelp = List.of();
    private long roundsUntil;
    private boolean lineHeld;
    /// It is the first round, or something was started in this one: else nothing is new.
    private boolean tried;

    Pursuit(CallMachine call, CallLimits limits) {
        this.call = call;
        this.limits = limits;
    }

    void begin(List<Attempt> attempts, RouteDecision orElse) {
        trying = new Trying(attempts.getFirst(), attempts.subList(1, attempts.size()), orElse, new LinkedHashSet<>());
        call.enter(trying);
        turns.clear();
        start(attempts.getFirst());
    }

    void beginForHelp(List<Attempt> attempts) {
        forHelp = attempts;
        tried = true;
        roundsUntil = call.now() + ROUNDS.toNanos();
        begin(attempts, null);
    }

    /// The call is over.
    void stop() {
        deadlines.clearAll();
    }

    long nextDeadline() {
        return deadlines.next();
    }

    void tick(long now) {
        for (Timer due = deadlines.expire(now); due != null; due = deadlines.expire(now)) {
            switch (due) {
                case RING_LIMIT -> ringLimit();
                case NEXT_ROUND -> {
                    lineHeld = false;
                    begin(forHelp, null);
                }
            }
        }
    }

    private void start(Attempt attempt) {
        deadlines.set(Timer.RING_LIMIT, call.now() + (attempt.ringFor() == null ? limits.ring() : attempt.ringFor()).toNanos());
        call.act(new CallAction.StartAttempt(attempt));
    }

    void handle(CallEvent event) {
        switch (event) {
            case CallEvent.LegStarted(LegId leg, String where, String sent) -> {
                trying.legs().add(leg);
                tried = true;
                call.story().to = where;
                call.story().sent = sent;
                call.note("route", "to " + where + (sent.isEmpty() ? "" : " with " + sent));
            }
            case CallEvent.RingInTurn(List<String> members) -> {
                turns.begin(members);
                start(turns.next(trying.attempt()));
            }
            case CallEvent.Forwarded forwarded -> forwarded(forwarded);
            case CallEvent.Alerting(LegId _) -> {
                call.note("call", "ringing");
                if (!alerted && !call.callerUp()) {
                    alerted = true;
                    call.act(new CallAction.AlertCaller());
                }
            }
            case CallEvent.EarlyMedia(LegId leg) -> {
                call.note("call", "early media");
                call.act(new CallAction.JoinEarly(leg));
            }
            case CallEvent.Answered(LegId leg, String evidence) -> answered(leg, evidence);
            case CallEvent.LegFailed(LegId leg, Failure failure) -> failed(leg, failure);
            case CallEvent.AnswerHeard(LegId _, String evidence) -> call.story().answerHeard(evidence, call.now());
            case CallEvent.Routed _ -> throw new IllegalStateException("a call is routed once");
            case CallEvent.Rang _, CallEvent.CallerUp _, CallEvent.Key _, CallEvent.PinVerified _, CallEvent.OffHook _, CallEvent.CallerGone _, CallEvent.End _,
                 CallEvent.Replaced _ -> { }
        }
    }

    private void forwarded(CallEvent.Forwarded forwarded) {
        RouteDecision.Attempts decision = forwarded.decision();
        call.note("route", forwarded.by() + " forwards " + forwarded.when() + " to " + forwarded.to() + ", route " + decision.route());
        release(ReleaseCause.NO_ANSWER);
        List<Attempt> all = new ArrayList<>(decision.attempts());
        all.addAll(trying.later());
        begin(all, trying.orElse());
    }

    private void answered(LegId leg, String evidence) {
        if (!trying.legs().contains(leg)) {
            call.act(new CallAction.ReleaseLeg(leg, ReleaseCause.CANCELLED));
            return;
        }
        trying.legs().remove(leg);
        release(ReleaseCause.NORMAL);
        call.enter(new Talking(leg));
        deadlines.clearAll();
        if (!call.callerUp()) {
            call.story().answered(evidence, call.now());
        }
        if (!evidence.equals(ONLY_DIALLED)) {
            call.story().answerHeard(evidence, call.now());
        }
        call.note("call", "answered (" + evidence + ")");
        call.act(new CallAction.AnswerCaller(leg));
    }

    private void failed(LegId leg, Failure why) {
        trying.legs().remove(leg);
        if (forHelp.isEmpty() || tried) {
            call.note("call", why.cause() + ": " + why.detail());
        }
        if (!trying.legs().isEmpty()) {
            return;
        }
        Failure failure = turns.failed(why);
        lineHeld |= why.cause() == ReleaseCause.CIRCUIT_IN_USE;
        if (turns.more()) {
            start(turns.next(trying.attempt()));
        } else if (!FailOvers.moveOn(trying.attempt(), failure)) {
            call.end(failure);
        } else if (!trying.later().isEmpty()) {
            begin(trying.later(), trying.orElse());
        } else if (trying.orElse() != null) {
            call.routed(trying.orElse());
        } else if (!forHelp.isEmpty() && lineHeld && call.now() + BETWEEN_ROUNDS.toNanos() < roundsUntil) {
            awaitNextRound();
        } else {
            call.end(failure);
        }
    }

    /// No leg is under way.
    private void awaitNextRound() {
        deadlines.clear(Timer.RING_LIMIT);
        deadlines.set(Timer.NEXT_ROUND, call.now() + BETWEEN_ROUNDS.toNanos());
        if (tried) {
            tried = false;
            call.note("route", "every line is held: lets them rest, and tries again");
            call.act(new CallAction.LetWait());
        }
    }

    private void ringLimit() {
        release(ReleaseCause.NO_ANSWER);
        trying.legs().clear();
        failed(null, new Failure(Failure.Kind.NO_ANSWER, ReleaseCause.NO_ANSWER, 0, "it rang as long as it may"));
    }

    /// Releases what has been started.
    void release(ReleaseCause cause) {
        trying.legs().forEach(leg -> call.act(new CallAction.ReleaseLeg(leg, cause)));
    }
}
