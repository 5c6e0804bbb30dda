package org.tipring.tdm.line;

import java.util.ArrayList;
import java.util.List;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.line.FxoAction.AnswerEvidence;
import org.tipring.tdm.line.FxoAction.Refusal;
import org.tipring.tdm.line.FxoAction.ReleaseEvidence;
import org.tipring.tdm.line.FxoState.Answering;
import org.tipring.tdm.line.FxoState.AwaitingDialTone;
import org.tipring.tdm.line.FxoState.Clearing;
import org.tipring.tdm.line.FxoState.Dialling;
import org.tipring.tdm.line.FxoState.Guard;
import org.tipring.tdm.line.FxoState.Offer;
import org.tipring.tdm.line.FxoState.OnHook;
import org.tipring.tdm.line.FxoState.OutOfService;
import org.tipring.tdm.line.FxoState.Proceeding;
import org.tipring.tdm.line.FxoState.Ringing;
import org.tipring.tdm.line.FxoState.Seizing;
import org.tipring.tdm.line.FxoState.Talking;

/// One FXO line (foreign exchange office: the gateway is the telephone, the exchange is at the other end). Owned by the control thread.
///
/// `→ X` next state, `!` an action; blank: the event does not fit the state and is counted. "release!" is `Released` (with the evidence)
/// and `GoOnHook`, and leads to Clearing.
///
/// | | seize | ring | answer | release | off-hook | digits sent | on-hook | tones | loop broken | timer |
/// |---|---|---|---|---|---|---|---|---|---|---|
/// | **OutOfService** | !refused | | | | | | late: → Guard !in service | | | |
/// | **OnHook** | → Seizing !off-hook | → Ringing | | | | | | | | |
/// | **Ringing** | !refused GLARE | n+1 | made: → Answering !off-hook | made: declined | | | | | | caller ID: !offer; gap: → OnHook !abandoned |
/// | **Answering** | !IN_USE | | | → Clearing | → Talking !seized !answered | | | | | release! DEVICE_FAILED |
/// | **Seizing** | !IN_USE | !refused GLARE → Clearing | | → Clearing | → AwaitingDialTone !seized | | | | | !refused → Clearing |
/// | **AwaitingDialTone** | !IN_USE | | | → Clearing | | | | dial: → Dialling; busy, reorder, SIT: release! | | NO_DIAL_TONE: release!, or blind → Dialling |
/// | **Dialling** | !IN_USE | | | → Clearing | | → Proceeding !dialled | | busy, reorder, SIT: release! | | release! DEVICE_FAILED |
/// | **Proceeding** | !IN_USE | | | → Clearing | | | | ringback: !alerting; its end, a voice: → Talking; busy, reorder, SIT: release! | release! | answer or dial tone confirmed |
/// | **Talking** | !IN_USE | | | → Clearing | | | | busy, reorder: release!; dial: after a while | release! | dial tone: release! |
/// | **Clearing** | !GUARD | | | | | | → Guard !our release | | | → OutOfService |
/// | **Guard** | !GUARD | → Ringing | | | | | | | | → OnHook |
///
/// A device that fails or goes leads from anywhere to OutOfService, after `Released`, `Refused` or `Abandoned` for a call that was there;
/// `PortReady` leads back to OnHook. Polarity: answers in Proceeding, and releases when it turns back after such an answer.
public final class FxoLine implements Line {

    private enum Timer { SEIZE, DIAL_TONE, DIGITS, ON_HOOK, GUARD, RING_GAP, CALLER_ID }


    private final LineId id;
    private final LineTimings timings;
    private final Supervision supervision;
    private final ExpectedCaller caller;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private final LineHistory history = new LineHistory();
    private FxoState state = new OutOfService("not started", false);
    private long ignored;
    private String cause = "";
    private List<FxoAction> actions;
    private long now;

    public FxoLine(LineId id, LineTimings timings) {
        this.id = id;
        this.timings = timings;
        this.caller = new ExpectedCaller(timings.ringGap());
        this.supervision = new Supervision(timings, this::dial, this::alerting, this::answered, this::releaseFrom);
    }

    @Override
    public LineId id() {
        return id;
    }

    @Override
    public FxoState state() {
        return state;
    }

    @Override
    public List<FxoAction> handle(LineEvent event, long nowNanos) {
        return switch (event) {
            case FxoEvent fxo -> handle(fxo, nowNanos);
            case MobileEvent _ -> {
                ignored++;
                yield List.of();
            }
        };
    }

    /// @throws IllegalArgumentException for [FxoEvent.Seize] with anything but `0-9 * # A-D ,`: a route must not let it through
    public List<FxoAction> handle(FxoEvent event, long nowNanos) {
        begin(event.getClass().getSimpleName(), nowNanos);
        switch (event) {
            case FxoEvent.PortReady _ -> portReady();
            case FxoEvent.PortFailed(String why) -> deviceLost(why, ReleaseEvidence.DEVICE_FAILED);
            case FxoEvent.PortGone(String why) -> deviceLost(why, ReleaseEvidence.DEVICE_GONE);
            case FxoEvent.RingStarted _ -> ringStarted();
            case FxoEvent.CallerIdReceived(CallerId received) -> callerIdReceived(received);
            case FxoEvent.OffHook _ -> offHook();
            case FxoEvent.OnHook _ -> onHook();
            case FxoEvent.DigitsSent _ -> digitsSent();
            case FxoEvent.LoopBroken _ -> fits(supervision.loopBroken(state));
            case FxoEvent.PolarityReversed _ -> fits(supervision.polarityReversed(state));
            case FxoEvent.DialToneReported _ ->
                fits(state instanceof AwaitingDialTone && supervision.toneStarted(CallProgressTone.DIAL, state, now));
            case FxoEvent.ToneStarted(CallProgressTone tone) -> fits(supervision.toneStarted(tone, state, now));
            case FxoEvent.ToneEnded(CallProgressTone tone) -> fits(supervision.toneEnded(tone, state, now));
            case FxoEvent.VoiceHeard _ -> fits(supervision.voiceHeard(state, now));
            case FxoEvent.Seize(String digits, boolean urgent) -> seize(digits, urgent);
            case FxoEvent.Answer _ -> answer();
            case FxoEvent.Release _ -> release();
        }
        return actions;
    }

    @Override
    public List<FxoAction> tick(long nowNanos) {
        begin("heard for long enough", nowNanos);
        supervision.tick(now);
        for (Timer due = deadlines.expire(nowNanos); due != null; due = deadlines.expire(nowNanos)) {
            cause = due.name();
            switch (due) {
                case SEIZE -> seizeTimedOut();
                case DIAL_TONE -> noDialTone();
                case DIGITS -> releaseFrom(ReleaseEvidence.DEVICE_FAILED);
                case ON_HOOK -> stillOffHook();
                case GUARD -> enter(new OnHook());
                case RING_GAP -> ringingStopped();
                case CALLER_ID -> offer();
            }
        }
        return actions;
    }

    @Override
    public long nextDeadline() {
        return Math.min(deadlines.next(), supervision.nextDeadline());
    }

    @Override
    public List<LineHistory.Transition> history() {
        return history.list();
    }

    @Override
    public long ignoredEvents() {
        return ignored;
    }

    // The device

    private void portReady() {
        switch (state) {
            case OutOfService _ -> {
                actions.add(new FxoAction.InService());
                enter(new OnHook());
            }
            case OnHook _, Guard _, Ringing _ -> ignored++;
            case Clearing _ -> onHook();
            // The port has put itself on-hook behind our back.
            case Answering _, Seizing _, AwaitingDialTone _, Dialling _, Proceeding _, Talking _ -> {
                endCall(ReleaseEvidence.DEVICE_FAILED);
                guard();
            }
        }
    }

    private void deviceLost(String why, ReleaseEvidence evidence) {
        endCall(evidence);
        if (!(state instanceof OutOfService(String before, _)) || !before.equals(why)) {
            actions.add(new FxoAction.OutOfService(why));
            enter(new OutOfService(why, false));
        }
    }

    /// Tells the call, if there is one, that the line has left it.
    private void endCall(ReleaseEvidence evidence) {
        FxoAction farewell = state.farewell(evidence);
        if (farewell != null) {
            actions.add(farewell);
        }
    }

    private void onHook() {
        switch (state) {
            case Clearing _ -> {
                endCall(ReleaseEvidence.OUR_RELEASE);
                guard();
            }
            case OutOfService(_, boolean loopOpening) when loopOpening -> {
                actions.add(new FxoAction.InService());
                guard();
            }
            case OutOfService _, OnHook _, Ringing _, Answering _, Seizing _, AwaitingDialTone _, Dialling _, Proceeding _, Talking _,
                    Guard _ -> ignored++;
        }
    }

    private void stillOffHook() {
        String why = "the port did not open the loop within " + timings.onHookWait().toSeconds() + " s";
        endCall(ReleaseEvidence.OUR_RELEASE);
        actions.add(new FxoAction.OutOfService(why));
        enter(new OutOfService(why, true));
    }

    private void guard() {
        enter(new Guard(now));
        deadlines.set(Timer.GUARD, now + timings.guard().toNanos());
    }

    // Incoming

    private void ringStarted() {
        switch (state) {
            case OnHook _, Guard _ -> {
                enter(new Ringing(1, Offer.PENDING));
                deadlines.set(Timer.CALLER_ID, now + timings.callerIdWait().toNanos());
                rung(1);
            }
            case Ringing(int rings, Offer offer) -> {
                enter(new Ringing(rings + 1, offer));
                if (offer == Offer.MADE) {
                    actions.add(new FxoAction.Rang(rings + 1));
                }
                rung(rings + 1);
            }
            case Seizing _ -> {
                actions.add(new FxoAction.Refused(Refusal.GLARE));
                clear(false);
            }
            case OutOfService _, Answering _, AwaitingDialTone _, Dialling _, Proceeding _, Talking _, Clearing _ -> ignored++;
        }
    }

    private void rung(int rings) {
        deadlines.set(Timer.RING_GAP, now + timings.ringGap().toNanos());
        if (caller.known(now) || rings >= timings.offerAfterRings()) {
            offer();
        }
    }

    private void callerIdReceived(CallerId received) {
        caller.announced(received, now);
        if (state instanceof Ringing) {
            offer();
        }
    }

    private void offer() {
        if (state instanceof Ringing(int rings, Offer offer) && offer == Offer.PENDING) {
            actions.add(new FxoAction.OfferCall(caller.take(now)));
            deadlines.clear(Timer.CALLER_ID);
            enter(new Ringing(rings, Offer.MADE));
        }
    }

    private void ringingStopped() {
        endCall(ReleaseEvidence.OUR_RELEASE);
        enter(new OnHook());
    }

    private void answer() {
        if (state instanceof Ringing(_, Offer offer) && offer == Offer.MADE) {
            actions.add(new FxoAction.GoOffHook());
            enter(new Answering());
            deadlines.set(Timer.SEIZE, now + timings.seizeWait().toNanos());
        } else {
            ignored++;
        }
    }

    // Outgoing

    private void seize(String digits, boolean urgent) {
        if (!digits.matches("[0-9*#A-D,]*")) {
            throw new IllegalArgumentException("line " + id + " cannot dial \"" + digits + "\": only 0-9 * # A-D and , for a pause");
        }
        Refusal refusal = state instanceof OnHook && caller.ringFollows(now) ? Refusal.GLARE : takes(urgent, now) ? null : state.refusal();
        if (refusal != null) {
            refuse(refusal);
        } else {
            actions.add(new FxoAction.GoOffHook());
            enter(new Seizing(digits));
            deadlines.set(Timer.SEIZE, now + timings.seizeWait().toNanos());
        }
    }

    @Override
    public boolean takes(boolean urgent, long nowNanos) {
        return state instanceof OnHook
                || urgent && state instanceof Guard(long since) && nowNanos - since >= timings.urgentGuard().toNanos();
    }

    private void refuse(Refusal why) {
        actions.add(new FxoAction.Refused(why));
    }

    private void seizeTimedOut() {
        if (state instanceof Seizing) {
            refuse(Refusal.OUT_OF_SERVICE);
            clear(false);
        } else {
            releaseFrom(ReleaseEvidence.DEVICE_FAILED);
        }
    }

    private void offHook() {
        switch (state) {
            case Seizing(String digits) -> {
                actions.add(new FxoAction.Seized());
                enter(new AwaitingDialTone(digits));
                boolean blind = !timings.blindDialAfter().isZero();
                deadlines.set(Timer.DIAL_TONE, now + (blind ? timings.blindDialAfter() : timings.dialToneWait()).toNanos());
            }
            case Answering _ -> {
                actions.add(new FxoAction.Seized());
                answered(AnswerEvidence.WE_ANSWERED);
            }
            case OutOfService _, OnHook _, Ringing _, AwaitingDialTone _, Dialling _, Proceeding _, Talking _, Clearing _, Guard _ ->
                ignored++;
        }
    }

    private void noDialTone() {
        if (timings.blindDialAfter().isZero()) {
            releaseFrom(ReleaseEvidence.NO_DIAL_TONE);
        } else {
            dial();
        }
    }

    private void dial() {
        String digits = ((AwaitingDialTone) state).digits();
        enter(new Dialling(digits));
        if (digits.isEmpty()) {
            digitsSent();
        } else {
            actions.add(new FxoAction.SendDigits(digits));
            deadlines.set(Timer.DIGITS, now + timings.digitsWait().toNanos());
        }
    }

    private void digitsSent() {
        if (!(state instanceof Dialling(String digits))) {
            ignored++;
            return;
        }
        actions.add(new FxoAction.Dialled());
        enter(new Proceeding(false));
        // Who dials nothing wants the exchange itself, dial tone and all.
        if (timings.answer() == AnswerSupervision.DIALLED || digits.isEmpty()) {
            answered(AnswerEvidence.DIALLED);
        }
    }

    private void alerting() {
        actions.add(new FxoAction.Alerting());
        enter(new Proceeding(true));
    }

    private void answered(AnswerEvidence evidence) {
        actions.add(new FxoAction.Answered(evidence));
        enter(new Talking(evidence, now));
    }

    // The end

    private void releaseFrom(ReleaseEvidence evidence) {
        actions.add(new FxoAction.Released(evidence));
        clear(false);
    }

    private void release() {
        switch (state) {
            case Ringing(int rings, Offer offer) when offer == Offer.MADE -> {
                actions.add(new FxoAction.Released(ReleaseEvidence.OUR_RELEASE));
                enter(new Ringing(rings, Offer.DECLINED));
            }
            case Answering _, Seizing _, AwaitingDialTone _, Dialling _, Proceeding _, Talking _ -> clear(true);
            case OutOfService _, OnHook _, Ringing _, Clearing _, Guard _ -> ignored++;
        }
    }

    private void clear(boolean reportRelease) {
        actions.add(new FxoAction.GoOnHook());
        enter(new Clearing(reportRelease));
        deadlines.set(Timer.ON_HOOK, now + timings.onHookWait().toNanos());
    }

    // Bookkeeping

    private void fits(boolean fits) {
        ignored += fits ? 0 : 1;
    }

    private void begin(String newCause, long nowNanos) {
        actions = new ArrayList<>(2);
        cause = newCause;
        now = nowNanos;
    }

    private void enter(FxoState next) {
        history.add(new LineHistory.Transition(now, state, cause, next));
        if (state.getClass() != next.getClass()) {
            deadlines.clearAll();
            supervision.reset();
        }
        state = next;
    }
}
