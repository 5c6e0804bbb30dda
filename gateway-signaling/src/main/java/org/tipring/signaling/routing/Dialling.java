package org.tipring.signaling.routing;

import java.time.Duration;

/// How digits are collected from analog telephones and from callers after a PIN.
///
/// @param outsideLine outside dial tone sounds after this; empty: never
/// @param firstDigit wait after off hook; @param nextDigit while the number is incomplete
/// @param lastDigit when the number is complete but a longer one is possible
/// @param endKey sends at once; empty: none does
public record Dialling(String outsideLine, Duration firstDigit, Duration nextDigit, Duration lastDigit, String endKey) {

    public static final Dialling DEFAULT =
            new Dialling("", Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(3), "#");
}
