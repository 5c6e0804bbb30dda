package org.tipring.tdm.line;

import java.util.ArrayList;
import java.util.List;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.line.DigitJudge.Judgement;
import org.tipring.tdm.line.DigitJudge.Verdict;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.FxsState.AwaitingKey;
import org.tipring.tdm.line.FxsState.Calling;
import org.tipring.tdm.line.FxsState.Dialling;
import org.tipring.tdm.line.FxsState.Ended;
import org.tipring.tdm.line.FxsState.Howling;
import org.tipring.tdm.line.FxsState.LeftOffHook;
import org.tipring.tdm.line.FxsState.OnHook;
import org.tipring.tdm.line.FxsState.OutOfService;
import org.tipring.tdm.line.FxsState.Ringing;
import org.tipring.tdm.line.FxsState.Talking;

/// One FXS line (foreign exchange station: a telephone is at the other end, and the gateway is its exchange). Owned by the control thread.
///
/// `→ X` next state, `!` an action; blank: the event does not fit the state and is counted.
///
/// | | lifted | hung up | key, pulses | flash | ring | connected | call over | timer |
/// |---|---|---|---|---|---|---|---|---|
/// | **OutOfService** | | | | | !cannot | | | |
/// | **OnHook** | → Dialling !dial tone, or !place call | | | | → Ringing !ring | | | |
/// | **Ringing** | → Talking !answered | | | | !cannot | | → OnHook !stop | |
/// | **Dialling** | | → OnHook | !silence; complete: → Calling !place call; dead end: → Ended | → Dialling anew | !cannot | | | a number: → Calling; else → Ended |
/// | **Calling** | | → OnHook !gone | !key in the call | | !cannot | → Talking | → Ended !tone | |
/// | **Talking** | | → OnHook !gone | !key in the call; one pulse: flash | !flash | !cannot | | → Ended !open loop, tone | |
/// | **AwaitingKey** | | → OnHook !gone | !key | !flash | !cannot | | → Ended !tone | |
/// | **Ended** | | → OnHook | | → Dialling anew | !cannot | | | → Howling |
/// | **Howling** | | → OnHook | | | !cannot | | | → LeftOffHook |
/// | **LeftOffHook** | | → OnHook | | | !cannot | | | |
///
/// While another call is held or waits (`Holds`), a flash is told of in every state off-hook, hanging up is `gone` in every state, and no loop
/// is opened at the end of the other. What becomes of the calls is not known here: `Recall` leads to Dialling, `AwaitKey` and `Talk` to
/// AwaitingKey and Talking, from every state off-hook.
///
/// A key that is held down over a flash ([HeldKey]) fits no state.
///
/// A port that goes leads from anywhere to OutOfService, with "gone" for a call that was there; `PortReady` leads back to OnHook.
public final class FxsLine {

    private enum Timer {
        /// How long until the next digit.
        DIGIT,
        /// How long the tone at the end of a call, and then the howler.
        OFF_HOOK
    }

    private final LineId id;
    private final FxsTimings timings;
    private final DigitJudge plan;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private final HeldKey held = new HeldKey();
    private FxsState state = new OutOfService("not started");
    private long sinceNanos;
    private boolean reversed;
    private boolean holds;
    private boolean pulsing;
    private long ignored;
    private List<FxsAction> actions = new ArrayList<>();
    private long now;

    public FxsLine(LineId id, FxsTimings timings, DigitJudge plan) {
        this.id = id;
        this.timings = timings;
        this.plan = plan;
    }

    public LineId id() {
        return id;
    }

    public FxsState state() {
        return state;
    }

    /// When it came into its state.
    public long sinceNanos() {
        return sinceNanos;
    }

    /// Events that did not fit the state they met.
    public long ignoredEvents() {
        return ignored;
    }

    public long nextDeadline() {
        return deadlines.next();
    }

    public List<FxsAction> handle(FxsEvent event, long nowNanos) {
        begin(nowNanos);
        switch (event) {
            case FxsEvent.PortReady _ -> portReady();
            case FxsEvent.PortGone(String why) -> portGone(why);
            case FxsEvent.Lifted _ -> lifted();
            case FxsEvent.HungUp _ -> hungUp();
            case FxsEvent.Flashed _ -> {
                held.flashed(now);
                flashed();
            }
            case FxsEvent.Pulses(int count) -> pulses(count);
            case FxsEvent.Key(char key) -> key(key);
            case FxsEvent.Ring ring -> ring(ring);
            case FxsEvent.DialAgain _ -> dialAgain();
            case FxsEvent.Connected _ -> connected();
            case FxsEvent.CallOver(CallProgressTone tone) -> callOver(tone);
            case FxsEvent.Holds(boolean another) -> holds = another;
            case FxsEvent.Recall _ -> recall();
            case FxsEvent.AwaitKey _ -> awaitKey();
            case FxsEvent.Talk _ -> talk();
            case FxsEvent.CallWaiting(LineMessage.CallSetup caller) -> callWaiting(caller);
        }
        return actions;
    }

    public List<FxsAction> tick(long nowNanos) {
        begin(nowNanos);
        for (Timer due = deadlines.expire(nowNanos); due != null; due = deadlines.expire(nowNanos)) {
            switch (due) {
                case DIGIT -> noMoreDigits();
                case OFF_HOOK -> stillOffHook();
            }
        }
        return actions;
    }

    // ---- the port

    private void portReady() {
        if (state instanceof OutOfService) {
            actions.add(new FxsAction.InService());
            enter(new OnHook());
        } else {
            ignored++;
        }
    }

    private void portGone(String why) {
        endCall("the telephone's port: " + why, true);
        reversed = false;
        if (!(state instanceof OutOfService(String before)) || !before.equals(why)) {
            actions.add(new FxsAction.OutOfService(why));
            enter(new OutOfService(why));
        }
    }

    private void endCall(String why, boolean failed) {
        if (state.inCall() || holds) {
            actions.add(new FxsAction.CallerGone(why, failed));
        }
        actions.add(new FxsAction.HearNothing());
    }

    // ---- the telephone

    private void lifted() {
        switch (state) {
            case OnHook _ -> invite();
            case Ringing _ -> {
                actions.add(new FxsAction.Answered());
                enter(new Talking());
            }
            case OutOfService _, Dialling _, AwaitingKey _, Calling _, Talking _, Ended _, Howling _, LeftOffHook _ -> ignored++;
        }
    }

    private void hungUp() {
        switch (state) {
            case Dialling _, AwaitingKey _, Calling _, Talking _, Ended _, Howling _, LeftOffHook _ -> {
                endCall("hung up", false);
                restorePolarity();
                enter(new OnHook());
            }
            case OutOfService _, OnHook _, Ringing _ -> ignored++;
        }
    }

    private void flashed() {
        if (holds && offHook()) {
            actions.add(new FxsAction.FlashInCall());
            return;
        }
        switch (state) {
            case Dialling _, Ended _ -> invite();
            case Talking _, AwaitingKey _ -> actions.add(new FxsAction.FlashInCall());
            case OutOfService _, OnHook _, Ringing _, Calling _, Howling _, LeftOffHook _ -> ignored++;
        }
    }

    private boolean offHook() {
        return switch (state) {
            case OutOfService _, OnHook _, Ringing _ -> false;
            case Dialling _, AwaitingKey _, Calling _, Talking _, Ended _, Howling _, LeftOffHook _ -> true;
        };
    }

    private void pulses(int count) {
        boolean talks = state instanceof Talking || holds && (state instanceof Calling || state instanceof Ended);
        if (count == 1 && timings.flashIsOnePulse() && talks) {
            flashed();
        } else if (count == 0 && state instanceof Dialling) {
            pulsing = true;
            actions.add(new FxsAction.Hear(null));
        } else if (count >= 1 && count <= 10) {
            digit((char) ('0' + count % 10));
        } else {
            ignored++;
        }
    }

    // ---- dialling

    private void invite() {
        restorePolarity();
        dialled("");
    }

    private void key(char key) {
        if (held.isHeld(key, now) || !offHook()) {
            ignored++;
        } else if (state instanceof Dialling || state instanceof AwaitingKey) {
            digit(key);
        } else {
            actions.add(new FxsAction.KeyInCall(key));
        }
    }

    private void digit(char key) {
        if (state instanceof Dialling(String digits, Verdict _)) {
            dialled(digits + key);
        } else if (state instanceof AwaitingKey) {
            actions.add(new FxsAction.KeyAfterFlash(key));
        } else {
            ignored++;
        }
    }

    private void dialled(String digits) {
        Judgement judgement = plan.judge(digits);
        pulsing = false;
        switch (judgement.verdict()) {
            case SEND -> place(digits);
            case DEAD_END -> end(CallProgressTone.REORDER);
            case MAY_BE_LONGER, INCOMPLETE -> {
                actions.add(new FxsAction.Hear(judgement.dialTone() ? CallProgressTone.DIAL : null));
                enter(new Dialling(digits, judgement.verdict()));
                deadlines.set(Timer.DIGIT, now + judgement.pause().toNanos());
            }
        }
    }

    private void noMoreDigits() {
        if (pulsing) {
            // The next digit is on its way: a 0 takes a second and more.
            pulsing = false;
            deadlines.set(Timer.DIGIT, now + 2_000_000_000L);
        } else if (state instanceof Dialling(String digits, Verdict judged)) {
            if (judged == Verdict.MAY_BE_LONGER) {
                place(digits);
            } else {
                end(CallProgressTone.REORDER);
            }
        }
    }

    private void place(String digits) {
        actions.add(new FxsAction.Hear(null));
        enter(new Calling());
        actions.add(new FxsAction.PlaceCall(digits));
    }

    // ---- calls

    private void ring(FxsEvent.Ring ring) {
        if (state instanceof OnHook) {
            actions.add(new FxsAction.StartRing(ring.signal(), ring.caller()));
            enter(new Ringing());
        } else {
            actions.add(new FxsAction.CannotRing());
        }
    }

    private void dialAgain() {
        if (state instanceof Calling) {
            invite();
        } else {
            ignored++;
        }
    }

    private void connected() {
        if (state instanceof Calling) {
            if (timings.reverseOnAnswer()) {
                reversed = true;
                actions.add(new FxsAction.Polarity(true));
            }
            enter(new Talking());
        } else {
            ignored++;
        }
    }

    private void recall() {
        if (offHook()) {
            dialled("");
        } else {
            ignored++;
        }
    }

    private void awaitKey() {
        if (offHook()) {
            actions.add(new FxsAction.Hear(CallProgressTone.DIAL));
            enter(new AwaitingKey());
        } else {
            ignored++;
        }
    }

    private void talk() {
        if (offHook()) {
            enter(new Talking());
        } else {
            ignored++;
        }
    }

    private void callWaiting(LineMessage.CallSetup caller) {
        if (state instanceof Talking || caller == null) {
            actions.add(new FxsAction.CallWaiting(caller));
        } else {
            ignored++;
        }
    }

    private void callOver(CallProgressTone tone) {
        switch (state) {
            case Ringing _ -> {
                actions.add(new FxsAction.StopRing());
                enter(new OnHook());
            }
            case Calling _, AwaitingKey _ -> end(tone);
            case Talking _ -> {
                restorePolarity();
                if (!timings.loopBreak().isZero() && !holds) {
                    actions.add(new FxsAction.OpenLoop(timings.loopBreak()));
                }
                end(tone);
            }
            case OutOfService _, OnHook _, Dialling _, Ended _, Howling _, LeftOffHook _ -> ignored++;
        }
    }

    private void end(CallProgressTone tone) {
        actions.add(new FxsAction.Hear(tone));
        enter(new Ended(tone));
        deadlines.set(Timer.OFF_HOOK, now + timings.endTone().toNanos());
    }

    private void stillOffHook() {
        if (state instanceof Ended) {
            actions.add(new FxsAction.LeftOffHook());
            actions.add(new FxsAction.Hear(CallProgressTone.HOWLER));
            enter(new Howling());
            deadlines.set(Timer.OFF_HOOK, now + timings.howler().toNanos());
        } else {
            actions.add(new FxsAction.Hear(null));
            enter(new LeftOffHook());
        }
    }

    private void restorePolarity() {
        if (reversed) {
            reversed = false;
            actions.add(new FxsAction.Polarity(false));
        }
    }

    private void begin(long nowNanos) {
        actions = new ArrayList<>(3);
        now = nowNanos;
    }

    private void enter(FxsState next) {
        deadlines.clearAll();
        pulsing = false;
        sinceNanos = now;
        state = next;
    }
}
