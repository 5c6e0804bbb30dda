package org.tipring.signaling.call;

import java.time.Instant;
import java.util.ArrayList;
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
/// | **Trying** (*forwarded:* !release legs, start) | | !alert once | !join | → Talking !answer, release the others | last leg: as [Pursuit] says: next turn, next attempt, another round or → Over | → Over !release legs | → Over !release all | as *leg failed*, no answer | |
/// | **Talking** | | | | | → Over !release caller | → Over !release leg | → Over !release all | | → Over !release all |
/// | **Over** | | | | !release that leg | | | | | |
///
/// An answered call never moves to another attempt. Whatever happens, [CallAction.Ended] is the last action and comes once; the first cause
/// that ends the call is the one that is recorded. Owned by the control thread.
public final class Call {

    /// The timers of a call.
    enum Timer {
        /// How long a call may last at all; the guard against a line that nobody releases.
        CALL_LIMIT
    }

    private final CallStory story;
    private final Pursuit pursuit;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private final boolean mayRing;
    private CallState state = new Routing();
    private Reception reception;
    private CallSource offHook;
    private boolean answering;
    private boolean callerUp;
    private int rung = 1;
    private List<CallAction> actions;
    private long now;

    /// @param id unique; @param from the source as records name it
    /// @param mayRing the caller is a line that rings, so that answering after some rings means something
    public Call(String id, String from, boolean mayRing, String caller, String called, CallLimits limits, Instant started,
                long nowNanos) {
        this.mayRing = mayRing;
        this.story = new CallStory(id, from, caller, called, started, nowNanos);
        this.pursuit = new Pursuit(new Machine(), limits);
        deadlines.set(Timer.CALL_LIMIT, nowNanos + limits.longest().toNanos());
    }

    public List<CallAction> handle(CallEvent event, long nowNanos) {
        begin(nowNanos);
        switch (event) {
            case CallEvent.CallerGone(ReleaseCause cause, String detail) -> end(cause, "caller", detail);
            case CallEvent.End(ReleaseCause cause, String detail) -> end(cause, "gateway", detail);
            default -> happened(event);
        }
        return actions;
    }

    private void happened(CallEvent event) {
        switch (state) {
            case Routing() -> routing(event);
            case Ringing ringing -> ringing(ringing, event);
            case AtReception() -> atReception(event);
            case Trying _ -> pursuit.handle(event);
            case Talking talking -> talking(talking, event);
            case Over() -> over(event);
        }
    }

    public List<CallAction> tick(long nowNanos) {
        begin(nowNanos);
        for (Timer due = deadlines.expire(nowNanos); due != null; due = deadlines.expire(nowNanos)) {
            switch (due) {
                case CALL_LIMIT -> end(ReleaseCause.TIMER, "gateway", "the longest call allowed is over");
            }
        }
        pursuit.tick(nowNanos);
        if (state instanceof AtReception) {
            carryOut(reception.tick(nowNanos));
        }
        return actions;
    }

    public long nextDeadline() {
        long next = Math.min(deadlines.next(), pursuit.nextDeadline());
        return reception == null ? next : Math.min(next, reception.nextDeadline());
    }

    private void begin(long nowNanos) {
        actions = new ArrayList<>(4);
        now = nowNanos;
    }

    private void routing(CallEvent event) {
        switch (event) {
            case CallEvent.Routed(RouteDecision decision, DialPlan plan) -> {
                reception = new Reception(plan, story.caller, story::at);
                routed(decision);
            }
            case CallEvent.OffHook(CallSource source, DialPlan plan) -> {
                reception = new Reception(plan, story.caller, story::at);
                note("route", "off hook with no digits: dial tone");
                offHook = source;
                leaveRinging(0, null);
            }
            case CallEvent.Rang(int rings) -> rung = rings;
            default -> note("call", "unexpected before routing: " + event);
        }
    }

    private void routed(RouteDecision decision) {
        switch (decision) {
            case RouteDecision.Attempts(String route, List<Attempt> attempts, AnswerTime answer, RouteDecision orElse) -> {
                story.route = route;
                note("route", "route " + route);
                if (mayRing && !callerUp && answer.rings() > 0) {
                    leaveRinging(answer.rings(), decision);
                } else {
                    pursuit.begin(attempts, orElse);
                }
            }
            case RouteDecision.Emergency(String number, List<Attempt> attempts, var _, var _) -> {
                actions.add(new CallAction.CallForHelp((RouteDecision.Emergency) decision));
                story.route = decision.route();
                note("route", "emergency call to " + number);
                pursuit.beginForHelp(attempts);
            }
            case RouteDecision.Refused(String route, int status, String why) -> {
                story.route = route;
                note("route", (route.isEmpty() ? "no route" : "route " + route) + ": refused " + status + ", " + why);
                refuse(status == 404 ? ReleaseCause.UNALLOCATED : ReleaseCause.REJECTED, status, why);
            }
            case RouteDecision.Ignored(String route) -> {
                story.route = route;
                note("route", "route " + route + ": ignore");
                actions.add(new CallAction.IgnoreCaller());
                over(ReleaseCause.DECLINED, "gateway", "the dial plan says: ignore");
            }
            case RouteDecision.AskPin(String route, AnswerTime answer, String store, var _, var _) -> {
                story.route = route;
                note("route", "route " + route + ": PIN of " + store);
                leaveRinging(mayRing ? answer.rings() : 0, decision);
            }
            case RouteDecision.DialTone(String route, var _, var _) -> {
                story.route = route;
                note("route", "route " + route + ": dial tone");
                leaveRinging(0, decision);
            }
        }
    }

    // ---- answered by the gateway itself

    private void leaveRinging(int rings, RouteDecision then) {
        state = new Ringing(rings, then);
        enoughRings();
    }

    private void enoughRings() {
        if (state instanceof Ringing(int rings, var _) && rung >= rings && !answering) {
            answering = true;
            note("call", "the gateway answers" + (rings > 0 ? " after " + rings + " rings" : ""));
            actions.add(new CallAction.AnswerAlone());
        }
    }

    private void ringing(Ringing ringing, CallEvent event) {
        switch (event) {
            case CallEvent.Rang(int rings) -> {
                rung = rings;
                enoughRings();
            }
            case CallEvent.CallerUp() -> {
                callerUp = true;
                story.answered("gateway", now);
                if (ringing.then() == null) {
                    state = new AtReception();
                    carryOut(reception.offHook(offHook, now));
                } else if (ringing.then() instanceof RouteDecision.Attempts) {
                    actions.add(new CallAction.PlayToCaller(CallAction.Waiting.RINGBACK));
                    routed(ringing.then());
                } else {
                    state = new AtReception();
                    carryOut(reception.begin(ringing.then(), now));
                }
            }
            default -> { }
        }
    }

    private void atReception(CallEvent event) {
        switch (event) {
            case CallEvent.Key(char key) -> carryOut(reception.key(key, now));
            case CallEvent.PinVerified(boolean right) -> {
                note("call", right ? "PIN right" : "PIN wrong");
                carryOut(reception.verified(right, now));
            }
            default -> { }
        }
    }

    private void carryOut(List<Reception.Wish> wishes) {
        for (Reception.Wish wish : wishes) {
            switch (wish) {
                case Reception.Wish.Play(boolean invite) -> actions.add(new CallAction.PlayToCaller(
                        invite ? CallAction.Waiting.DIAL_TONE : CallAction.Waiting.SILENCE));
                case Reception.Wish.Verify(String store, String pin) -> actions.add(new CallAction.VerifyPin(store, pin));
                case Reception.Wish.Refuse(ReleaseCause cause, String why) -> refuse(cause, 0, why);
                case Reception.Wish.Decided(RouteDecision decision, String digits) -> {
                    if (!digits.isEmpty()) {
                        note("call", "dialled " + digits);
                    }
                    actions.add(new CallAction.PlayToCaller(CallAction.Waiting.RINGBACK));
                    routed(decision);
                }
            }
        }
    }

    private void refuse(ReleaseCause cause, int status, String why) {
        actions.add(new CallAction.ReleaseCaller(cause, status));
        over(cause, "gateway", why);
    }

    private void talking(Talking talking, CallEvent event) {
        switch (event) {
            case CallEvent.LegFailed(LegId leg, Failure failure) when leg != null && leg.equals(talking.peer()) -> {
                actions.add(new CallAction.ReleaseCaller(failure.cause(), 0));
                over(failure.cause(), "called", failure.detail());
            }
            case CallEvent.Replaced(LegId old, LegId leg) when old.equals(talking.peer()) -> state = new Talking(leg);
            case CallEvent.AnswerHeard(LegId leg, String evidence) when leg.equals(talking.peer()) -> story.answerHeard(evidence, now);
            case CallEvent.Answered(LegId leg, String _) when !leg.equals(talking.peer()) ->
                    actions.add(new CallAction.ReleaseLeg(leg, ReleaseCause.NORMAL));
            case CallEvent.LegStarted(LegId leg, String _, String _) -> actions.add(new CallAction.ReleaseLeg(leg, ReleaseCause.NORMAL));
            default -> { }
        }
    }

    /// Only a late answer matters: its leg must not stay up.
    private void over(CallEvent event) {
        switch (event) {
            case CallEvent.Answered(LegId leg, String _) -> actions.add(new CallAction.ReleaseLeg(leg, ReleaseCause.CANCELLED));
            case CallEvent.LegStarted(LegId leg, String _, String _) -> actions.add(new CallAction.ReleaseLeg(leg, ReleaseCause.CANCELLED));
            default -> { }
        }
    }

    private void end(ReleaseCause cause, String by, String detail) {
        switch (state) {
            case Trying _ -> pursuit.release(cause);
            case Talking(LegId peer) -> actions.add(new CallAction.ReleaseLeg(peer, cause));
            case Routing(), Ringing _, AtReception() -> { }
            case Over() -> {
                return;
            }
        }
        if (!by.equals("caller")) {
            actions.add(new CallAction.ReleaseCaller(cause, 0));
        }
        over(cause, by, detail);
    }

    private void over(ReleaseCause cause, String by, String detail) {
        state = new Over();
        reception = null;
        deadlines.clearAll();
        pursuit.stop();
        story.cause = cause;
        story.endedBy = by;
        story.detail = detail;
        story.ended = story.at(now);
        note("call", "over: " + cause + " by " + by + (detail.isEmpty() ? "" : ", " + detail));
        actions.add(new CallAction.Ended());
    }

    private void note(String where, String what) {
        story.note(now, where, what);
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

    private final class Machine implements CallMachine {

        @Override
        public long now() {
            return now;
        }

        @Override
        public void enter(CallState next) {
            state = next;
        }

        @Override
        public void act(CallAction action) {
            actions.add(action);
        }

        @Override
        public void note(String where, String what) {
            Call.this.note(where, what);
        }

        @Override
        public CallStory story() {
            return story;
        }

        @Override
        public boolean callerUp() {
            return callerUp;
        }

        @Override
        public void routed(RouteDecision decision) {
            Call.this.routed(decision);
        }

        @Override
        public void end(Failure failure) {
            actions.add(new CallAction.ReleaseCaller(failure.cause(), 0));
            over(failure.cause(), "called", failure.detail());
        }
    }
}
