package org.tipring.tdm.line;

import org.tipring.media.time.Deadlines;
import org.tipring.tdm.line.FxoAction.AnswerEvidence;
import org.tipring.tdm.line.FxoAction.Meeting;
import org.tipring.tdm.line.FxoAction.Refusal;
import org.tipring.tdm.line.FxoAction.ReleaseEvidence;
import org.tipring.tdm.line.FxoState.AwaitingDialTone;
import org.tipring.tdm.line.FxoState.Dialling;
import org.tipring.tdm.line.FxoState.Proceeding;
import org.tipring.tdm.line.FxoState.Seizing;

/// An outgoing call of an FXO line until its digits are out: seize, dial tone, dial. Part of [FxoLine], which has the table.
final class Dialler {

    private enum Timer { SEIZE, SILENCE, VOICE, DIAL_TONE, DIGITS }

    /// Voice where dial tone should be; an unknown dial tone is given the same time to be told by the device's own detector.
    private static final long VOICE_NANOS = 1_000_000_000L;
    /// Meetings on suspicion with no dial tone in between. More in a row are no callers: the line is dead, or its dial tone unknown.
    private static final int MOST_SUSPICIONS = 2;

    /// For so long after we have hung up on a caller he may still be on the line (ITU-T Q.118: an exchange lets go of him after 1 to 2 minutes).
    private static final long HOLD_NANOS = 130_000_000_000L;

    private final LineId id;
    private final LineTimings timings;
    private final LineMachine line;
    private final EvidenceLog log;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private boolean urgent;
    private int suspicions;
    private boolean hungUpOnCaller;
    private long hungUpNanos;

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
                case SILENCE -> suspect(deadlines.isSet(Timer.VOICE) ? Meeting.VOICE : Meeting.SILENCE);
                case VOICE -> suspect(Meeting.VOICE);
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
        urgent = wish.urgent();
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
        if (!blind && maySuspect() && timings.metAfter().isPositive()) {
            deadlines.set(Timer.SILENCE, line.now() + timings.metAfter().toNanos());
        }
    }

    /// An exchange that rings a line takes its seizure for the answer. Where the device had told no ring yet, all that is left of the caller
    /// is what is heard: nothing, or "hello?", and no dial tone (ITU-T Q.543 wants that within 0.6 s in 95 of 100 calls, within 1 s at high load).
    /// A call for help waits for dial tone as long as it may, unless a caller may hold the line: he must not be taken for help.
    private boolean maySuspect() {
        return suspicions < MOST_SUSPICIONS && (!urgent || hungUpOnCaller && line.now() - hungUpNanos < HOLD_NANOS);
    }

    /// Our side has hung up on a caller.
    void hungUpOnCaller() {
        hungUpOnCaller = true;
        hungUpNanos = line.now();
    }

    /// @return whether it means anything to a call that has not dialled yet
    boolean voiceHeard() {
        boolean strange = line.state() instanceof AwaitingDialTone && maySuspect();
        if (strange && !deadlines.isSet(Timer.VOICE)) {
            deadlines.set(Timer.VOICE, line.now() + VOICE_NANOS);
        }
        return strange;
    }

    private void suspect(Meeting how) {
        suspicions++;
        if (urgent) {
            log.add("no dial tone on a line that a caller may hold: " + EvidenceLog.word(how), line.now());
            line.release(ReleaseEvidence.NO_DIAL_TONE);
        } else {
            line.met(how);
        }
    }

    private void noDialTone() {
        if (timings.blindDialAfter().isZero()) {
            log.add("no dial tone", line.now());
            line.release(ReleaseEvidence.NO_DIAL_TONE);
        } else if (urgent && deadlines.isSet(Timer.VOICE)) {
            suspect(Meeting.VOICE);
        } else {
            log.add("no dial tone, dialled all the same", line.now());
            dial();
        }
    }

    /// The exchange takes digits.
    void dialTone() {
        suspicions = 0;
        hungUpOnCaller = false;
        dial();
    }

    private void dial() {
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
