package org.tipring.signaling.call;

import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.RouteDecision;

/// What a call wants done.
public sealed interface CallAction {

    /// Try to reach somebody; answered by `LegStarted` for each leg, by `LegFailed` with no leg, or by `RingInTurn`.
    record StartAttempt(Attempt attempt) implements CallAction { }

    /// It is an emergency call: what follows may override what is restricted, and people are to be told.
    record CallForHelp(RouteDecision.Emergency decision) implements CallAction { }

    /// Tell the caller that it rings.
    record AlertCaller() implements CallAction { }

    /// Let the caller hear this leg before the answer.
    record JoinEarly(LegId leg) implements CallAction { }

    /// Answer the caller and join the two.
    record AnswerCaller(LegId leg) implements CallAction { }

    /// Answer the caller although there is nobody to talk to yet; `CallerUp` says when it is done.
    record AnswerAlone() implements CallAction { }

    /// Let a caller who was answered alone hear this.
    record PlayToCaller(Waiting sound) implements CallAction { }

    /// Let a caller hear ringback, answered or not, while an emergency call waits for a line.
    record LetWait() implements CallAction { }

    /// What a caller hears who waits.
    enum Waiting { SILENCE, DIAL_TONE, RINGBACK }

    /// Ask whether a PIN is in a store; `PinVerified` answers. Never print it.
    record VerifyPin(String store, String pin) implements CallAction {

        @Override
        public String toString() {
            return "VerifyPin[" + store + "]";
        }
    }

    /// End a called leg.
    record ReleaseLeg(LegId leg, ReleaseCause cause) implements CallAction { }

    /// End the calling leg.
    ///
    /// @param status the exact SIP status that the dial plan asked for, or 0 for the cause's own
    record ReleaseCaller(ReleaseCause cause, int status) implements CallAction { }

    /// The dial plan says that this call is not to be answered at all: a line goes on ringing, SIP gets 603.
    record IgnoreCaller() implements CallAction { }

    /// The last action of every call, exactly once.
    record Ended() implements CallAction { }
}
