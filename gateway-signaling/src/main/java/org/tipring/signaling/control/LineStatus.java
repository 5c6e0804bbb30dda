package org.tipring.signaling.control;

import org.tipring.tdm.line.FxoState;
import org.tipring.tdm.line.LineCondition;

/// A line as an operator sees it.
///
/// @param condition of its wire and device
/// @param sinceNanos when it came into this state, on the control thread's clock
/// @param device what the port says about its device; @param number the line's own number, or empty
public record LineStatus(String name, FxoState state, LineCondition condition, long sinceNanos, String device, String number) {

    /// Whether it takes calls.
    public boolean inService() {
        return !(state instanceof FxoState.OutOfService);
    }
}
