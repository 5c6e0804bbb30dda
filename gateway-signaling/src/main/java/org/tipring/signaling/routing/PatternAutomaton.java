package org.tipring.signaling.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All patterns of a plan side by side: reads a number once, however many patterns there are, and knows after each digit which
/// routes match and which could with more digits. Immutable.
///
/// A position is a cell of a row; a state is the set of positions at which the patterns may be. States that hold many positions are
/// made once, here (the subset construction); small ones are worked out while reading, which is as quick and needs no memory. A plan
/// of wildcards could have more states than memory; beyond the bound the rest is worked out while reading, too.
final class PatternAutomaton {

    private static final int SYMBOLS = Dialable.ALL.length();
    /// States of up to that many positions are not stored.
    private static final int SMALL = 3;
    private static final int MOST_STATES = 60_000;
    private static final long MOST_WORK = 30_000_000;
    private static final int DEAD = -1;
    private static final int NOT_STORED = -2;

    private final int[] mask;
    /// First cell from here on that must be there; the end of the row when all may be missing.
    private final int[] mandatory;
    private final boolean[] end;
    private final int[] owner;

    private final List<int[]> positions = new ArrayList<>();
    private final List<RouteSet> accepting = new ArrayList<>();
    private final List<RouteSet> longer = new ArrayList<>();
    private int[] next = new int[0];

    /// @param patterns by route; null where a route has none
    PatternAutomaton(List<NumberPattern> patterns) {
        int size = 0;
        for (NumberPattern pattern : patterns) {
            size += pattern == null ? 0 : pattern.rows().stream().mapToInt(row -> row.size() + 1).sum();
        }
        mask = new int[size];
        mandatory = new int[size];
        end = new boolean[size];
        owner = new int[size];
        int at = 0;
        int[] starts = new int[size];
        int count = 0;
        for (int route = 0; route < patterns.size(); route++) {
            if (patterns.get(route) != null) {
                for (List<NumberPattern.Cell> row : patterns.get(route).rows()) {
                    starts[count++] = at;
                    at = addRow(row, route, at);
                }
            }
        }
        build(Arrays.copyOf(starts, count));
    }

    private int addRow(List<NumberPattern.Cell> row, int route, int base) {
        int last = base + row.size();
        end[last] = true;
        owner[last] = route;
        mandatory[last] = last;
        for (int i = row.size() - 1; i >= 0; i--) {
            mask[base + i] = row.get(i).mask();
            owner[base + i] = route;
            mandatory[base + i] = row.get(i).optional() ? mandatory[base + i + 1] : base + i;
        }
        return last + 1;
    }

    private void build(int[] start) {
        Map<Key, Integer> numbers = new HashMap<>();
        add(start, numbers);
        long work = 0;
        for (int state = 0; state < positions.size(); state++) {
            int[] from = positions.get(state);
            next = next.length < (state + 1) * SYMBOLS ? Arrays.copyOf(next, Math.max(64, next.length * 2 + SYMBOLS)) : next;
            boolean affordable = work < MOST_WORK;
            for (int symbol = 0; symbol < SYMBOLS; symbol++) {
                int target = NOT_STORED;
                if (affordable) {
                    int[] to = step(from, symbol);
                    target = to.length == 0 ? DEAD : to.length <= SMALL ? NOT_STORED : numberOf(to, numbers);
                    work += from.length;
                }
                next[state * SYMBOLS + symbol] = target;
            }
        }
        next = Arrays.copyOf(next, positions.size() * SYMBOLS);
    }

    private int numberOf(int[] state, Map<Key, Integer> numbers) {
        Integer known = numbers.get(new Key(state));
        return known != null ? known : positions.size() < MOST_STATES ? add(state, numbers) : NOT_STORED;
    }

    private int add(int[] state, Map<Key, Integer> numbers) {
        int number = positions.size();
        numbers.put(new Key(state), number);
        positions.add(state);
        accepting.add(accepting(state));
        longer.add(longer(state));
        return number;
    }

    private RouteSet accepting(int[] state) {
        BitSet routes = new BitSet();
        for (int position : state) {
            if (end[mandatory[position]]) {
                routes.set(owner[position]);
            }
        }
        return RouteSet.of(routes);
    }

    private RouteSet longer(int[] state) {
        BitSet routes = new BitSet();
        for (int position : state) {
            if (!end[position]) {
                routes.set(owner[position]);
            }
        }
        return RouteSet.of(routes);
    }

    /// Where the patterns may be after one more symbol. A position stands for itself and for those behind it that cells which may be
    /// missing lead to, so only the first of such a run is kept.
    private int[] step(int[] from, int symbol) {
        int[] to = new int[Math.min(from.length * 2, 16)];
        int count = 0;
        for (int position : from) {
            int must = mandatory[position];
            int here = position;
            while (here < must && (mask[here] >> symbol & 1) == 0) {
                here++;
            }
            if (count + 2 > to.length) {
                to = Arrays.copyOf(to, to.length * 2);
            }
            if ((mask[here] >> symbol & 1) == 1) {
                to[count++] = here + 1;
            }
            if (here < must && (mask[must] >> symbol & 1) == 1) {
                to[count++] = must + 1;
            }
        }
        return reduced(to, count);
    }

    private int[] reduced(int[] to, int count) {
        boolean sorted = true;
        for (int i = 1; i < count && sorted; i++) {
            sorted = to[i - 1] < to[i];
        }
        if (!sorted) {
            Arrays.sort(to, 0, count);
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            // The end of a row is never passed by `mandatory`, so another row's position is never taken for implied.
            if (kept == 0 || to[i] != to[kept - 1] && to[i] > mandatory[to[kept - 1]]) {
                to[kept++] = to[i];
            }
        }
        return kept == to.length ? to : Arrays.copyOf(to, kept);
    }

    /// Reads a number. A character that no number has leads nowhere.
    Reading read(String number) {
        int state = 0;
        int[] small = null;
        for (int i = 0; i < number.length(); i++) {
            int symbol = Dialable.index(number.charAt(i));
            if (symbol < 0) {
                return Reading.NOWHERE;
            }
            if (small == null) {
                int target = next[state * SYMBOLS + symbol];
                if (target >= 0) {
                    state = target;
                } else if (target == NOT_STORED) {
                    small = step(positions.get(state), symbol);
                } else {
                    return Reading.NOWHERE;
                }
            } else {
                small = step(small, symbol);
            }
            if (small != null && small.length == 0) {
                return Reading.NOWHERE;
            }
        }
        return small == null ? new Reading(accepting.get(state), longer.get(state)) : new Reading(accepting(small), longer(small));
    }

    /// One state, for who walks through all of them.
    record State(int number, int[] positions) {
        @Override
        public boolean equals(Object other) {
            return other instanceof State state && Arrays.equals(positions, state.positions);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(positions);
        }
    }

    State start() {
        return new State(0, positions.getFirst());
    }

    /// Null where no pattern goes.
    State after(State state, int symbol) {
        if (state.number >= 0) {
            int target = next[state.number * SYMBOLS + symbol];
            if (target != NOT_STORED) {
                return target == DEAD ? null : new State(target, positions.get(target));
            }
        }
        int[] to = step(state.positions, symbol);
        return to.length == 0 ? null : new State(-1, to);
    }

    Reading reading(State state) {
        return state.number >= 0 ? new Reading(accepting.get(state.number), longer.get(state.number))
                : new Reading(accepting(state.positions), longer(state.positions));
    }

    /// Whether any pattern of a route is still possible or just complete.
    boolean alive(State state, int route) {
        for (int position : state.positions) {
            if (owner[position] == route) {
                return true;
            }
        }
        return false;
    }

    int storedStates() {
        return positions.size();
    }

    /// @param matching routes that the digits match; @param longer routes that more digits would match
    record Reading(RouteSet matching, RouteSet longer) {
        static final Reading NOWHERE = new Reading(RouteSet.NONE, RouteSet.NONE);
    }

    private record Key(int[] state) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(state, key.state);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(state);
        }
    }
}
