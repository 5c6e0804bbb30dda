package org.tipring.signaling.routing;

import java.util.List;
import java.util.Set;

/// `[emergency]`.
///
/// @param numbers the bare ones
/// @param alsoAfter a prefix that may stand before them; empty: none
/// @param use interfaces or lines, in order
/// @param preempt those of `use` where an ordinary call may be dropped
/// @param tell whom to notify
public record EmergencyRule(List<String> numbers, String alsoAfter, List<String> use, Set<String> preempt,
                            Set<Restriction> ignore, List<String> tell) {

    public EmergencyRule {
        numbers = List.copyOf(numbers);
        use = List.copyOf(use);
        preempt = Set.copyOf(preempt);
        ignore = Set.copyOf(ignore);
        tell = List.copyOf(tell);
    }

    /// The emergency number that was dialled, or null.
    public String numberIn(String called) {
        if (numbers.contains(called)) {
            return called;
        }
        return !alsoAfter.isEmpty() && called.startsWith(alsoAfter) && numbers.contains(called.substring(alsoAfter.length()))
                ? called.substring(alsoAfter.length()) : null;
    }

    /// Whether more digits could make it an emergency number.
    public boolean begins(String called) {
        return numbers.stream().anyMatch(number -> longer(number, called) || !alsoAfter.isEmpty() && longer(alsoAfter + number, called));
    }

    private static boolean longer(String number, String called) {
        return number.length() > called.length() && number.startsWith(called);
    }
}
