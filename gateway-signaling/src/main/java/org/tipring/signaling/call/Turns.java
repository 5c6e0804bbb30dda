package org.tipring.signaling.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.tipring.signaling.routing.Attempt;

/// The telephones of an attempt that ring one after the other. What they come to together: nobody answered, if one rang in vain, else
/// what the last one said. Owned by its call.
final class Turns {

    private final Deque<String> waiting = new ArrayDeque<>();
    private Failure inVain;

    void clear() {
        waiting.clear();
        inVain = null;
    }

    void begin(List<String> members) {
        waiting.addAll(members);
    }

    boolean more() {
        return !waiting.isEmpty();
    }

    Attempt next(Attempt attempt) {
        return attempt.only(waiting.remove());
    }

    Failure failed(Failure failure) {
        if (inVain == null && failure.kind() == Failure.Kind.NO_ANSWER) {
            inVain = failure;
        }
        return inVain == null ? failure : inVain;
    }
}
