package org.tipring.tdm.line;

import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.line.FxoAction.AnswerEvidence;
import org.tipring.tdm.line.FxoAction.ReleaseEvidence;
import org.tipring.tdm.line.FxoState.AwaitingDialTone;
import org.tipring.tdm.line.FxoState.Dialling;
import org.tipring.tdm.line.FxoState.Met;
import org.tipring.tdm.line.FxoState.Proceeding;
import org.tipring.tdm.line.FxoState.Talking;

/// What a line makes of what is heard and felt on it while the loop is closed: answer, and end. All kinds of evidence come together here,
/// and all of them are written down. Part of [FxoLine], which has the table.
///
/// An answer is *sure* (polarity), *likely* (ringback ended, a voice) or not known (the digits are out); which of them counts as the answer
/// is the line's policy ([AnswerSupervision]). One that does not count, or comes when the call was taken for answered before, is told as
/// `AnswerHeard`, so that the call record has both times.
final class Supervision {

    private enum Timer { ANSWER_CONFIRM, VOICE_CONFIRM, DIAL_TONE_RETURN, LONGEST_CALL, TONE_AFTER_FLASH }

    /// For so long after a hook flash the exchange's tones are for who flashed: dial tone for a second call, busy tone of it.
    private static final long FLASH_NANOS = 30_000_000_000L;
    /// An exchange does not tell that a waiting caller has given up; after so long he has, or voice mail has him.
    private static final long WAITS_NANOS = 60_000_000_000L;

    private final LineTimings timings;
    private final LineMachine line;
    private final EvidenceLog log;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    /// Ringback has been heard after the call counted as answered.
    private boolean ringsLate;
    private FxoAction.Certainty known = FxoAction.Certainty.UNKNOWN;
    private long flashedAtNanos;
    private boolean flashed;
    /// Who waits, in words, and since when we know it; empty: nobody.
    private String waiter = "";
    private long waitsSinceNanos;
    /// The tone that sounds since a hook flash and ends the call if it goes on.
    private CallProgressTone after;

    Supervision(LineTimings timings, LineMachine line, EvidenceLog log) {
        this.timings = timings;
        this.line = line;
        this.log = log;
    }

    /// The line has come into another state.
    void entered(FxoState state) {
        deadlines.clearAll();
        ringsLate = false;
        flashed = false;
        if (!(state instanceof Talking)) {
            waiter = "";
        }
        switch (state) {
            case Proceeding _ -> known = FxoAction.Certainty.UNKNOWN;
            case Talking(AnswerEvidence evidence, long since) -> {
                known = evidence.certainty();
                if (timings.release().longestCall().isPositive()) {
                    deadlines.set(Timer.LONGEST_CALL, since + timings.release().longestCall().toNanos());
                }
            }
            default -> { }
        }
    }

    long nextDeadline() {
        return deadlines.next();
    }

    void tick(long now) {
        for (Timer due = deadlines.expire(now); due != null; due = deadlines.expire(now)) {
            switch (due) {
                case ANSWER_CONFIRM -> heardAnswer(AnswerEvidence.RINGBACK_ENDED);
                case VOICE_CONFIRM -> heardAnswer(AnswerEvidence.VOICE);
                case DIAL_TONE_RETURN -> release(ReleaseEvidence.DIAL_TONE_RETURNED);
                case LONGEST_CALL -> release(ReleaseEvidence.LONGEST_CALL);
                case TONE_AFTER_FLASH -> release(after == CallProgressTone.BUSY ? ReleaseEvidence.BUSY_TONE : ReleaseEvidence.REORDER_TONE);
            }
        }
    }

    private void note(String what) {
        log.add(what, line.now());
    }

    private void release(ReleaseEvidence evidence) {
        note("released: " + EvidenceLog.word(evidence));
        line.release(evidence);
    }

    /// @return false when the tone means nothing in this state; so for all below
    boolean toneStarted(CallProgressTone tone) {
        note(tone == CallProgressTone.SIT ? "special information tone" : EvidenceLog.word(tone) + (tone == CallProgressTone.RINGBACK ? "" : " tone"));
        if (forWhoFlashed() && (tone == CallProgressTone.BUSY || tone == CallProgressTone.REORDER)) {
            after = tone;
            deadlines.set(Timer.TONE_AFTER_FLASH, flashedAtNanos + FLASH_NANOS);
            return true;
        }
        return switch (tone) {
            case DIAL -> dialTone();
            case RINGBACK -> ringback();
            case BUSY -> ends(ReleaseEvidence.BUSY_TONE);
            case REORDER -> ends(ReleaseEvidence.REORDER_TONE);
            case CALL_WAITING -> waitingTone();
            // Ours, for telephones.
            case HOWLER, STUTTER, CONFIRMATION -> false;
            // In a conversation that was heard to begin, three tones are somebody's music.
            case SIT -> !(line.state() instanceof Talking(AnswerEvidence evidence, _) && evidence != AnswerEvidence.DIALLED)
                    && ends(ReleaseEvidence.SIT);
        };
    }

    private boolean dialTone() {
        long now = line.now();
        switch (line.state()) {
            case AwaitingDialTone _ -> line.dialTone();
            case Proceeding _ -> {
                // Digits that the exchange did not take, or a second dial tone that should soon end.
                deadlines.clearAll();
                deadlines.set(Timer.DIAL_TONE_RETURN, now + timings.dialToneWait().toNanos());
            }
            // An exchange that wants digits has no caller for us: the one who rang has gone.
            case Met(boolean connected) when connected -> release(ReleaseEvidence.DIAL_TONE_RETURNED);
            case Talking talking when !wantsDialTone(talking) -> {
                // The dial tone of the exchange right after our own off-hook is no sign of anybody hanging up.
                ReleaseRules rules = timings.release();
                deadlines.set(Timer.DIAL_TONE_RETURN, Math.max(forWhoFlashed() ? flashedAtNanos + FLASH_NANOS : 0,
                        Math.max(now + rules.dialToneConfirm().toNanos(), talking.sinceNanos() + rules.dialToneReturn().toNanos())));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean wantsDialTone(Talking talking) {
        return talking.evidence() == AnswerEvidence.DIALLED && timings.answer() != AnswerSupervision.DIALLED;
    }

    private boolean ringback() {
        deadlines.clear(Timer.ANSWER_CONFIRM);
        deadlines.clear(Timer.VOICE_CONFIRM);
        if (line.state() instanceof Proceeding(boolean rings)) {
            if (!rings) {
                line.act(new FxoAction.Alerting());
                line.enter(new Proceeding(true));
            }
            return true;
        }
        ringsLate = line.state() instanceof Talking(AnswerEvidence evidence, _) && evidence == AnswerEvidence.DIALLED;
        return ringsLate;
    }

    private boolean ends(ReleaseEvidence evidence) {
        boolean inCall = switch (line.state()) {
            case AwaitingDialTone _, Dialling _, Proceeding _, Talking _ -> true;
            case Met(boolean connected) -> connected;
            default -> false;
        };
        if (inCall) {
            release(evidence);
        }
        return inCall;
    }

    boolean toneEnded(CallProgressTone tone) {
        note(EvidenceLog.word(tone) + " ended");
        if (tone == after) {
            deadlines.clear(Timer.TONE_AFTER_FLASH);
        }
        if (tone == CallProgressTone.DIAL) {
            deadlines.clear(Timer.DIAL_TONE_RETURN);
            return true;
        }
        boolean ringbackEnded = tone == CallProgressTone.RINGBACK && awaitsAnswer();
        if (ringbackEnded) {
            deadlines.set(Timer.ANSWER_CONFIRM, line.now() + timings.answerConfirm().toNanos());
        }
        return ringbackEnded;
    }

    boolean voiceHeard() {
        note("voice");
        if (!awaitsAnswer()) {
            return false;
        }
        if (ringsLate || line.state() instanceof Proceeding(boolean rings) && rings) {
            heardAnswer(AnswerEvidence.VOICE);
        } else if (!deadlines.isSet(Timer.VOICE_CONFIRM)) {
            deadlines.set(Timer.VOICE_CONFIRM, line.now() + timings.voiceConfirm().toNanos());
        }
        return true;
    }

    /// Whether the called party's answer would be news.
    private boolean awaitsAnswer() {
        return line.state() instanceof Proceeding
                || line.state() instanceof Talking(AnswerEvidence evidence, _) && evidence == AnswerEvidence.DIALLED && !known.atLeast(FxoAction.Certainty.LIKELY);
    }

    private void heardAnswer(AnswerEvidence evidence) {
        boolean counts = line.state() instanceof Proceeding
                && (timings.answer() != AnswerSupervision.POLARITY || evidence.certainty() == FxoAction.Certainty.SURE);
        if (counts) {
            note("answered, " + EvidenceLog.word(evidence.certainty()) + ": " + EvidenceLog.word(evidence));
            line.answered(evidence);
        } else if (!known.atLeast(evidence.certainty())) {
            note("answer heard, " + EvidenceLog.word(evidence.certainty()) + ": " + EvidenceLog.word(evidence));
            known = evidence.certainty();
            line.act(new FxoAction.AnswerHeard(evidence));
        }
    }

    boolean polarityReversed() {
        note("polarity reversed");
        switch (line.state()) {
            case Proceeding _ -> heardAnswer(AnswerEvidence.POLARITY);
            case Talking(AnswerEvidence evidence, _) when evidence == AnswerEvidence.POLARITY -> release(ReleaseEvidence.POLARITY_BACK);
            // It counted as answered before; from now on it is sure, and turning back will mean the end.
            case Talking(AnswerEvidence evidence, long since) when evidence == AnswerEvidence.DIALLED || evidence.certainty() == FxoAction.Certainty.LIKELY -> {
                heardAnswer(AnswerEvidence.POLARITY);
                line.enter(new Talking(AnswerEvidence.POLARITY, since));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean forWhoFlashed() {
        return flashed && line.now() - flashedAtNanos < FLASH_NANOS;
    }

    boolean flash() {
        if (!(line.state() instanceof Talking)) {
            return false;
        }
        line.act(new FxoAction.HookFlash());
        flashedAtNanos = line.now();
        flashed = true;
        // Taken, or sent away.
        waiter = "";
        // What sounded before the flash is over with it.
        deadlines.clear(Timer.DIAL_TONE_RETURN);
        return true;
    }

    boolean flashed(boolean done) {
        note(done ? "hook flash" : "the device knows no hook flash");
        return line.state() instanceof Talking;
    }

    /// Some exchanges open the loop for a moment when they are seized: before the digits are out it means nothing.
    boolean loopBroken() {
        note("loop opened");
        boolean inCall = line.state() instanceof Proceeding || line.state() instanceof Talking || line.state() instanceof Met(boolean connected) && connected;
        if (inCall) {
            release(ReleaseEvidence.LOOP_BREAK);
        }
        return inCall;
    }

    boolean callerWaits(CallerId caller, boolean told) {
        // Whose answer was not heard is talking all the same.
        boolean inCall = line.state() instanceof Talking || line.state() instanceof Proceeding;
        if (inCall) {
            note(told ? "somebody waits, caller ID " + EvidenceLog.word(caller.presence()) : "somebody waits");
            waiter = told ? caller.words() : "somebody";
            waitsSinceNanos = line.now();
            line.act(new FxoAction.CallerWaits(caller, told));
        }
        return inCall;
    }

    /// Most lines tell no more than that.
    private boolean waitingTone() {
        boolean talks = line.state() instanceof Talking;
        if (talks && waiting(line.now()).isEmpty()) {
            waiter = "somebody";
            waitsSinceNanos = line.now();
        }
        return talks;
    }

    /// For an operator: who waits, or "".
    String waiting(long now) {
        return now - waitsSinceNanos < WAITS_NANOS ? waiter : "";
    }

    boolean silent(long seconds) {
        long limit = timings.release().silence().toSeconds();
        boolean over = limit > 0 && seconds >= limit && line.state() instanceof Talking;
        if (over) {
            note("silent for " + seconds + " s");
            release(ReleaseEvidence.SILENCE);
        }
        return over;
    }
}
