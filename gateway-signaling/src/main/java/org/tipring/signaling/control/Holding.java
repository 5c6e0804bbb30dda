package org.tipring.signaling.control;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.tipring.media.time.Deadlines;

/// Who is on hold, by RTP port pair. A telephone that flashes leaves one conversation and enters another in a moment: what counts is how things stand when
/// that is over. Owned by the control thread.
final class Holding {

    /// Told that something has changed for one.
    private LongConsumer changed = _ -> { };
    private final Set<Long> held = new HashSet<>();
    private final Set<Long> unsettled = new LinkedHashSet<>();

    void attach(LongConsumer newChanged) {
        changed = newChanged;
    }

    void is(long rtpId, boolean onHold) {
        if (onHold ? held.add(rtpId) : held.remove(rtpId)) {
            unsettled.add(rtpId);
        }
    }

    boolean has(long rtpId) {
        return held.contains(rtpId);
    }

    void closing(long rtpId) {
        held.remove(rtpId);
        unsettled.remove(rtpId);
    }

    /// At once when something is to be told.
    long nextDeadline() {
        return unsettled.isEmpty() ? Deadlines.NEVER : Long.MIN_VALUE;
    }

    void tick() {
        List<Long> all = List.copyOf(unsettled);
        unsettled.clear();
        all.forEach(changed::accept);
    }
}
