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
import org.tipring.tdm.line.FxoState.Met;
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
/// | **Seizing** | !IN_USE | !refused GLARE → Met | | → Clearing | → AwaitingDialTone !seized | | | | | !refused → Clearing |
/// | **Met** | !GLARE | | → Talking !seized !answered | → Clearing | !offer | | | busy, reorder, dial: release! | release! | → Clearing |
/// | **AwaitingDialTone** | !IN_USE | as Seizing, !offer | | → Clearing | | | | dial: → Dialling; busy, reorder, SIT: release! | | silence or a voice: as ring; NO_DIAL_TONE: release!, or blind → Dialling |
/// | **Dialling** | !IN_USE | | | → Clearing | | → Proceeding !dialled | | busy, reorder, SIT: release! | | release! DEVICE_FAILED |
/// | **Proceeding** | !IN_USE | | | → Clearing | | | | ringback: !alerting; its end, a voice: → Talking; busy, reorder, SIT: release! | release! | answer or dial tone confirmed |
/// | **Talking** | !IN_USE | | | → Clearing | | | | busy, reorder: release!; dial: after a while | release! | dial tone: release! |
/// | **Clearing** | !GUARD | | | | | | → Guard !our release | | | → OutOfService |
/// | **Guard** | !GUARD | → Ringing | | | | | | | | → OnHook |
///
/// A device that fails or goes leads from anywhere to OutOfService, after `Released`, `Refused` or `Abandoned` for a call that was there;
/// `PortReady` leads back to OnHook. Polarity: answers in Proceeding, and releases when it turns back after such an answer. A caller ID
/// that comes while seizing is a ring, too.
public final class FxoLine implements Line {

    private enum Timer { ON_HOOK, GUARD }

    private final LineId id;
    private final LineTimings timings;
    private final EvidenceLog log = new EvidenceLog();
    private final Supervision supervision;
    private final RingWatch rings;
    private final Dialler dialler;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private final LineHistory history = new LineHistory();
    private FxoState state = new OutOfService("not started", false);
    private LineCondition condition = LineCondition.FINE;
    private long ignored;
    private String cause = "";
    private List<FxoAction> actions;
    private long now;

    public FxoLine(LineId id, LineTimings timings) {
        this.id = id;
        this.timings = timings;
        Machine machine = new Machine();
        this.supervision = new Supervision(timings, machine, log);
        this.rings = new RingWatch(timings, machine);
        this.dialler = new Dialler(id, timings, machine, log);
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
            case FxoEvent.PortFailed(String why, LineCondition felt) -> deviceLost(why, felt, ReleaseEvidence.DEVICE_FAILED);
            case FxoEvent.PortGone(String why) -> deviceLost(why, LineCondition.FINE, ReleaseEvidence.DEVICE_GONE);
            case FxoEvent.RingStarted _ -> fits(rings.ring());
            case FxoEvent.CallerIdReceived(CallerId received, String _) -> rings.callerId(received);
            case FxoEvent.OffHook _ -> offHook();
            case FxoEvent.OnHook _ -> onHook();
            case FxoEvent.DigitsSent _ -> digitsSent();
            case FxoEvent.Flash _ -> fits(supervision.flash());
            case FxoEvent.Flashed(boolean done) -> fits(supervision.flashed(done));
            case FxoEvent.LoopBroken _ -> fits(supervision.loopBroken());
            case FxoEvent.PolarityReversed _ -> fits(supervision.polarityReversed());
            case FxoEvent.DialToneReported _ ->
                fits(state instanceof AwaitingDialTone && supervision.toneStarted(CallProgressTone.DIAL));
            case FxoEvent.ToneStarted(CallProgressTone tone) -> fits(supervision.toneStarted(tone));
            case FxoEvent.ToneEnded(CallProgressTone tone) -> fits(supervision.toneEnded(tone));
            case FxoEvent.VoiceHeard _ -> fits(dialler.voiceHeard() | supervision.voiceHeard());
            case FxoEvent.Silent(long seconds) -> supervision.silent(seconds);
            case FxoEvent.WaitingCaller(CallerId caller, boolean told) -> fits(supervision.callerWaits(caller, told));
            case FxoEvent.Seize wish -> dialler.seize(wish, refusal(wish.urgent()));
            case FxoEvent.Answer _ -> fits(rings.answer());
            case FxoEvent.Release _ -> release();
        }
        return actions;
    }

    @Override
    public List<FxoAction> tick(long nowNanos) {
        begin("heard for long enough", nowNanos);
        supervision.tick(now);
        cause = "rings";
        rings.tick(now);
        cause = "seizure timer";
        dialler.tick(now);
        for (Timer due = deadlines.expire(nowNanos); due != null; due = deadlines.expire(nowNanos)) {
            cause = due.name();
            switch (due) {
                case ON_HOOK -> stillOffHook();
                case GUARD -> enter(new OnHook());
            }
        }
        return actions;
    }

    @Override
    public long nextDeadline() {
        return Math.min(Math.min(deadlines.next(), dialler.nextDeadline()), Math.min(supervision.nextDeadline(), rings.nextDeadline()));
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
    public String story() {
        return log.story();
    }

    @Override
    public String waiting(long nowNanos) {
        return supervision.waiting(nowNanos);
    }

    @Override
    public long ignoredEvents() {
        return ignored;
    }

    // The device

    private void portReady() {
        condition = LineCondition.FINE;
        switch (state) {
            case OutOfService _ -> {
                actions.add(new FxoAction.InService());
                enter(new OnHook());
            }
            case OnHook _, Guard _, Ringing _ -> ignored++;
            case Clearing _ -> onHook();
            // The port has put itself on-hook behind our back.
            case Answering _, Seizing _, Met _, AwaitingDialTone _, Dialling _, Proceeding _, Talking _ -> {
                endCall(ReleaseEvidence.DEVICE_FAILED);
                guard();
            }
        }
    }

    private void deviceLost(String why, LineCondition felt, ReleaseEvidence evidence) {
        condition = felt;
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
            case OutOfService _, OnHook _, Ringing _, Answering _, Seizing _, Met _, AwaitingDialTone _, Dialling _, Proceeding _, Talking _,
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

    // Outgoing

    @Override
    public boolean takes(boolean urgent, long nowNanos) {
        return condition.callable() && state instanceof OnHook
                || urgent && state instanceof Guard(long since) && nowNanos - since >= timings.urgentGuard().toNanos();
    }

    @Override
    public boolean callerMayHold() {
        return true;
    }

    /// Null when the line can be seized.
    private Refusal refusal(boolean urgent) {
        if (state instanceof OnHook && rings.ringFollows()) {
            return Refusal.GLARE;
        }
        if (takes(urgent, now)) {
            return null;
        }
        return !(state instanceof OnHook) ? state.refusal() : condition == LineCondition.IN_USE_ELSEWHERE ? Refusal.IN_USE : Refusal.OUT_OF_SERVICE;
    }

    private void offHook() {
        switch (state) {
            case Met(boolean connected) when !connected -> {
                log.begin(now);
                log.add("met a caller while seizing", now);
                rings.connected();
            }
            case Seizing(String digits) -> dialler.offHook(digits);
            case Answering _ -> {
                log.begin(now);
                actions.add(new FxoAction.Seized());
                answered(AnswerEvidence.WE_ANSWERED);
            }
            case OutOfService _, OnHook _, Ringing _, Met _, AwaitingDialTone _, Dialling _, Proceeding _, Talking _, Clearing _, Guard _ ->
                ignored++;
        }
    }

    private void digitsSent() {
        if (state instanceof Dialling(String digits)) {
            dialler.digitsSent(digits);
        } else {
            ignored++;
        }
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
            case Met(boolean connected) when !connected -> ignored++;
            case Answering _, Seizing _, Met _, AwaitingDialTone _, Dialling _, Proceeding _, Talking _ -> {
                log.add("released by our side", now);
                if (state instanceof Answering || state instanceof Met
                        || state instanceof Talking(AnswerEvidence evidence, _) && evidence == AnswerEvidence.WE_ANSWERED) {
                    dialler.hungUpOnCaller();
                }
                clear(true);
            }
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
            rings.reset();
            dialler.reset();
            supervision.entered(next);
        }
        state = next;
    }

    /// What the parts of the machine see of it.
    private final class Machine implements LineMachine {

        @Override
        public FxoState state() {
            return state;
        }

        @Override
        public long now() {
            return now;
        }

        @Override
        public void enter(FxoState next) {
            FxoLine.this.enter(next);
        }

        @Override
        public void act(FxoAction action) {
            actions.add(action);
        }

        @Override
        public void dialTone() {
            dialler.dialTone();
        }

        @Override
        public void met(FxoAction.Meeting how) {
            log.add("met a caller while seizing: " + EvidenceLog.word(how), now);
            rings.metConnected(how);
        }

        @Override
        public void clear() {
            FxoLine.this.clear(false);
        }

        @Override
        public void answered(AnswerEvidence evidence) {
            FxoLine.this.answered(evidence);
        }

        @Override
        public void release(ReleaseEvidence evidence) {
            releaseFrom(evidence);
        }
    }
}
