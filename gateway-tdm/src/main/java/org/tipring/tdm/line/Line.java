package org.tipring.tdm.line;

import java.util.List;

/// A telephone line as its calls see it: taken, ringing, answered, released. What it hangs on differs ([FxoLine], [MobileLine]).
///
/// A machine without clock and I/O, owned by the control thread.
public interface Line {

    LineId id();

    FxoState state();

    /// @throws IllegalArgumentException for [FxoEvent.Seize] with anything but `0-9 * # A-D ,`: a route must not let it through
    List<FxoAction> handle(LineEvent event, long nowNanos);

    List<FxoAction> tick(long nowNanos);

    /// The next time at which [#tick] has something to do, or [org.tipring.media.time.Deadlines#NEVER].
    long nextDeadline();

    /// Whether a seizure has a chance at that time.
    boolean takes(boolean urgent, long nowNanos);

    /// Whether a caller may keep the line for a while after we have hung up on him. Then there is no dial tone on it, but him.
    boolean callerMayHold();

    /// The last 16 transitions, oldest first.
    List<LineHistory.Transition> history();

    /// What the port last told of its wire and device.
    default LineCondition condition() {
        return LineCondition.FINE;
    }

    /// What was heard and felt on the line in its present or last call, and what decided: one sentence; empty when nothing was.
    default String story() {
        return "";
    }

    /// Who waits while the line talks (call waiting), in words for an operator; empty when nobody does, as far as the exchange has told lately.
    default String waiting(long nowNanos) {
        return "";
    }

    /// Events that did not fit the state they met.
    long ignoredEvents();
}
