package org.tipring.signaling.control;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tipring.signaling.routing.Pick;

/// In which order the telephones of a ring group ring one after the other, by when and how often they have rung for it. A reload of the
/// plan does not touch that. (Lines have their own, `TrunkGroup`.) Owned by the control thread.
final class RingOrder {

    private record Rung(long count, long lastNanos) {
        static final Rung NEVER = new Rung(0, Long.MIN_VALUE);
    }

    private final Map<String, Map<String, Rung>> groups = new HashMap<>();
    private final Map<String, String> last = new HashMap<>();

    List<String> of(String group, List<String> members, Pick pick) {
        Map<String, Rung> rung = groups.getOrDefault(group, Map.of());
        List<String> order = new ArrayList<>(members);
        switch (pick) {
            case ALL, ASCENDING -> { }
            case DESCENDING -> order = order.reversed();
            case ROUND_ROBIN -> Collections.rotate(order, -(order.indexOf(last.get(group)) + 1));
            case LEAST_RECENTLY_USED -> order.sort(Comparator.comparingLong(member -> rung.getOrDefault(member, Rung.NEVER).lastNanos));
            case LEAST_USED -> order.sort(Comparator.comparingLong(member -> rung.getOrDefault(member, Rung.NEVER).count));
        }
        return order;
    }

    void rings(String group, String member, long nowNanos) {
        last.put(group, member);
        groups.computeIfAbsent(group, _ -> new HashMap<>())
                .merge(member, new Rung(1, nowNanos), (before, now) -> new Rung(before.count + 1, now.lastNanos));
    }
}
