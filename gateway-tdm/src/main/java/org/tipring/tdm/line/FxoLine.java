package org.tipring.tdm.line;

import java.util.List;
import org.tipring.media.time.Deadlines;

/// One FXO line (foreign exchange office: the gateway is the telephone, the exchange is at the other end). Owned by the control thread.
public final class FxoLine {

    /// One step of the line's life.
    ///
    /// @param cause the event or timer
    public record Transition(long atNanos, FxoState from, String cause, FxoState to) { }

    private final LineId id;

    public FxoLine(LineId id, LineTimings timings) {
        this.id = id;
    }

    public LineId id() {
        return id;
    }

    public FxoState state() {
        return new FxoState.OutOfService("not started", false);
    }

    public List<FxoAction> handle(FxoEvent event, long nowNanos) {
        return List.of();
    }

    public List<FxoAction> tick(long nowNanos) {
        return List.of();
    }

    public long nextDeadline() {
        return Deadlines.NEVER;
    }

    /// The last 16 transitions, oldest first.
    public List<Transition> history() {
        return List.of();
    }

    /// Events that did not fit the state they met.
    public long ignoredEvents() {
        return 0;
    }
}
