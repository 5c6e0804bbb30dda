package org.tipring.tdm.line;

import org.tipring.tdm.callerid.CallerId;

/// What an FXO line wants done.
public sealed interface FxoAction {

    /// For the port.
    sealed interface ToPort extends FxoAction { }

    record GoOffHook() implements ToPort { }

    record SendDigits(String digits) implements ToPort { }

    record HookFlash() implements ToPort { }

    record GoOnHook() implements ToPort { }

    /// For the call.
    sealed interface ToCall extends FxoAction { }

    /// The exchange is ringing us; a call may begin.
    record OfferCall(CallerId callerId) implements ToCall { }

    /// The exchange has rung so many times by now, after the call was offered.
    record Rang(int rings) implements ToCall { }

    /// The ringing stopped before anybody answered.
    record Abandoned() implements ToCall { }

    /// The seizure did not happen; the line is not this call's. Hunt on.
    record Refused(Refusal why) implements ToCall { }

    /// Off-hook, sound flows: the caller may hear the exchange (early media).
    record Seized() implements ToCall { }

    /// The digits are out.
    record Dialled() implements ToCall { }

    /// Ringback is heard.
    record Alerting() implements ToCall { }

    record Answered(AnswerEvidence evidence) implements ToCall { }

    /// A sign of the called party's answer that is not what the call counts as answered by: too weak for this line's policy, or later.
    record AnswerHeard(AnswerEvidence evidence) implements ToCall { }

    /// Another caller waits while this call goes on.
    ///
    /// @param told the exchange has said who it is
    record CallerWaits(CallerId callerId, boolean told) implements ToCall { }

    /// The far end or the exchange ended the call, or it could not be made.
    record Released(ReleaseEvidence evidence) implements ToCall { }

    /// The network ended the call, or could not make it, and said why.
    ///
    /// @param cause ITU-T Q.850
    record ReleasedByNetwork(int cause, String words) implements ToCall { }

    /// For who watches the lines.
    sealed interface ToOperator extends FxoAction { }

    record InService() implements ToOperator { }

    record OutOfService(String why) implements ToOperator { }

    /// Glare: the seizure has met a caller, who is offered as an incoming call.
    record CallerMet(Meeting how) implements ToOperator { }

    /// Why a line was not to be had.
    enum Refusal {
        /// The exchange is ringing it this very moment.
        GLARE,
        /// It was released a moment ago and the exchange needs its time.
        GUARD,
        /// It carries a call.
        IN_USE,
        /// No device, or one that does not work.
        OUT_OF_SERVICE
    }

    /// What told that a seizure has met a caller.
    enum Meeting {
        RING, CALLER_ID,
        /// Somebody speaks where dial tone should be.
        VOICE,
        /// Nothing is heard where dial tone should be.
        SILENCE
    }

    /// What made us believe that the called party answered.
    enum AnswerEvidence {
        /// We answered an incoming call.
        WE_ANSWERED,
        /// The network signalled it: mobile and digital lines.
        NETWORK,
        POLARITY,
        /// Ringback stopped and no other tone took its place.
        RINGBACK_ENDED,
        VOICE,
        /// Nothing is known: the digits are out.
        DIALLED;

        public Certainty certainty() {
            return switch (this) {
                case WE_ANSWERED, NETWORK, POLARITY -> Certainty.SURE;
                case RINGBACK_ENDED, VOICE -> Certainty.LIKELY;
                case DIALLED -> Certainty.UNKNOWN;
            };
        }
    }

    /// How well an answer is known, the least first.
    enum Certainty {
        UNKNOWN, LIKELY, SURE;

        boolean atLeast(Certainty other) {
            return compareTo(other) >= 0;
        }
    }

    /// What ended a call on the line's side.
    enum ReleaseEvidence {
        BUSY_TONE, REORDER_TONE, SIT, NO_DIAL_TONE, DIAL_TONE_RETURNED, LOOP_BREAK, POLARITY_BACK, SILENCE, LONGEST_CALL, RING_NO_ANSWER, DEVICE_GONE, DEVICE_FAILED,
        /// A release of our own was carried out.
        OUR_RELEASE
    }
}
