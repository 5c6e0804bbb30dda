package org.tipring.tdm.line;

/// What an FXO line is doing.
public sealed interface FxoState {

    /// Why the line cannot be seized now, or null when it can.
    default FxoAction.Refusal refusal() {
        return switch (this) {
            case OnHook _ -> null;
            case Ringing _, Met _ -> FxoAction.Refusal.GLARE;
            case Clearing _, Guard _ -> FxoAction.Refusal.GUARD;
            case OutOfService _ -> FxoAction.Refusal.OUT_OF_SERVICE;
            case Answering _, Seizing _, AwaitingDialTone _, Dialling _, Proceeding _, Talking _ -> FxoAction.Refusal.IN_USE;
        };
    }

    /// What the call, if there is one, must hear when the line leaves this state without it; null when there is none.
    default FxoAction farewell(FxoAction.ReleaseEvidence evidence) {
        return switch (this) {
            case Seizing _ -> new FxoAction.Refused(FxoAction.Refusal.OUT_OF_SERVICE);
            case Ringing(_, Offer offer) when offer == Offer.MADE -> new FxoAction.Abandoned();
            case Met(boolean connected) when connected -> new FxoAction.Abandoned();
            case Clearing(boolean report) when report -> new FxoAction.Released(FxoAction.ReleaseEvidence.OUR_RELEASE);
            case Answering _, AwaitingDialTone _, Dialling _, Proceeding _, Talking _ -> new FxoAction.Released(evidence);
            case OutOfService _, OnHook _, Ringing _, Met _, Clearing _, Guard _ -> null;
        };
    }

    /// @param why in words for the operator
    /// @param loopOpening our order to open the loop is still out: a late [FxoEvent.OnHook] brings the line back
    record OutOfService(String why, boolean loopOpening) implements FxoState { }

    /// Idle: the only state in which the line can be seized.
    record OnHook() implements FxoState { }

    /// The exchange rings us.
    ///
    /// @param rings how many so far
    record Ringing(int rings, Offer offer) implements FxoState { }

    /// How far an incoming call has come while it rings.
    enum Offer {
        /// Waiting for the caller ID.
        PENDING,
        /// A call has it.
        MADE,
        /// The call did not want it. An FXO line cannot refuse, so it rings on until the caller gives up.
        DECLINED
    }

    /// The call answered; the port is closing the loop.
    record Answering() implements FxoState { }

    /// A call wants to dial; the port is closing the loop.
    record Seizing(String digits) implements FxoState { }

    /// Glare: we met a caller while seizing. By closing the loop we have answered; the call that wanted to dial has gone elsewhere, and
    /// the caller is offered as an incoming call.
    ///
    /// @param connected the loop is closed and the call is offered
    record Met(boolean connected) implements FxoState { }

    record AwaitingDialTone(String digits) implements FxoState { }

    /// The digits are on their way.
    record Dialling(String digits) implements FxoState { }

    /// The digits are out, the answer is awaited.
    ///
    /// @param alerting ringback has been heard
    record Proceeding(boolean alerting) implements FxoState { }

    record Talking(FxoAction.AnswerEvidence evidence, long sinceNanos) implements FxoState { }

    /// The port is opening the loop.
    ///
    /// @param reportRelease the call waits to hear that its release was carried out
    record Clearing(boolean reportRelease) implements FxoState { }

    /// On-hook, but the exchange needs its time before the next seizure. It may ring us already.
    ///
    /// @param sinceNanos when the loop was open and the device ready
    record Guard(long sinceNanos) implements FxoState { }
}
