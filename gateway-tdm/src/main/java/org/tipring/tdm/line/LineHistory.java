package org.tipring.tdm.line;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last transitions of a line, for who asks how it came to be where it is. Owned by the line.
public final class LineHistory {

    /// One step of the line's life.
    ///
    /// @param cause the event or timer
    public record Transition(long atNanos, FxoState from, String cause, FxoState to) { }

    private static final int KEPT = 16;

    private final Deque<Transition> transitions = new ArrayDeque<>(KEPT);

    LineHistory() {
    }

    void add(Transition transition) {
        if (transitions.size() == KEPT) {
            transitions.removeFirst();
        }
        transitions.addLast(transition);
    }

    /// Oldest first.
    List<Transition> list() {
        return List.copyOf(transitions);
    }
}
