package org.tipring.signaling.control.line;

import org.tipring.tdm.line.FxoState;
import org.tipring.tdm.line.LineCondition;

/// A line as an operator sees it.
///
/// @param condition of its wire and device
/// @param sinceNanos when it came into this state, on the control thread's clock
/// @param device what the port says about its device; @param number the line's own number, or empty
/// @param waiting who else calls while it talks, or empty
public record LineStatus(String name, FxoState state, LineCondition condition, long sinceNanos, String device, String number, String waiting) {

    /// What a call is doing on it, in words; empty when there is none.
    public String doing() {
        return switch (state) {
            case FxoState.OutOfService _, FxoState.OnHook _ -> "";
            case FxoState.Ringing(int rings, var _) -> "has rung " + (rings == 1 ? "once" : rings + " times");
            case FxoState.Answering _ -> "is being answered";
            case FxoState.Seizing _ -> "is being seized";
            case FxoState.Met(boolean connected) -> connected ? "a caller was met while seizing, and waits for the answer" : "meets a caller while seizing";
            case FxoState.AwaitingDialTone _ -> "waits for dial tone";
            case FxoState.Dialling _ -> "is dialling";
            case FxoState.Proceeding(boolean alerting) -> alerting ? "the far end rings" : "has dialled, waits for an answer";
            case FxoState.Talking _ -> waiting.isEmpty() ? "talks" : "talks, and " + waiting + " waits";
            case FxoState.Clearing _ -> "hangs up";
            case FxoState.Guard _ -> "rests after a call";
        };
    }

    /// Whether it takes calls.
    public boolean inService() {
        return !(state instanceof FxoState.OutOfService);
    }
}
