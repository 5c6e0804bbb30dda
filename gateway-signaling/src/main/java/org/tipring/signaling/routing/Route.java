package org.tipring.signaling.routing;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.tipring.signaling.routing.text.Place;

/// One `[route]`.
///
/// @param from interfaces and members; empty: any
/// @param called null: any, and none; @param caller null: any
/// @param when one of these must be open; empty: always
/// @param needs a permission; empty: none
/// @param pin null: none is asked; @param answer null: with the called party
/// @param then null: the targets
/// @param nextOn what moves a call to the next target; @param ringFor from `next on = no-answer 12s`, or null
/// @param callerId number to show; empty: the caller's own
public record Route(String name, Place place, Set<String> from, NumberPattern called, NumberPattern caller, List<Hours> when,
                    String needs, Pin pin, AnswerTime answer, Tone then, List<RouteTarget> targets, Set<FailOver> nextOn,
                    Duration ringFor, String callerId, String media) {

    public record Pin(String store, int tries) { }

    /// `dial tone as INTERFACE without PERMISSION ...`
    public record Tone(String as, Set<String> without) {
        public Tone {
            without = Set.copyOf(without);
        }
    }

    public Route {
        from = Set.copyOf(from);
        when = List.copyOf(when);
        targets = List.copyOf(targets);
        nextOn = Set.copyOf(nextOn);
    }
}
