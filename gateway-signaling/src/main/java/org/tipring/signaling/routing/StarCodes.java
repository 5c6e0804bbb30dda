package org.tipring.signaling.routing;

import java.time.Duration;
import java.util.Map;

/// What analog telephones dial for their services. No code begins with another one, so it is always clear when one ends.
///
/// @param codes a service that is not in here does not exist
/// @param forwardAfter how long a telephone rings before its calls are forwarded because nobody answers
public record StarCodes(Map<StarCode, String> codes, Duration forwardAfter) {

    public static final StarCodes NONE = new StarCodes(Map.of(), Duration.ofSeconds(20));

    public StarCodes {
        codes = Map.copyOf(codes);
    }

    /// What digits are so far.
    public sealed interface Reading {

        /// Nothing of ours.
        record Other() implements Reading { }

        /// The beginning of a code.
        record Begun() implements Reading { }

        /// A code, and what was dialled behind it.
        record Dialled(StarCode code, String behind) implements Reading { }
    }

    public Reading read(String digits) {
        boolean begun = false;
        for (Map.Entry<StarCode, String> one : codes.entrySet()) {
            if (digits.startsWith(one.getValue())) {
                return new Reading.Dialled(one.getKey(), digits.substring(one.getValue().length()));
            }
            begun |= !digits.isEmpty() && one.getValue().startsWith(digits);
        }
        return begun ? new Reading.Begun() : new Reading.Other();
    }
}
