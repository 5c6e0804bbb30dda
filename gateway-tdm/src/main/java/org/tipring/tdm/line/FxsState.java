package org.tipring.tdm.line;

import org.tipring.media.dsp.CallProgressTone;

/// What a telephone's line is doing.
public sealed interface FxsState {

    /// @param why in words for the operator
    record OutOfService(String why) implements FxsState { }

    /// Idle: the only state in which it can be rung.
    record OnHook() implements FxsState { }

    record Ringing() implements FxsState { }

    /// Off-hook; a number is being dialled.
    ///
    /// @param judged what the dial plan said of them last
    record Dialling(String digits, DigitJudge.Verdict judged) implements FxsState { }

    /// Off-hook after a flash; the next key says what becomes of its calls.
    record AwaitingKey() implements FxsState { }

    /// The number has gone to a call, which has not been answered.
    record Calling() implements FxsState { }

    record Talking() implements FxsState { }

    /// There is nobody at the other end (any more), and the handset is still off.
    record Ended(CallProgressTone tone) implements FxsState { }

    /// It has been so for long: the howler sounds, so that somebody may hear it and put the handset back.
    record Howling() implements FxsState { }

    /// Nobody did. Silent, until the handset is put back.
    record LeftOffHook() implements FxsState { }

    /// A call is on it.
    default boolean inCall() {
        return switch (this) {
            case Ringing _, Calling _, Talking _ -> true;
            case OutOfService _, OnHook _, Dialling _, AwaitingKey _, Ended _, Howling _, LeftOffHook _ -> false;
        };
    }
}
