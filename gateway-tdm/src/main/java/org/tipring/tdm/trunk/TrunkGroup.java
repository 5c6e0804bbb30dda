package org.tipring.tdm.trunk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.tipring.tdm.line.LineId;

/// Lines that lead to the same place. Says in which order to try them; whether one is free is the line's own answer
/// ([org.tipring.tdm.line.FxoAction.Refused] means: try the next). Owned by the control thread.
public final class TrunkGroup {

    private final String name;
    private final List<LineId> members;
    private final HuntOrder order;
    private final Map<LineId, Use> uses = new LinkedHashMap<>();
    private int last;

    private record Use(long count, long lastNanos) {
        static final Use NEVER = new Use(0, Long.MIN_VALUE);
    }

    /// @param members at least one, each once, in configured order
    public TrunkGroup(String name, List<LineId> members, HuntOrder order) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("the trunk group " + name + " has no line");
        }
        if (new LinkedHashSet<>(members).size() != members.size()) {
            throw new IllegalArgumentException("the trunk group " + name + " names a line twice: " + members);
        }
        this.name = name;
        this.members = List.copyOf(members);
        this.order = order;
        this.last = members.size() - 1;
    }

    public String name() {
        return name;
    }

    public HuntOrder order() {
        return order;
    }

    public List<LineId> members() {
        return members;
    }

    /// Every line once, the one to try first first. Ties keep the configured order.
    public List<LineId> hunt() {
        List<LineId> hunt = new ArrayList<>(members);
        switch (order) {
            case ASCENDING -> { }
            case DESCENDING -> hunt = hunt.reversed();
            case ROUND_ROBIN -> java.util.Collections.rotate(hunt, -(last + 1));
            case LEAST_RECENTLY_USED -> hunt.sort(Comparator.comparingLong(line -> use(line).lastNanos));
            case LEAST_USED -> hunt.sort(Comparator.comparingLong(line -> use(line).count));
        }
        return List.copyOf(hunt);
    }

    /// A call took this line, in either direction.
    public void used(LineId line, long nowNanos) {
        int index = members.indexOf(line);
        if (index < 0) {
            throw new IllegalArgumentException(line + " is not in the trunk group " + name);
        }
        last = index;
        uses.merge(line, new Use(1, nowNanos), (before, now) -> new Use(before.count + 1, now.lastNanos));
    }

    /// How many calls this line has carried for the group.
    public long useCount(LineId line) {
        return use(line).count;
    }

    private Use use(LineId line) {
        return uses.getOrDefault(line, Use.NEVER);
    }
}
