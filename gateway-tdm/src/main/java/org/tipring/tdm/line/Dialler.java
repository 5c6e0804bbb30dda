package org.tipring.tdm.line;

import org.tipring.media.time.Deadlines;
import org.tipring.tdm.line.FxoAction.AnswerEvidence;
import org.tipring.tdm.line.FxoAction.Refusal;
import org.tipring.tdm.line.FxoAction.ReleaseEvidence;
import org.tipring.tdm.line.FxoState.AwaitingDialTone;
import org.tipring.tdm.line.FxoState.Dialling;
import org.tipring.tdm.line.FxoState.Proceeding;
import org.tipring.tdm.line.FxoState.Seizing;

/// An outgoing call of an FXO line until its digits are out: seize, dial tone, dial. Part of [FxoLine], which has the table.
final class Dialler {

    private enum Timer { SEIZE, DIAL_TONE, DIGITS }

    private final LineId id;
    private final LineTimings timings;
    private final LineMachine line;
    private final EvidenceLog log;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);

    Dialler(LineId id, LineTimings timings, LineMachine line, EvidenceLog log) {
        this.id = id;
        this.timings = timings;
        this.line = line;
        this.log = log;
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
                case SEIZE -> {
                    line.act(new FxoAction.Refused(Refusal.OUT_OF_SERVICE));
                    line.clear();
                }
                case DIAL_TONE -> noDialTone();
                case DIGITS -> line.release(ReleaseEvidence.DEVICE_FAILED);
            }
        }
    }

    /// @param refusal why the line cannot be seized, or null
    void seize(FxoEvent.Seize wish, Refusal refusal) {
        if (!wish.digits().matches("[0-9*#A-D,]*")) {
            throw new IllegalArgumentException("line " + id + " cannot dial \"" + wish.digits() + "\": only 0-9 * # A-D and , for a pause");
        }
        if (refusal != null) {
            line.act(new FxoAction.Refused(refusal));
            return;
        }
        line.act(new FxoAction.GoOffHook());
        line.enter(new Seizing(wish.digits()));
        deadlines.set(Timer.SEIZE, line.now() + timings.seizeWait().toNanos());
    }

    void offHook(String digits) {
        log.begin(line.now());
        line.act(new FxoAction.Seized());
        line.enter(new AwaitingDialTone(digits));
        boolean blind = !timings.blindDialAfter().isZero();
        deadlines.set(Timer.DIAL_TONE, line.now() + (blind ? timings.blindDialAfter() : timings.dialToneWait()).toNanos());
    }

    private void noDialTone() {
        if (timings.blindDialAfter().isZero()) {
            log.add("no dial tone", line.now());
            line.release(ReleaseEvidence.NO_DIAL_TONE);
        } else {
            log.add("no dial tone, dialled all the same", line.now());
            dial();
        }
    }

    /// The exchange takes digits.
    void dial() {
        String digits = ((AwaitingDialTone) line.state()).digits();
        line.enter(new Dialling(digits));
        if (digits.isEmpty()) {
            digitsSent(digits);
        } else {
            line.act(new FxoAction.SendDigits(digits));
            deadlines.set(Timer.DIGITS, line.now() + timings.digitsWait().toNanos());
        }
    }

    void digitsSent(String digits) {
        log.add("digits out", line.now());
        line.act(new FxoAction.Dialled());
        line.enter(new Proceeding(false));
        // Who dials nothing wants the exchange itself, dial tone and all.
        if (timings.answer() == AnswerSupervision.DIALLED || digits.isEmpty()) {
            line.answered(AnswerEvidence.DIALLED);
        }
    }
}
