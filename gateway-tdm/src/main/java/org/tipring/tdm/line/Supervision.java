package org.tipring.tdm.line;

import java.util.function.Consumer;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.line.FxoAction.AnswerEvidence;
import org.tipring.tdm.line.FxoAction.ReleaseEvidence;
import org.tipring.tdm.line.FxoState.AwaitingDialTone;
import org.tipring.tdm.line.FxoState.Dialling;
import org.tipring.tdm.line.FxoState.Proceeding;
import org.tipring.tdm.line.FxoState.Talking;

/// What a line makes of what is heard and felt on it while the loop is closed: answer, and end. Part of [FxoLine], which has the table.
final class Supervision {

    private enum Timer { ANSWER_CONFIRM, VOICE_CONFIRM, DIAL_TONE_RETURN }

    private final LineTimings timings;
    private final Runnable dialTone;
    private final Runnable alerting;
    private final Consumer<AnswerEvidence> answered;
    private final Consumer<ReleaseEvidence> released;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);

    /// @param dialTone the exchange takes digits
    /// @param alerting ringback for the first time
    Supervision(LineTimings timings, Runnable dialTone, Runnable alerting, Consumer<AnswerEvidence> answered,
            Consumer<ReleaseEvidence> released) {
        this.timings = timings;
        this.dialTone = dialTone;
        this.alerting = alerting;
        this.answered = answered;
        this.released = released;
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
                case ANSWER_CONFIRM -> answered.accept(AnswerEvidence.RINGBACK_ENDED);
                case VOICE_CONFIRM -> answered.accept(AnswerEvidence.VOICE);
                case DIAL_TONE_RETURN -> released.accept(ReleaseEvidence.DIAL_TONE_RETURNED);
            }
        }
    }

    /// @return false when the tone means nothing in this state; so for all below
    boolean toneStarted(CallProgressTone tone, FxoState state, long now) {
        return switch (tone) {
            case DIAL -> dialTone(state, now);
            case RINGBACK -> ringback(state);
            case BUSY -> ends(state, ReleaseEvidence.BUSY_TONE);
            case REORDER -> ends(state, ReleaseEvidence.REORDER_TONE);
            case CALL_WAITING -> state instanceof Talking;
            // In a conversation that was heard to begin, three tones are somebody's music.
            case SIT -> !(state instanceof Talking(AnswerEvidence evidence, _) && evidence != AnswerEvidence.DIALLED)
                    && ends(state, ReleaseEvidence.SIT);
        };
    }

    private boolean dialTone(FxoState state, long now) {
        if (state instanceof AwaitingDialTone) {
            dialTone.run();
        } else if (state instanceof Proceeding) {
            // Digits that the exchange did not take, or a second dial tone that should soon end.
            deadlines.clearAll();
            deadlines.set(Timer.DIAL_TONE_RETURN, now + timings.dialToneWait().toNanos());
        } else if (state instanceof Talking talking && !wantsDialTone(talking)) {
            // The dial tone of the exchange right after our own off-hook is no sign of anybody hanging up.
            deadlines.set(Timer.DIAL_TONE_RETURN, Math.max(now, talking.sinceNanos() + timings.dialToneReturn().toNanos()));
        } else {
            return false;
        }
        return true;
    }

    private boolean wantsDialTone(Talking talking) {
        return talking.evidence() == AnswerEvidence.DIALLED && timings.answer() != AnswerSupervision.DIALLED;
    }

    private boolean ringback(FxoState state) {
        if (!(state instanceof Proceeding(boolean rings))) {
            return false;
        }
        deadlines.clear(Timer.ANSWER_CONFIRM);
        deadlines.clear(Timer.VOICE_CONFIRM);
        if (!rings) {
            alerting.run();
        }
        return true;
    }

    private boolean ends(FxoState state, ReleaseEvidence evidence) {
        boolean inCall = state instanceof AwaitingDialTone || state instanceof Dialling || state instanceof Proceeding
                || state instanceof Talking;
        if (inCall) {
            released.accept(evidence);
        }
        return inCall;
    }

    boolean toneEnded(CallProgressTone tone, FxoState state, long now) {
        if (tone == CallProgressTone.DIAL) {
            deadlines.clear(Timer.DIAL_TONE_RETURN);
            return true;
        }
        boolean ringbackEnded = tone == CallProgressTone.RINGBACK && state instanceof Proceeding && listens();
        if (ringbackEnded) {
            deadlines.set(Timer.ANSWER_CONFIRM, now + timings.answerConfirm().toNanos());
        }
        return ringbackEnded;
    }

    boolean voiceHeard(FxoState state, long now) {
        if (!(state instanceof Proceeding(boolean rings)) || !listens()) {
            return false;
        }
        if (rings) {
            answered.accept(AnswerEvidence.VOICE);
        } else if (!deadlines.isSet(Timer.VOICE_CONFIRM)) {
            deadlines.set(Timer.VOICE_CONFIRM, now + timings.voiceConfirm().toNanos());
        }
        return true;
    }

    private boolean listens() {
        return timings.answer() == AnswerSupervision.TONES;
    }

    boolean polarityReversed(FxoState state) {
        if (state instanceof Proceeding) {
            answered.accept(AnswerEvidence.POLARITY);
            return true;
        }
        boolean turnedBack = state instanceof Talking(AnswerEvidence evidence, _) && evidence == AnswerEvidence.POLARITY;
        if (turnedBack) {
            released.accept(ReleaseEvidence.LOOP_BREAK);
        }
        return turnedBack;
    }

    /// Some exchanges open the loop for a moment when they are seized: before the digits are out it means nothing.
    boolean loopBroken(FxoState state) {
        boolean inCall = state instanceof Proceeding || state instanceof Talking;
        if (inCall) {
            released.accept(ReleaseEvidence.LOOP_BREAK);
        }
        return inCall;
    }
}
