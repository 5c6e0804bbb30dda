package org.tipring.tdm.line;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.line.FxoAction.AnswerEvidence;
import org.tipring.tdm.line.FxoAction.Refusal;
import org.tipring.tdm.line.FxoAction.ReleaseEvidence;
import org.tipring.tdm.line.FxoState.Answering;
import org.tipring.tdm.line.FxoState.Clearing;
import org.tipring.tdm.line.FxoState.Dialling;
import org.tipring.tdm.line.FxoState.Offer;
import org.tipring.tdm.line.FxoState.OnHook;
import org.tipring.tdm.line.FxoState.OutOfService;
import org.tipring.tdm.line.FxoState.Proceeding;
import org.tipring.tdm.line.FxoState.Ringing;
import org.tipring.tdm.line.FxoState.Talking;

/// A cellular modem's line. The network signals answer and release, so nothing is guessed and tones mean nothing. Owned by the control
/// thread.
///
/// `→ X` next state, `!` an action, blank: does not fit and is counted. To the port `SendDigits` dials, `GoOffHook` answers and
/// `GoOnHook` ends a call or refuses one, which a mobile can.
///
/// | | seize | incoming | ring | answer | release | accepted | alerting | connected | ended | on-hook | timer |
/// |---|---|---|---|---|---|---|---|---|---|---|---|
/// | **OutOfService** | !refused | | | | | | | | | late: → OnHook | |
/// | **OnHook** | → Dialling !digits | → Ringing !offer | | | | | | | | | |
/// | **Ringing** | !GLARE | | !rang | → Answering !off-hook | → Clearing | | | | → OnHook !abandoned | | |
/// | **Answering** | !IN_USE | | | | → Clearing | | | → Talking !seized !answered | → OnHook !released | | → Clearing !released |
/// | **Dialling** | !IN_USE | → Ringing !GLARE !offer | | | → Clearing | → Proceeding !seized !dialled | | as accepted, then answered | → OnHook !refused or !released | | → Clearing !refused |
/// | **Proceeding** | !IN_USE | | | | → Clearing | | !alerting | → Talking !answered | → OnHook !released | | |
/// | **Talking** | !IN_USE | | | | → Clearing | | | | → OnHook !released | | |
/// | **Clearing** | !GUARD | | | | | | | | | → OnHook !our release | → OutOfService |
///
/// A device that fails or goes leads from anywhere to OutOfService, after what a call that was there must hear. A call that met ours on
/// its way (Dialling, incoming) is offered; ours hunts on. `PortReady` leads back to OnHook.
public final class MobileLine implements Line {

    /// Longer than any command of the port takes ([org.tipring.tdm.port.LinePort] gives up earlier and says so).
    private static final long PORT_WAIT = Duration.ofSeconds(40).toNanos();
    private static final long ON_HOOK_WAIT = Duration.ofSeconds(15).toNanos();
    /// Q.850 causes with which our own side of the network, not the called party, refuses: another line may have more luck.
    private static final List<Integer> NO_WAY_OUT = List.of(34, 38, 41, 42, 47);

    private enum Timer { PORT }

    private final LineId id;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private final LineHistory history = new LineHistory();
    private FxoState state = new OutOfService("not started", false);
    private LineCondition condition = LineCondition.FINE;
    private List<FxoAction> actions;
    private String cause = "";
    private long ignored;
    private long now;

    public MobileLine(LineId id) {
        this.id = id;
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
        begin(event.getClass().getSimpleName(), nowNanos);
        switch (event) {
            case FxoEvent.Seize(String digits, _) -> seize(digits);
            case FxoEvent.Answer _ -> answer();
            case FxoEvent.Release _ -> release();
            case FxoEvent.PortReady _ -> portReady();
            case FxoEvent.PortFailed(String why, LineCondition felt) -> deviceLost(why, felt, ReleaseEvidence.DEVICE_FAILED);
            case FxoEvent.PortGone(String why) -> deviceLost(why, LineCondition.FINE, ReleaseEvidence.DEVICE_GONE);
            case FxoEvent.RingStarted _ -> rang();
            case FxoEvent.OnHook _ -> onHook();
            case MobileEvent.Incoming(CallerId callerId) -> incoming(callerId);
            case MobileEvent.Accepted _ -> accepted();
            case MobileEvent.Alerting _ -> alerting();
            case MobileEvent.Connected _ -> connected();
            case MobileEvent.Ended(int why, String words) -> ended(why, words);
            // What is heard is the far end's own business.
            case FxoEvent.ToneStarted _, FxoEvent.ToneEnded _, FxoEvent.VoiceHeard _ -> { }
            default -> ignored++;
        }
        return actions;
    }

    @Override
    public List<FxoAction> tick(long nowNanos) {
        begin("TIMER", nowNanos);
        for (Timer due = deadlines.expire(now); due != null; due = deadlines.expire(now)) {
            switch (state) {
                case Clearing _ -> stillThere();
                case Dialling _ -> {
                    actions.add(new FxoAction.Refused(Refusal.OUT_OF_SERVICE));
                    clear(false);
                }
                default -> {
                    endCall(ReleaseEvidence.DEVICE_FAILED);
                    clear(false);
                }
            }
        }
        return actions;
    }

    @Override
    public long nextDeadline() {
        return deadlines.next();
    }

    @Override
    public boolean takes(boolean urgent, long nowNanos) {
        return condition.callable() && state instanceof OnHook;
    }

    /// A mobile network ends the call at once.
    @Override
    public boolean callerMayHold() {
        return false;
    }

    @Override
    public List<LineHistory.Transition> history() {
        return history.list();
    }

    @Override
    public LineCondition condition() {
        return condition;
    }

    @Override
    public long ignoredEvents() {
        return ignored;
    }

    // The device

    private void portReady() {
        condition = LineCondition.FINE;
        if (state instanceof OutOfService) {
            actions.add(new FxoAction.InService());
        } else if (!(state instanceof OnHook)) {
            // The port has started over behind our back.
            endCall(ReleaseEvidence.DEVICE_FAILED);
        }
        enter(new OnHook());
    }

    private void deviceLost(String why, LineCondition felt, ReleaseEvidence evidence) {
        condition = felt;
        endCall(evidence);
        if (!(state instanceof OutOfService(String before, _)) || !before.equals(why)) {
            actions.add(new FxoAction.OutOfService(why));
            enter(new OutOfService(why, false));
        }
    }

    private void onHook() {
        switch (state) {
            case Clearing _ -> {
                endCall(ReleaseEvidence.OUR_RELEASE);
                enter(new OnHook());
            }
            case OutOfService(_, boolean ending) when ending -> {
                actions.add(new FxoAction.InService());
                enter(new OnHook());
            }
            default -> ignored++;
        }
    }

    private void stillThere() {
        String why = "the modem did not end the call within " + ON_HOOK_WAIT / 1_000_000_000L + " s";
        endCall(ReleaseEvidence.OUR_RELEASE);
        actions.add(new FxoAction.OutOfService(why));
        enter(new OutOfService(why, true));
    }

    /// Tells the call, if there is one, that the line has left it.
    private void endCall(ReleaseEvidence evidence) {
        FxoAction farewell = state instanceof Dialling ? new FxoAction.Refused(Refusal.OUT_OF_SERVICE) : state.farewell(evidence);
        if (farewell != null) {
            actions.add(farewell);
        }
    }

    // Incoming

    private void incoming(CallerId callerId) {
        switch (state) {
            case OnHook _ -> offer(callerId);
            case Dialling _ -> {
                actions.add(new FxoAction.Refused(Refusal.GLARE));
                offer(callerId);
            }
            default -> ignored++;
        }
    }

    private void offer(CallerId callerId) {
        actions.add(new FxoAction.OfferCall(callerId));
        enter(new Ringing(1, Offer.MADE));
    }

    private void rang() {
        if (state instanceof Ringing(int rings, Offer offer)) {
            enter(new Ringing(rings + 1, offer));
            actions.add(new FxoAction.Rang(rings + 1));
        }
    }

    private void answer() {
        if (state instanceof Ringing) {
            actions.add(new FxoAction.GoOffHook());
            enter(new Answering());
            deadlines.set(Timer.PORT, now + PORT_WAIT);
        } else {
            ignored++;
        }
    }

    // Outgoing

    private void seize(String digits) {
        if (!digits.matches("[0-9*#A-D,]*")) {
            throw new IllegalArgumentException("line " + id + " cannot dial \"" + digits + "\": only 0-9 * # A-D and , for a pause");
        }
        Refusal refusal = state.refusal();
        if (refusal != null) {
            actions.add(new FxoAction.Refused(refusal));
            return;
        }
        if (!digits.matches("[0-9*#A-D].*")) {
            // There is no exchange to listen to: nothing dialled is nobody called.
            actions.add(new FxoAction.ReleasedByNetwork(28, "no number to dial"));
            return;
        }
        actions.add(new FxoAction.SendDigits(digits));
        enter(new Dialling(digits));
        deadlines.set(Timer.PORT, now + PORT_WAIT);
    }

    private void accepted() {
        if (state instanceof Dialling) {
            actions.add(new FxoAction.Seized());
            actions.add(new FxoAction.Dialled());
            enter(new Proceeding(false));
        } else {
            ignored++;
        }
    }

    private void alerting() {
        if (state instanceof Dialling) {
            accepted();
        }
        if (state instanceof Proceeding(boolean rings) && !rings) {
            actions.add(new FxoAction.Alerting());
            enter(new Proceeding(true));
        } else {
            ignored++;
        }
    }

    private void connected() {
        if (state instanceof Dialling) {
            accepted();
        }
        switch (state) {
            case Proceeding _ -> answered(AnswerEvidence.NETWORK);
            case Answering _ -> {
                actions.add(new FxoAction.Seized());
                answered(AnswerEvidence.WE_ANSWERED);
            }
            default -> ignored++;
        }
    }

    private void answered(AnswerEvidence evidence) {
        actions.add(new FxoAction.Answered(evidence));
        enter(new Talking(evidence, now));
    }

    // The end

    private void ended(int why, String words) {
        switch (state) {
            case Ringing _ -> {
                actions.add(new FxoAction.Abandoned());
                enter(new OnHook());
            }
            case Dialling _ when NO_WAY_OUT.contains(why) -> {
                actions.add(new FxoAction.Refused(Refusal.OUT_OF_SERVICE));
                enter(new OnHook());
            }
            case Dialling _, Answering _, Proceeding _, Talking _ -> {
                actions.add(new FxoAction.ReleasedByNetwork(why, words));
                enter(new OnHook());
            }
            // Clearing: the port still has to say that it is done.
            default -> ignored++;
        }
    }

    private void release() {
        switch (state) {
            case Ringing _, Answering _, Dialling _, Proceeding _, Talking _ -> clear(true);
            default -> ignored++;
        }
    }

    private void clear(boolean reportRelease) {
        actions.add(new FxoAction.GoOnHook());
        enter(new Clearing(reportRelease));
        deadlines.set(Timer.PORT, now + ON_HOOK_WAIT);
    }

    // Bookkeeping

    private void begin(String newCause, long nowNanos) {
        actions = new ArrayList<>(2);
        cause = newCause;
        now = nowNanos;
    }

    private void enter(FxoState next) {
        history.add(new LineHistory.Transition(now, state, cause, next));
        if (state.getClass() != next.getClass()) {
            deadlines.clearAll();
        }
        state = next;
    }
}
