package org.tipring.signaling.call;

import java.time.Duration;

/// @param ring how long an attempt may ring where the dial plan does not say
/// @param longest how long any call may last
public record CallLimits(Duration ring, Duration longest) {

    public static final CallLimits DEFAULT = new CallLimits(Duration.ofSeconds(120), Duration.ofHours(4));
}
