package org.tipring.signaling.call;

import static org.tipring.signaling.call.Failure.Kind.NO_ANSWER;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.call.CallAction.AlertCaller;
import org.tipring.signaling.call.CallAction.AnswerCaller;
import org.tipring.signaling.call.CallAction.Ended;
import org.tipring.signaling.call.CallAction.IgnoreCaller;
import org.tipring.signaling.call.CallAction.JoinEarly;
import org.tipring.signaling.call.CallAction.ReleaseCaller;
import org.tipring.signaling.call.CallAction.ReleaseLeg;
import org.tipring.signaling.call.CallAction.StartAttempt;
import org.tipring.signaling.call.CallState.Over;
import org.tipring.signaling.call.CallState.Routing;
import org.tipring.signaling.call.CallState.Talking;
import org.tipring.signaling.call.CallState.Trying;
import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.RouteDecision;

/// One call: a calling leg, attempts to reach somebody, one ending.
///
/// | | routed | alerting | early media | answered | leg failed | caller gone | end | ring limit | call limit |
/// |---|---|---|---|---|---|---|---|---|---|
/// | **Routing** | → Trying !start, or → Over | | | | | → Over | → Over | | |
/// | **Trying** | | !alert once | !join | → Talking !answer, release the others | last leg: next attempt or → Over | → Over !release legs | → Over !release all | as *leg failed*, no answer | |
/// | **Talking** | | | | | → Over !release caller | → Over !release leg | → Over !release all | | → Over !release all |
/// | **Over** | | | | !release that leg | | | | | |
///
/// An answered call never moves to another attempt. Whatever happens, [Ended] is the last action and comes once; the first cause
/// that ends the call is the one that is recorded. Owned by the control thread.
public final class Call {

    /// The timers of a call.
    enum Timer {
        /// How long an attempt may ring.
        RING_LIMIT,
        /// How long a call may last at all; the guard against a line that nobody releases.
        CALL_LIMIT
    }

    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final int MAX_TIMELINE = 200;

    private final CallLimits limits;
    private final long startedNanos;
    private final CallStory story;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private CallState state = new Routing();
    private boolean alerted;

    /// @param id unique; @param from the source as records name it
    public Call(String id, String from, String caller, String called, CallLimits limits, Instant started, long nowNanos) {
        this.limits = limits;
        this.startedNanos = nowNanos;
        this.story = new CallStory(id, from, caller, called, started);
        deadlines.set(Timer.CALL_LIMIT, nowNanos + limits.longest().toNanos());
    }

    public List<CallAction> handle(CallEvent event, long nowNanos) {
        List<CallAction> actions = new ArrayList<>(4);
        switch (state) {
            case Routing() -> routing(event, nowNanos, actions);
            case Trying trying -> trying(trying, event, nowNanos, actions);
            case Talking talking -> talking(talking, event, nowNanos, actions);
            case Over() -> over(event, actions);
        }
        return actions;
    }

    public List<CallAction> tick(long nowNanos) {
        List<CallAction> actions = new ArrayList<>(2);
        for (Timer due = deadlines.expire(nowNanos); due != null; due = deadlines.expire(nowNanos)) {
            switch (due) {
                case RING_LIMIT -> ringLimit(nowNanos, actions);
                case CALL_LIMIT -> end(ReleaseCause.TIMER, "gateway", "the longest call allowed is over", nowNanos, actions);
            }
        }
        return actions;
    }

    public long nextDeadline() {
        return deadlines.next();
    }

    private void routing(CallEvent event, long now, List<CallAction> actions) {
        switch (event) {
            case CallEvent.Routed(RouteDecision decision) -> routed(decision, now, actions);
            case CallEvent.CallerGone(ReleaseCause cause, String detail) -> over(cause, "caller", detail, now, actions);
            case CallEvent.End(ReleaseCause cause, String detail) -> end(cause, "gateway", detail, now, actions);
            default -> note(now, "call", "unexpected before routing: " + event);
        }
    }

    private void routed(RouteDecision decision, long now, List<CallAction> actions) {
        switch (decision) {
            case RouteDecision.Attempts(String route, List<Attempt> attempts, var _, RouteDecision orElse) -> {
                story.route = route;
                note(now, "route", "route " + route);
                attempt(attempts.getFirst(), attempts.subList(1, attempts.size()), orElse, now, actions);
            }
            case RouteDecision.Emergency(String number, List<Attempt> attempts, var _, var _) -> {
                story.route = decision.route();
                note(now, "route", "emergency call to " + number);
                attempt(attempts.getFirst(), attempts.subList(1, attempts.size()), null, now, actions);
            }
            case RouteDecision.Refused(String route, int status, String why) -> {
                story.route = route;
                note(now, "route", (route.isEmpty() ? "no route" : "route " + route) + ": refused " + status + ", " + why);
                refuse(status == 404 ? ReleaseCause.UNALLOCATED : ReleaseCause.REJECTED, status, why, now, actions);
            }
            case RouteDecision.Ignored(String route) -> {
                story.route = route;
                note(now, "route", "route " + route + ": ignore");
                actions.add(new IgnoreCaller());
                over(ReleaseCause.DECLINED, "gateway", "the dial plan says: ignore", now, actions);
            }
            case RouteDecision.AskPin(String route, var _, var _, var _, var _) -> twoStage(route, now, actions);
            case RouteDecision.DialTone(String route, var _, var _) -> twoStage(route, now, actions);
        }
    }

    /// Two-stage dialling needs a caller whose keys are collected before there is anybody to call: not there yet.
    private void twoStage(String route, long now, List<CallAction> actions) {
        story.route = route;
        refuse(ReleaseCause.NOT_IMPLEMENTED, 501, "this gateway does not do two-stage dialling yet", now, actions);
    }

    private void refuse(ReleaseCause cause, int status, String why, long now, List<CallAction> actions) {
        actions.add(new ReleaseCaller(cause, status));
        over(cause, "gateway", why, now, actions);
    }

    private void attempt(Attempt attempt, List<Attempt> later, RouteDecision orElse, long now, List<CallAction> actions) {
        state = new Trying(attempt, later, orElse, new LinkedHashSet<>());
        deadlines.set(Timer.RING_LIMIT, now + (attempt.ringFor() == null ? limits.ring() : attempt.ringFor()).toNanos());
        actions.add(new StartAttempt(attempt));
    }

    private void trying(Trying trying, CallEvent event, long now, List<CallAction> actions) {
        switch (event) {
            case CallEvent.LegStarted(LegId leg, String where, String sent) -> {
                trying.legs().add(leg);
                story.to = where;
                story.sent = sent;
                note(now, "route", "to " + where + (sent.isEmpty() ? "" : " with " + sent));
            }
            case CallEvent.Alerting(LegId _) -> {
                note(now, "call", "ringing");
                if (!alerted) {
                    alerted = true;
                    actions.add(new AlertCaller());
                }
            }
            case CallEvent.EarlyMedia(LegId leg) -> {
                note(now, "call", "early media");
                actions.add(new JoinEarly(leg));
            }
            case CallEvent.Answered(LegId leg, String evidence) -> answered(trying, leg, evidence, now, actions);
            case CallEvent.LegFailed(LegId leg, Failure failure) -> failed(trying, leg, failure, now, actions);
            case CallEvent.CallerGone(ReleaseCause cause, String detail) -> {
                release(trying.legs(), cause, actions);
                over(cause, "caller", detail, now, actions);
            }
            case CallEvent.End(ReleaseCause cause, String detail) -> end(cause, "gateway", detail, now, actions);
            case CallEvent.Routed _ -> throw new IllegalStateException("a call is routed once");
        }
    }

    private void answered(Trying trying, LegId leg, String evidence, long now, List<CallAction> actions) {
        if (!trying.legs().contains(leg)) {
            actions.add(new ReleaseLeg(leg, ReleaseCause.CANCELLED));
            return;
        }
        Set<LegId> others = new LinkedHashSet<>(trying.legs());
        others.remove(leg);
        release(others, ReleaseCause.NORMAL, actions);
        state = new Talking(leg);
        deadlines.clear(Timer.RING_LIMIT);
        story.answered = story.started.plusNanos(now - startedNanos);
        story.answeredBy = evidence;
        note(now, "call", "answered (" + evidence + ")");
        actions.add(new AnswerCaller(leg));
    }

    private void failed(Trying trying, LegId leg, Failure failure, long now, List<CallAction> actions) {
        trying.legs().remove(leg);
        note(now, "call", failure.cause() + ": " + failure.detail());
        if (!trying.legs().isEmpty()) {
            return;
        }
        if (FailOvers.moveOn(trying.attempt(), failure)) {
            if (!trying.later().isEmpty()) {
                attempt(trying.later().getFirst(), trying.later().subList(1, trying.later().size()), trying.orElse(), now, actions);
                return;
            }
            if (trying.orElse() != null) {
                routed(trying.orElse(), now, actions);
                return;
            }
        }
        actions.add(new ReleaseCaller(failure.cause(), 0));
        over(failure.cause(), "called", failure.detail(), now, actions);
    }

    private void ringLimit(long now, List<CallAction> actions) {
        if (state instanceof Trying trying) {
            List<LegId> legs = List.copyOf(trying.legs());
            release(legs, ReleaseCause.NO_ANSWER, actions);
            trying.legs().clear();
            failed(trying, null, new Failure(NO_ANSWER, ReleaseCause.NO_ANSWER, 0, "it rang as long as it may"), now, actions);
        }
    }

    private void talking(Talking talking, CallEvent event, long now, List<CallAction> actions) {
        switch (event) {
            case CallEvent.LegFailed(LegId leg, Failure failure) when leg != null && leg.equals(talking.peer()) -> {
                actions.add(new ReleaseCaller(failure.cause(), 0));
                over(failure.cause(), "called", failure.detail(), now, actions);
            }
            case CallEvent.CallerGone(ReleaseCause cause, String detail) -> {
                actions.add(new ReleaseLeg(talking.peer(), cause));
                over(cause, "caller", detail, now, actions);
            }
            case CallEvent.End(ReleaseCause cause, String detail) -> end(cause, "gateway", detail, now, actions);
            case CallEvent.Answered(LegId leg, String _) when !leg.equals(talking.peer()) ->
                    actions.add(new ReleaseLeg(leg, ReleaseCause.NORMAL));
            case CallEvent.LegStarted(LegId leg, String _, String _) -> actions.add(new ReleaseLeg(leg, ReleaseCause.NORMAL));
            default -> { }
        }
    }

    /// Only a late answer matters: its leg must not stay up.
    private void over(CallEvent event, List<CallAction> actions) {
        switch (event) {
            case CallEvent.Answered(LegId leg, String _) -> actions.add(new ReleaseLeg(leg, ReleaseCause.CANCELLED));
            case CallEvent.LegStarted(LegId leg, String _, String _) -> actions.add(new ReleaseLeg(leg, ReleaseCause.CANCELLED));
            default -> { }
        }
    }

    private void end(ReleaseCause cause, String by, String detail, long now, List<CallAction> actions) {
        switch (state) {
            case Trying trying -> release(trying.legs(), cause, actions);
            case Talking(LegId peer) -> actions.add(new ReleaseLeg(peer, cause));
            case Routing() -> { }
            case Over() -> {
                return;
            }
        }
        actions.add(new ReleaseCaller(cause, 0));
        over(cause, by, detail, now, actions);
    }

    private void over(ReleaseCause cause, String by, String detail, long now, List<CallAction> actions) {
        state = new Over();
        deadlines.clearAll();
        story.cause = cause;
        story.endedBy = by;
        story.detail = detail;
        story.ended = story.started.plusNanos(now - startedNanos);
        note(now, "call", "over: " + cause + " by " + by + (detail.isEmpty() ? "" : ", " + detail));
        actions.add(new Ended());
    }

    private static void release(Iterable<LegId> legs, ReleaseCause cause, List<CallAction> actions) {
        legs.forEach(leg -> actions.add(new ReleaseLeg(leg, cause)));
    }

    /// Adds a line to the timeline; the last ones of a very long call are left out, and the record says so by its length.
    public void note(long nowNanos, String where, String what) {
        if (story.timeline.size() < MAX_TIMELINE || state instanceof Over) {
            story.timeline.add(new CallRecord.Entry((nowNanos - startedNanos) / NANOS_PER_MILLI, where, what));
        }
    }

    /// The figures of an RTP leg that was closed.
    public void media(CallRecord.Media media) {
        story.media.add(media);
    }

    public String id() {
        return story.id;
    }

    public CallState state() {
        return state;
    }

    public boolean over() {
        return state instanceof Over;
    }

    /// The call as it stands, for who watches.
    public CallStatus status() {
        return new CallStatus(story.id, story.from, story.caller, story.called, story.to,
                state.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT), story.started, story.answered);
    }

    /// The record; call once it is over.
    public CallRecord record() {
        return story.record();
    }
}
