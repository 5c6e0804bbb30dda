package org.tipring.signaling.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.call.CallState.AtReception;
import org.tipring.signaling.call.CallState.Over;
import org.tipring.signaling.call.CallState.Ringing;
import org.tipring.signaling.call.CallState.Routing;
import org.tipring.signaling.call.CallState.Talking;
import org.tipring.signaling.call.CallState.Trying;
import org.tipring.signaling.routing.AnswerTime;
import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.RouteDecision;

/// One call: a calling leg, attempts to reach somebody, one ending.
///
/// | | routed | alerting | early media | answered | leg failed | caller gone | end | ring limit | call limit |
/// |---|---|---|---|---|---|---|---|---|---|
/// | **Routing** | → Trying !start, → Ringing (*off hook:* !answer alone), or → Over | | | | | → Over | → Over | | |
/// | **Ringing** | *rang:* !answer alone, *caller up:* → Trying, → AtReception | | | | | → Over | → Over | | → Over |
/// | **AtReception** | *key, PIN verified, time:* as [Reception] says: → Trying, → Over | | | | | → Over | → Over | | → Over |
/// | **Trying** (*forwarded:* !release legs, start) | | !alert once | !join | → Talking !answer, release the others | last leg: next turn, next attempt or → Over | → Over !release legs | → Over !release all | as *leg failed*, no answer | |
/// | **Talking** | | | | | → Over !release caller | → Over !release leg | → Over !release all | | → Over !release all |
/// | **Over** | | | | !release that leg | | | | | |
///
/// An answered call never moves to another attempt. Whatever happens, [CallAction.Ended] is the last action and comes once; the first cause
/// that ends the call is the one that is recorded. Owned by the control thread.
public final class Call {

    /// The timers of a call.
    enum Timer {
        /// How long an attempt may ring.
        RING_LIMIT,
        /// How long a call may last at all; the guard against a line that nobody releases.
        CALL_LIMIT
    }

    /// The evidence of a line that is taken for answered without any.
    private static final String ONLY_DIALLED = "dialled";

    private final CallLimits limits;
    private final CallStory story;
    private final Turns turns = new Turns();
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private final boolean mayRing;
    private CallState state = new Routing();
    private Reception reception;
    private CallSource offHook;
    private boolean alerted;
    private boolean answering;
    private boolean callerUp;
    private int rung = 1;

    /// @param id unique; @param from the source as records name it
    /// @param mayRing the caller is a line that rings, so that answering after some rings means something
    public Call(String id, String from, boolean mayRing, String caller, String called, CallLimits limits, Instant started,
                long nowNanos) {
        this.mayRing = mayRing;
        this.limits = limits;
        this.story = new CallStory(id, from, caller, called, started, nowNanos);
        deadlines.set(Timer.CALL_LIMIT, nowNanos + limits.longest().toNanos());
    }

    public List<CallAction> handle(CallEvent event, long nowNanos) {
        List<CallAction> actions = new ArrayList<>(4);
        switch (event) {
            case CallEvent.CallerGone(ReleaseCause cause, String detail) -> end(cause, "caller", detail, nowNanos, actions);
            case CallEvent.End(ReleaseCause cause, String detail) -> end(cause, "gateway", detail, nowNanos, actions);
            default -> happened(event, nowNanos, actions);
        }
        return actions;
    }

    private void happened(CallEvent event, long now, List<CallAction> actions) {
        switch (state) {
            case Routing() -> routing(event, now, actions);
            case Ringing ringing -> ringing(ringing, event, now, actions);
            case AtReception() -> atReception(event, now, actions);
            case Trying trying -> trying(trying, event, now, actions);
            case Talking talking -> talking(talking, event, now, actions);
            case Over() -> over(event, actions);
        }
    }

    public List<CallAction> tick(long nowNanos) {
        List<CallAction> actions = new ArrayList<>(2);
        for (Timer due = deadlines.expire(nowNanos); due != null; due = deadlines.expire(nowNanos)) {
            switch (due) {
                case RING_LIMIT -> ringLimit(nowNanos, actions);
                case CALL_LIMIT -> end(ReleaseCause.TIMER, "gateway", "the longest call allowed is over", nowNanos, actions);
            }
        }
        if (state instanceof AtReception) {
            carryOut(reception.tick(nowNanos), nowNanos, actions);
        }
        return actions;
    }

    public long nextDeadline() {
        return reception == null ? deadlines.next() : Math.min(deadlines.next(), reception.nextDeadline());
    }

    private void routing(CallEvent event, long now, List<CallAction> actions) {
        switch (event) {
            case CallEvent.Routed(RouteDecision decision, DialPlan plan) -> {
                reception = new Reception(plan, story.caller, story::at);
                routed(decision, now, actions);
            }
            case CallEvent.OffHook(CallSource source, DialPlan plan) -> {
                reception = new Reception(plan, story.caller, story::at);
                note(now, "route", "off hook with no digits: dial tone");
                offHook = source;
                leaveRinging(0, null, now, actions);
            }
            case CallEvent.Rang(int rings) -> rung = rings;
            default -> note(now, "call", "unexpected before routing: " + event);
        }
    }

    private void routed(RouteDecision decision, long now, List<CallAction> actions) {
        switch (decision) {
            case RouteDecision.Attempts(String route, List<Attempt> attempts, AnswerTime answer, RouteDecision orElse) -> {
                story.route = route;
                note(now, "route", "route " + route);
                if (mayRing && !callerUp && answer.rings() > 0) {
                    leaveRinging(answer.rings(), decision, now, actions);
                } else {
                    attempt(attempts.getFirst(), attempts.subList(1, attempts.size()), orElse, now, actions);
                }
            }
            case RouteDecision.Emergency(String number, List<Attempt> attempts, var _, var _) -> {
                actions.add(new CallAction.CallForHelp((RouteDecision.Emergency) decision));
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
                actions.add(new CallAction.IgnoreCaller());
                over(ReleaseCause.DECLINED, "gateway", "the dial plan says: ignore", now, actions);
            }
            case RouteDecision.AskPin(String route, AnswerTime answer, String store, var _, var _) -> {
                story.route = route;
                note(now, "route", "route " + route + ": PIN of " + store);
                leaveRinging(mayRing ? answer.rings() : 0, decision, now, actions);
            }
            case RouteDecision.DialTone(String route, var _, var _) -> {
                story.route = route;
                note(now, "route", "route " + route + ": dial tone");
                leaveRinging(0, decision, now, actions);
            }
        }
    }

    // ---- answered by the gateway itself

    private void leaveRinging(int rings, RouteDecision then, long now, List<CallAction> actions) {
        state = new Ringing(rings, then);
        enoughRings(now, actions);
    }

    private void enoughRings(long now, List<CallAction> actions) {
        if (state instanceof Ringing(int rings, var _) && rung >= rings && !answering) {
            answering = true;
            note(now, "call", "the gateway answers" + (rings > 0 ? " after " + rings + " rings" : ""));
            actions.add(new CallAction.AnswerAlone());
        }
    }

    private void ringing(Ringing ringing, CallEvent event, long now, List<CallAction> actions) {
        switch (event) {
            case CallEvent.Rang(int rings) -> {
                rung = rings;
                enoughRings(now, actions);
            }
            case CallEvent.CallerUp() -> {
                callerUp = true;
                story.answered = story.at(now);
                story.answeredBy = "gateway";
                if (ringing.then() == null) {
                    state = new AtReception();
                    carryOut(reception.offHook(offHook, now), now, actions);
                } else if (ringing.then() instanceof RouteDecision.Attempts) {
                    actions.add(new CallAction.PlayToCaller(CallAction.Waiting.RINGBACK));
                    routed(ringing.then(), now, actions);
                } else {
                    state = new AtReception();
                    carryOut(reception.begin(ringing.then(), now), now, actions);
                }
            }
            default -> { }
        }
    }

    private void atReception(CallEvent event, long now, List<CallAction> actions) {
        switch (event) {
            case CallEvent.Key(char key) -> carryOut(reception.key(key, now), now, actions);
            case CallEvent.PinVerified(boolean right) -> {
                note(now, "call", right ? "PIN right" : "PIN wrong");
                carryOut(reception.verified(right, now), now, actions);
            }
            default -> { }
        }
    }

    private void carryOut(List<Reception.Wish> wishes, long now, List<CallAction> actions) {
        for (Reception.Wish wish : wishes) {
            switch (wish) {
                case Reception.Wish.Play(boolean invite) -> actions.add(new CallAction.PlayToCaller(
                        invite ? CallAction.Waiting.DIAL_TONE : CallAction.Waiting.SILENCE));
                case Reception.Wish.Verify(String store, String pin) -> actions.add(new CallAction.VerifyPin(store, pin));
                case Reception.Wish.Refuse(ReleaseCause cause, String why) -> refuse(cause, 0, why, now, actions);
                case Reception.Wish.Decided(RouteDecision decision, String digits) -> {
                    if (!digits.isEmpty()) {
                        note(now, "call", "dialled " + digits);
                    }
                    actions.add(new CallAction.PlayToCaller(CallAction.Waiting.RINGBACK));
                    routed(decision, now, actions);
                }
            }
        }
    }

    private void refuse(ReleaseCause cause, int status, String why, long now, List<CallAction> actions) {
        actions.add(new CallAction.ReleaseCaller(cause, status));
        over(cause, "gateway", why, now, actions);
    }

    private void attempt(Attempt attempt, List<Attempt> later, RouteDecision orElse, long now, List<CallAction> actions) {
        state = new Trying(attempt, later, orElse, new LinkedHashSet<>());
        turns.clear();
        start(attempt, now, actions);
    }

    private void start(Attempt attempt, long now, List<CallAction> actions) {
        deadlines.set(Timer.RING_LIMIT, now + (attempt.ringFor() == null ? limits.ring() : attempt.ringFor()).toNanos());
        actions.add(new CallAction.StartAttempt(attempt));
    }

    private void trying(Trying trying, CallEvent event, long now, List<CallAction> actions) {
        switch (event) {
            case CallEvent.LegStarted(LegId leg, String where, String sent) -> {
                trying.legs().add(leg);
                story.to = where;
                story.sent = sent;
                note(now, "route", "to " + where + (sent.isEmpty() ? "" : " with " + sent));
            }
            case CallEvent.RingInTurn(List<String> members) -> {
                turns.begin(members);
                start(turns.next(trying.attempt()), now, actions);
            }
            case CallEvent.Forwarded forwarded -> forwarded(trying, forwarded, now, actions);
            case CallEvent.Alerting(LegId _) -> {
                note(now, "call", "ringing");
                if (!alerted && !callerUp) {
                    alerted = true;
                    actions.add(new CallAction.AlertCaller());
                }
            }
            case CallEvent.EarlyMedia(LegId leg) -> {
                note(now, "call", "early media");
                actions.add(new CallAction.JoinEarly(leg));
            }
            case CallEvent.Answered(LegId leg, String evidence) -> answered(trying, leg, evidence, now, actions);
            case CallEvent.LegFailed(LegId leg, Failure failure) -> failed(trying, leg, failure, now, actions);
            case CallEvent.AnswerHeard(LegId _, String evidence) -> answerHeard(evidence, now);
            case CallEvent.Routed _ -> throw new IllegalStateException("a call is routed once");
            case CallEvent.Rang _, CallEvent.CallerUp _, CallEvent.Key _, CallEvent.PinVerified _, CallEvent.OffHook _, CallEvent.CallerGone _, CallEvent.End _ -> { }
        }
    }

    private void forwarded(Trying trying, CallEvent.Forwarded forwarded, long now, List<CallAction> actions) {
        RouteDecision.Attempts decision = forwarded.decision();
        note(now, "route", forwarded.by() + " forwards " + forwarded.when() + " to " + forwarded.to() + ", route " + decision.route());
        release(trying.legs(), ReleaseCause.NO_ANSWER, actions);
        List<Attempt> later = new ArrayList<>(decision.attempts().subList(1, decision.attempts().size()));
        later.addAll(trying.later());
        attempt(decision.attempts().getFirst(), later, trying.orElse(), now, actions);
    }

    private void answered(Trying trying, LegId leg, String evidence, long now, List<CallAction> actions) {
        if (!trying.legs().contains(leg)) {
            actions.add(new CallAction.ReleaseLeg(leg, ReleaseCause.CANCELLED));
            return;
        }
        trying.legs().remove(leg);
        release(trying.legs(), ReleaseCause.NORMAL, actions);
        state = new Talking(leg);
        deadlines.clear(Timer.RING_LIMIT);
        if (!callerUp) {
            story.answered = story.at(now);
            story.answeredBy = evidence;
        }
        if (!evidence.equals(ONLY_DIALLED)) {
            answerHeard(evidence, now);
        }
        note(now, "call", "answered (" + evidence + ")");
        actions.add(new CallAction.AnswerCaller(leg));
    }

    /// The last sign is the strongest.
    private void answerHeard(String evidence, long now) {
        story.answerHeard = story.at(now);
        story.answerHeardBy = evidence;
    }

    private void failed(Trying trying, LegId leg, Failure why, long now, List<CallAction> actions) {
        trying.legs().remove(leg);
        note(now, "call", why.cause() + ": " + why.detail());
        if (!trying.legs().isEmpty()) {
            return;
        }
        Failure failure = turns.failed(why);
        if (turns.more()) {
            start(turns.next(trying.attempt()), now, actions);
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
        actions.add(new CallAction.ReleaseCaller(failure.cause(), 0));
        over(failure.cause(), "called", failure.detail(), now, actions);
    }

    private void ringLimit(long now, List<CallAction> actions) {
        if (state instanceof Trying trying) {
            release(trying.legs(), ReleaseCause.NO_ANSWER, actions);
            trying.legs().clear();
            failed(trying, null, new Failure(Failure.Kind.NO_ANSWER, ReleaseCause.NO_ANSWER, 0, "it rang as long as it may"), now, actions);
        }
    }

    private void talking(Talking talking, CallEvent event, long now, List<CallAction> actions) {
        switch (event) {
            case CallEvent.LegFailed(LegId leg, Failure failure) when leg != null && leg.equals(talking.peer()) -> {
                actions.add(new CallAction.ReleaseCaller(failure.cause(), 0));
                over(failure.cause(), "called", failure.detail(), now, actions);
            }
            case CallEvent.AnswerHeard(LegId leg, String evidence) when leg.equals(talking.peer()) -> answerHeard(evidence, now);
            case CallEvent.Answered(LegId leg, String _) when !leg.equals(talking.peer()) ->
                    actions.add(new CallAction.ReleaseLeg(leg, ReleaseCause.NORMAL));
            case CallEvent.LegStarted(LegId leg, String _, String _) -> actions.add(new CallAction.ReleaseLeg(leg, ReleaseCause.NORMAL));
            default -> { }
        }
    }

    /// Only a late answer matters: its leg must not stay up.
    private void over(CallEvent event, List<CallAction> actions) {
        switch (event) {
            case CallEvent.Answered(LegId leg, String _) -> actions.add(new CallAction.ReleaseLeg(leg, ReleaseCause.CANCELLED));
            case CallEvent.LegStarted(LegId leg, String _, String _) -> actions.add(new CallAction.ReleaseLeg(leg, ReleaseCause.CANCELLED));
            default -> { }
        }
    }

    private void end(ReleaseCause cause, String by, String detail, long now, List<CallAction> actions) {
        switch (state) {
            case Trying trying -> release(trying.legs(), cause, actions);
            case Talking(LegId peer) -> actions.add(new CallAction.ReleaseLeg(peer, cause));
            case Routing(), Ringing _, AtReception() -> { }
            case Over() -> {
                return;
            }
        }
        if (!by.equals("caller")) {
            actions.add(new CallAction.ReleaseCaller(cause, 0));
        }
        over(cause, by, detail, now, actions);
    }

    private void over(ReleaseCause cause, String by, String detail, long now, List<CallAction> actions) {
        state = new Over();
        reception = null;
        deadlines.clearAll();
        story.cause = cause;
        story.endedBy = by;
        story.detail = detail;
        story.ended = story.at(now);
        note(now, "call", "over: " + cause + " by " + by + (detail.isEmpty() ? "" : ", " + detail));
        actions.add(new CallAction.Ended());
    }

    private static void release(Iterable<LegId> legs, ReleaseCause cause, List<CallAction> actions) {
        legs.forEach(leg -> actions.add(new CallAction.ReleaseLeg(leg, cause)));
    }

    /// Adds a line to the timeline.
    public void note(long nowNanos, String where, String what) {
        story.note(nowNanos, where, what);
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
        return story.status(state);
    }

    /// The record; call once it is over.
    public CallRecord record() {
        return story.record();
    }
}
