package org.tipring.signaling.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What can be said of all numbers at once: routes that no call can reach, and patterns that make telephones wait for each other.
/// Exact for patterns; for `caller` a pattern covers another when it matches all that the other does, for `when` when it names the same.
public final class PlanAnalysis {

    /// Plans that need more than that are too large to be looked at this way; what was found until then holds.
    private static final int MOST_STATES = 50_000;
    private static final long MOST_STEPS = 3_000_000;
    private static final int MOST_OVERLAPS = 50;

    /// @param by headings of what takes every call before: `route 2 internal`, or `emergency`
    public record Shadow(Route route, List<String> by) { }

    /// @param digits complete for one, and the beginning of something longer for the other
    public record Overlap(Route complete, Route longer, String digits) { }

    private final DialPlan plan;
    private final List<Route> routes;
    private final List<CallSource> sources = new ArrayList<>();
    private final BitSet telephones = new BitSet();
    private final List<BitSet> open = new ArrayList<>();
    private final PatternAutomaton patterns;
    private final Map<NumberPattern, Map<NumberPattern, Boolean>> callerCover = new HashMap<>();
    private long steps;

    public PlanAnalysis(DialPlan plan) {
        this.plan = plan;
        routes = plan.parts().routes();
        for (Interface one : plan.interfaces()) {
            for (String member : one.members()) {
                telephones.set(sources.size(), one.telephones());
                sources.add(new CallSource(one.name(), member));
            }
            if (one.members().isEmpty()) {
                sources.add(new CallSource(one.name(), ""));
            }
        }
        routes.forEach(route -> open.add(sourcesOf(route)));
        List<NumberPattern> all = new ArrayList<>(routes.stream().map(Route::called).toList());
        all.add(emergencyPattern());
        patterns = new PatternAutomaton(all);
    }

    private BitSet sourcesOf(Route route) {
        BitSet from = new BitSet();
        for (int i = 0; i < sources.size(); i++) {
            CallSource source = sources.get(i);
            from.set(i, route.from().isEmpty() || route.from().contains(source.interfaceName()) || route.from().contains(source.member()));
        }
        return from;
    }

    /// The sources that a route is open to.
    public List<CallSource> openTo(Route route) {
        return sourcesOf(route).stream().mapToObj(sources::get).toList();
    }

    private NumberPattern emergencyPattern() {
        EmergencyRule rule = plan.parts().emergency();
        if (rule == null) {
            return null;
        }
        List<List<NumberPattern.Cell>> rows = new ArrayList<>();
        for (String number : rule.numbers()) {
            rows.add(cells(number));
            if (!rule.alsoAfter().isEmpty()) {
                rows.add(cells(rule.alsoAfter() + number));
            }
        }
        return new NumberPattern(rows, false, null, false);
    }

    private static List<NumberPattern.Cell> cells(String number) {
        return number.chars().mapToObj(c -> new NumberPattern.Cell(1 << Dialable.index((char) c), false)).toList();
    }

    /// Routes that can never match, each with those that are in the way.
    public List<Shadow> shadows() {
        List<Shadow> shadows = new ArrayList<>();
        for (int i = 0; i < routes.size() && steps < MOST_STEPS; i++) {
            Set<Integer> by = shadowing(i);
            if (by != null) {
                shadows.add(new Shadow(routes.get(i), by.stream().sorted()
                        .map(j -> j == routes.size() ? "emergency" : "route " + routes.get(j).name()).toList()));
            }
        }
        return shadows;
    }

    /// Null when some call reaches the route.
    private Set<Integer> shadowing(int i) {
        Route route = routes.get(i);
        BitSet covers = new BitSet();
        int whole = -1;
        for (int j = 0; j < i; j++) {
            if (covers(j, i)) {
                covers.set(j);
                whole = whole < 0 && routes.get(j).called() == null ? j : whole;
            }
        }
        if (whole >= 0 && (route.called() == null || !route.called().nothing())) {
            return Set.of(whole);
        }
        if (route.called() == null) {
            return null;
        }
        covers.set(routes.size(), plan.parts().emergency() != null && within(open.get(i), telephones));
        if (covers.isEmpty()) {
            return null;
        }
        Set<Integer> by = new LinkedHashSet<>();
        if (route.called().nothing()) {
            int hot = covers.stream().filter(j -> j < i && routes.get(j).called() != null && routes.get(j).called().nothing()).findFirst().orElse(-1);
            if (hot < 0) {
                return null;
            }
            by.add(hot);
        }
        return everyNumberTaken(i, covers, by) ? by : null;
    }

    private boolean covers(int earlier, int later) {
        Route first = routes.get(earlier);
        Route second = routes.get(later);
        return (first.when().isEmpty() || !second.when().isEmpty() && first.when().containsAll(second.when()))
                && within(open.get(later), open.get(earlier)) && coversCaller(first.caller(), second.caller());
    }

    private static boolean within(BitSet inner, BitSet outer) {
        BitSet rest = (BitSet) inner.clone();
        rest.andNot(outer);
        return rest.isEmpty();
    }

    private boolean coversCaller(NumberPattern outer, NumberPattern inner) {
        if (outer == null || outer.equals(inner)) {
            return true;
        }
        if (inner == null || inner.anonymous() && !outer.anonymous()) {
            return false;
        }
        return callerCover.computeIfAbsent(outer, _ -> new HashMap<>()).computeIfAbsent(inner, _ -> {
            PatternAutomaton both = new PatternAutomaton(List.of(outer, inner));
            BitSet first = new BitSet();
            first.set(0);
            return everyNumberTaken(both, 1, first, new HashSet<>());
        });
    }

    private boolean everyNumberTaken(int route, BitSet takers, Set<Integer> by) {
        return everyNumberTaken(patterns, route, takers, by);
    }

    /// Goes through every number that the route's patterns match, by states, and looks for one that no taker matches.
    private boolean everyNumberTaken(PatternAutomaton automaton, int route, BitSet takers, Set<Integer> by) {
        Set<PatternAutomaton.State> seen = new HashSet<>();
        Deque<PatternAutomaton.State> left = new ArrayDeque<>(List.of(automaton.start()));
        while (!left.isEmpty()) {
            PatternAutomaton.State state = left.pop();
            RouteSet matching = automaton.reading(state).matching();
            if (matching.contains(route)) {
                // Emergency numbers, the last of all patterns, come before every route.
                boolean emergency = takers.get(routes.size()) && matching.contains(routes.size());
                int taker = emergency ? routes.size() : takers.stream().filter(matching::contains).findFirst().orElse(-1);
                if (taker < 0) {
                    return false;
                }
                by.add(taker);
            }
            for (int symbol = 0; symbol < Dialable.ALL.length(); symbol++) {
                PatternAutomaton.State next = automaton.after(state, symbol);
                if (next != null && automaton.alive(next, route) && seen.add(next)) {
                    left.push(next);
                }
            }
            if (++steps > MOST_STEPS) {
                return false;
            }
        }
        return true;
    }

    /// Where a telephone waits `last digit`, because of another route.
    public List<Overlap> overlaps() {
        List<Overlap> overlaps = new ArrayList<>();
        Set<List<Integer>> pairs = new HashSet<>();
        BitSet slow = slowSources();
        Set<PatternAutomaton.State> seen = new HashSet<>();
        Deque<Map.Entry<PatternAutomaton.State, String>> left = new ArrayDeque<>();
        left.add(Map.entry(patterns.start(), ""));
        while (!left.isEmpty() && seen.size() < MOST_STATES && overlaps.size() < MOST_OVERLAPS) {
            Map.Entry<PatternAutomaton.State, String> at = left.poll();
            PatternAutomaton.Reading reading = patterns.reading(at.getKey());
            reading.matching().forEach(complete -> reading.longer().forEach(longer -> {
                if (complete != longer && complete < routes.size() && longer < routes.size() && meet(complete, longer, slow)
                        && pairs.add(List.of(complete, longer)) && overlaps.size() < MOST_OVERLAPS) {
                    overlaps.add(new Overlap(routes.get(complete), routes.get(longer), at.getValue()));
                }
            }));
            for (int symbol = 0; symbol < Dialable.ALL.length(); symbol++) {
                PatternAutomaton.State next = patterns.after(at.getKey(), symbol);
                if (next != null && seen.add(next)) {
                    left.add(Map.entry(next, at.getValue() + Dialable.ALL.charAt(symbol)));
                }
            }
        }
        return overlaps;
    }

    /// Those that dial digit by digit; a SIP telephone sends the whole number.
    private BitSet slowSources() {
        Set<String> tones = new HashSet<>();
        routes.stream().filter(route -> route.then() != null).forEach(route -> tones.add(route.then().as()));
        BitSet slow = new BitSet();
        for (int i = 0; i < sources.size(); i++) {
            Interface one = plan.interfaceNamed(sources.get(i).interfaceName());
            slow.set(i, one.telephones() && one.kind() == Interface.Kind.LINES || tones.contains(one.name()));
        }
        return slow;
    }

    private boolean meet(int a, int b, BitSet slow) {
        BitSet common = (BitSet) open.get(a).clone();
        common.and(open.get(b));
        common.and(slow);
        return !common.isEmpty();
    }

    /// Routes with numbers that begin with these digits and go on, open to telephones that dial digit by digit.
    public List<Route> goingOnAfter(String digits) {
        List<Route> found = new ArrayList<>();
        BitSet slow = slowSources();
        patterns.read(digits).longer().forEach(route -> {
            if (route < routes.size() && open.get(route).intersects(slow)) {
                found.add(routes.get(route));
            }
        });
        return found;
    }

    /// Whether numbers that a pattern matches may begin with these digits or be them.
    public static boolean canBegin(NumberPattern pattern, String digits) {
        PatternAutomaton one = new PatternAutomaton(List.of(pattern));
        PatternAutomaton.Reading reading = one.read(digits);
        return reading.matching().contains(0) || reading.longer().contains(0);
    }
}
