package org.tipring.signaling.call;

import java.util.List;
import java.util.Set;
import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.RouteDecision;

/// Where a call stands.
public sealed interface CallState {

    /// The dial plan has not spoken yet.
    record Routing() implements CallState { }

    /// The calling line is left ringing so many times before anything happens.
    ///
    /// @param then what happens then; null: dial tone, for a telephone that is off hook with no digits
    record Ringing(int rings, RouteDecision then) implements CallState { }

    /// The caller was answered and is at the reception: PIN, dial tone.
    record AtReception() implements CallState { }

    /// Somebody is being called.
    ///
    /// @param attempt the one that is tried now; @param later those that follow when it fails
    /// @param orElse what the plan says when none is left, or null
    /// @param legs started and not failed
    record Trying(Attempt attempt, List<Attempt> later, RouteDecision orElse, Set<LegId> legs) implements CallState { }

    /// Answered and joined.
    record Talking(LegId peer) implements CallState { }

    record Over() implements CallState { }
}
