package org.tipring.signaling.routing;

import java.util.List;
import java.util.Set;

/// What the dial plan says about one call.
public sealed interface RouteDecision {

    /// The route that decided, as its section names it; `emergency` for [Emergency], empty when none matched.
    String route();

    /// Try these in order.
    ///
    /// @param answer when to answer a line's call; meaningless for other sources
    /// @param orElse what to do when no attempt is left and the last failure moves on: [Refused] or [Ignored];
    ///        null: the caller gets the last cause
    record Attempts(String route, List<Attempt> attempts, AnswerTime answer, RouteDecision orElse) implements RouteDecision {

        public Attempts {
            attempts = List.copyOf(attempts);
        }

        public Attempts(String route, List<Attempt> attempts) {
            this(route, attempts, AnswerTime.WITH_CALLED, null);
        }
    }

    /// The caller gets this SIP status (`reject NNN`, 403 for a missing permission, 404 for no route), or its tone.
    ///
    /// @param why for the record: `international`, `no route`
    record Refused(String route, int status, String why) implements RouteDecision { }

    /// Not answered: a line is left ringing, SIP gets 603.
    record Ignored(String route) implements RouteDecision { }

    /// Answer, ask for a PIN, and then do `then`.
    ///
    /// @param store the PIN store's name; PINs are in no dial plan
    /// @param then [Attempts], [Refused] or [DialTone]
    record AskPin(String route, AnswerTime answer, String store, int tries, RouteDecision then) implements RouteDecision { }

    /// Give dial tone and collect digits, which are routed by [DialPlan#routeAfterDialTone].
    ///
    /// @param as the interface whose routes are open to the caller
    /// @param without permissions taken away
    record DialTone(String route, String as, Set<String> without) implements RouteDecision {

        public DialTone {
            without = Set.copyOf(without);
        }
    }

    /// An emergency call: goes before everything else, never moves to a route.
    ///
    /// @param number which of the emergency numbers
    /// @param ignore restrictions that it overrides
    /// @param tell whom, never delaying the call
    record Emergency(String number, List<Attempt> attempts, Set<Restriction> ignore, List<String> tell)
            implements RouteDecision {

        public Emergency {
            attempts = List.copyOf(attempts);
            ignore = Set.copyOf(ignore);
            tell = List.copyOf(tell);
        }

        @Override
        public String route() {
            return "emergency";
        }
    }
}
