package org.tipring.signaling.routing;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// The conditions of all routes, turned round: for a source, a called and a calling number, which routes are left. Immutable.
///
/// What a decision costs depends on the length of the number, and on the number of routes only by one bit operation for 64 of them.
final class RouteTable {

    private final RouteSet fromAny;
    private final Map<String, RouteSet> fromName = new HashMap<>();
    private final RouteSet calledAny;
    private final RouteSet calledNothing;
    private final PatternAutomaton called;
    private final RouteSet callerAny;
    private final RouteSet callerAnonymous;
    private final PatternAutomaton caller;

    RouteTable(List<Route> routes) {
        BitSet any = new BitSet();
        BitSet noCalled = new BitSet();
        BitSet nothing = new BitSet();
        BitSet noCaller = new BitSet();
        BitSet anonymous = new BitSet();
        Map<String, BitSet> names = new HashMap<>();
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            any.set(i, route.from().isEmpty());
            noCalled.set(i, route.called() == null);
            nothing.set(i, route.called() != null && route.called().nothing());
            noCaller.set(i, route.caller() == null);
            anonymous.set(i, route.caller() != null && route.caller().anonymous());
            for (String name : route.from()) {
                names.computeIfAbsent(name, _ -> new BitSet()).set(i);
            }
        }
        fromAny = RouteSet.of(any);
        names.forEach((name, set) -> fromName.put(name, RouteSet.of(set)));
        calledAny = RouteSet.of(noCalled);
        calledNothing = RouteSet.of(nothing);
        callerAny = RouteSet.of(noCaller);
        callerAnonymous = RouteSet.of(anonymous);
        called = new PatternAutomaton(routes.stream().map(Route::called).toList());
        caller = new PatternAutomaton(routes.stream().map(Route::caller).toList());
    }

    /// The first route whose numbers and source fit and that passes `also`, or -1.
    ///
    /// @param telephone off hook without digits matches only `called = nothing`
    int first(CallSource source, String number, String callingNumber, boolean telephone, IntPredicate also) {
        RouteSet.Union fits;
        if (number.isEmpty()) {
            fits = new RouteSet.Union(telephone ? RouteSet.NONE : calledAny, calledNothing, RouteSet.NONE);
        } else {
            fits = new RouteSet.Union(calledAny, called.read(number).matching(), RouteSet.NONE);
        }
        return first(fits, from(source), callers(callingNumber), also);
    }

    /// The first `called = nothing` route, or -1.
    int firstNothing(CallSource source, String callingNumber, IntPredicate also) {
        return first(new RouteSet.Union(calledNothing, RouteSet.NONE, RouteSet.NONE), from(source), callers(callingNumber), also);
    }

    /// How far the digits have come among all patterns that are open.
    Progress progress(CallSource source, String digits, String callingNumber, IntPredicate also) {
        PatternAutomaton.Reading reading = called.read(digits);
        RouteSet.Union from = from(source);
        RouteSet.Union callers = callers(callingNumber);
        return new Progress(
                first(new RouteSet.Union(reading.matching(), RouteSet.NONE, RouteSet.NONE), from, callers, also) >= 0,
                first(new RouteSet.Union(reading.longer(), RouteSet.NONE, RouteSet.NONE), from, callers, also) >= 0);
    }

    record Progress(boolean full, boolean longer) { }

    private RouteSet.Union from(CallSource source) {
        return new RouteSet.Union(fromAny, fromName.getOrDefault(source.interfaceName(), RouteSet.NONE),
                source.member().isEmpty() ? RouteSet.NONE : fromName.getOrDefault(source.member(), RouteSet.NONE));
    }

    private RouteSet.Union callers(String number) {
        RouteSet special = number.equals(RouteRequest.ANONYMOUS) ? callerAnonymous
                : number.isEmpty() ? RouteSet.NONE : caller.read(number).matching();
        return new RouteSet.Union(callerAny, special, RouteSet.NONE);
    }

    /// Goes through the words of the smallest of the three.
    private static int first(RouteSet.Union a, RouteSet.Union b, RouteSet.Union c, IntPredicate also) {
        RouteSet.Union lead = a.wordCount() <= b.wordCount() && a.wordCount() <= c.wordCount() ? a
                : b.wordCount() <= c.wordCount() ? b : c;
        for (int word = lead.nextWord(0); word != Integer.MAX_VALUE; word = lead.nextWord(word + 1)) {
            long bits = a.word(word) & b.word(word) & c.word(word);
            while (bits != 0) {
                int route = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
                if (also.test(route)) {
                    return route;
                }
                bits &= bits - 1;
            }
        }
        return -1;
    }

    int storedStates() {
        return called.storedStates() + caller.storedStates();
    }
}
