package org.tipring.tdm.line;

import org.tipring.media.time.Deadlines;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.line.FxoAction.AnswerEvidence;
import org.tipring.tdm.line.FxoAction.Meeting;
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

/// A caller on an FXO line until somebody answers: rings are counted, the caller ID is awaited, and ringing that stops is noticed. Part of
/// [FxoLine], which has the table.
final class RingWatch {

    private enum Timer { RING_GAP, CALLER_ID, ANSWER }

    private final LineTimings timings;
    private final LineMachine line;
    private final ExpectedCaller caller;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);

    RingWatch(LineTimings timings, LineMachine line) {
        this.timings = timings;
        this.line = line;
        this.caller = new ExpectedCaller(timings.ringGap());
    }

    /// The line has come into another state.
    void reset() {
        deadlines.clearAll();
    }

    long nextDeadline() {
        return deadlines.next();
    }

    void tick(long now) {
        for (Timer due = deadlines.expire(now); due != null; due = deadlines.expire(now)) {
            switch (due) {
                case RING_GAP -> ringingStopped();
                case CALLER_ID -> offer();
                case ANSWER -> notAnswered();
            }
        }
    }

    /// The exchange rings.
    ///
    /// @return whether that means anything now
    boolean ring() {
        switch (line.state()) {
            case OnHook _, Guard _ -> first();
            case Ringing ringing -> next(ringing);
            case Seizing _ -> meet(Meeting.RING);
            // The device told it late: whoever was rung is on the line already.
            case AwaitingDialTone _ -> line.met(Meeting.RING);
            case OutOfService _, Answering _, Met _, Dialling _, Proceeding _, Talking _, Clearing _ -> {
                return false;
            }
        }
        return true;
    }

    /// The first ring of a call, on a line with an open loop.
    private void first() {
        line.enter(new Ringing(1, Offer.PENDING));
        deadlines.set(Timer.CALLER_ID, line.now() + timings.callerIdWait().toNanos());
        rung(1);
    }

    private void next(Ringing ringing) {
        int rings = ringing.rings() + 1;
        line.enter(new Ringing(rings, ringing.offer()));
        if (ringing.offer() == Offer.MADE) {
            line.act(new FxoAction.Rang(rings));
        }
        rung(rings);
    }

    private void rung(int rings) {
        deadlines.set(Timer.RING_GAP, line.now() + timings.ringGap().toNanos());
        if (caller.known(line.now()) || rings >= timings.offerAfterRings()) {
            offer();
        }
    }

    void callerId(CallerId received) {
        caller.announced(received, line.now());
        if (line.state() instanceof Seizing) {
            meet(Meeting.CALLER_ID);
        } else {
            offer();
        }
    }

    /// Somebody was announced a moment ago: the line is about to ring.
    boolean ringFollows() {
        return caller.ringFollows(line.now());
    }

    private void offer() {
        if (line.state() instanceof Ringing(int rings, Offer offer) && offer == Offer.PENDING) {
            line.act(new FxoAction.OfferCall(caller.take(line.now())));
            deadlines.clear(Timer.CALLER_ID);
            line.enter(new Ringing(rings, Offer.MADE));
        }
    }

    private void ringingStopped() {
        if (line.state() instanceof Ringing(_, Offer offer) && offer == Offer.MADE) {
            line.act(new FxoAction.Abandoned());
        }
        line.enter(new OnHook());
    }

    /// The call that was offered is answered.
    ///
    /// @return false when there is none
    boolean answer() {
        switch (line.state()) {
            case Ringing(_, Offer offer) when offer == Offer.MADE -> {
                line.act(new FxoAction.GoOffHook());
                line.enter(new Answering());
                deadlines.set(Timer.ANSWER, line.now() + timings.seizeWait().toNanos());
            }
            case Met(boolean connected) when connected -> {
                line.act(new FxoAction.Seized());
                line.answered(AnswerEvidence.WE_ANSWERED);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /// The port did not close the loop for a caller.
    private void notAnswered() {
        if (line.state() instanceof Met) {
            line.clear();
        } else {
            line.release(ReleaseEvidence.DEVICE_FAILED);
        }
    }

    /// Glare. The loop is being closed already, and that answers the caller: to open it again would hang up on somebody.
    private void meet(Meeting how) {
        lineLost(how);
        deadlines.set(Timer.ANSWER, line.now() + timings.seizeWait().toNanos());
    }

    private void lineLost(Meeting how) {
        line.act(new FxoAction.Refused(Refusal.GLARE));
        line.act(new FxoAction.CallerMet(how));
        line.enter(new Met(false));
    }

    /// The loop is closed already.
    void metConnected(Meeting how) {
        lineLost(how);
        connected();
    }

    /// The caller whom we met hears us.
    void connected() {
        deadlines.clear(Timer.ANSWER);
        line.enter(new Met(true));
        line.act(new FxoAction.OfferCall(caller.take(line.now())));
    }
}
