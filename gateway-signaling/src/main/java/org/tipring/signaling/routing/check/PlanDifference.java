package org.tipring.signaling.routing.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Section;

/// What a new plan changes, section by section, in the words of the file.
public final class PlanDifference {

    private PlanDifference() {
    }

    /// One line each: `+ [route a]`, `- [route b]`, `[route c] to: 'x' became 'y'`, `[route d] moved`. Empty when nothing changed.
    public static List<String> between(DialPlan before, DialPlan after) {
        Map<String, Map<String, String>> old = sections(before);
        Map<String, Map<String, String>> fresh = sections(after);
        List<String> lines = new ArrayList<>();
        old.keySet().stream().filter(heading -> !fresh.containsKey(heading)).forEach(heading -> lines.add("- [" + heading + "]"));
        fresh.forEach((heading, keys) -> {
            if (!old.containsKey(heading)) {
                lines.add("+ [" + heading + "]");
            } else {
                changes(heading, old.get(heading), keys, lines);
            }
        });
        lines.addAll(moved(before, after));
        return lines;
    }

    private static Map<String, Map<String, String>> sections(DialPlan plan) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        for (Section section : plan.parts().source()) {
            Map<String, String> keys = new LinkedHashMap<>();
            for (Entry entry : section.entries()) {
                keys.merge(entry.key(), entry.value(), (first, second) -> first + "; " + second);
            }
            sections.put(section.heading(), keys);
        }
        return sections;
    }

    private static void changes(String heading, Map<String, String> old, Map<String, String> fresh, List<String> lines) {
        Set<String> keys = new LinkedHashSet<>(old.keySet());
        keys.addAll(fresh.keySet());
        for (String key : keys) {
            String was = old.get(key);
            String is = fresh.get(key);
            if (was == null) {
                lines.add("[" + heading + "] + " + key + ": '" + is + "'");
            } else if (is == null) {
                lines.add("[" + heading + "] - " + key + ": '" + was + "'");
            } else if (!was.equals(is)) {
                lines.add("[" + heading + "] " + key + ": '" + was + "' became '" + is + "'");
            }
        }
    }

    /// Routes that both plans have, in another order: those that now stand before one that they stood behind.
    private static List<String> moved(DialPlan before, DialPlan after) {
        List<String> old = new ArrayList<>(names(before));
        List<String> fresh = new ArrayList<>(names(after));
        old.retainAll(Set.copyOf(fresh));
        fresh.retainAll(Set.copyOf(old));
        List<String> lines = new ArrayList<>();
        while (!old.isEmpty()) {
            String first = fresh.removeFirst();
            if (!old.getFirst().equals(first)) {
                lines.add("[route " + first + "] moved before [route " + old.getFirst() + "]");
            }
            old.remove(first);
        }
        return lines;
    }

    private static List<String> names(DialPlan plan) {
        return plan.parts().routes().stream().map(route -> route.name()).toList();
    }
}
