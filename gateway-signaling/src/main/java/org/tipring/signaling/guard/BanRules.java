package org.tipring.signaling.guard;

import java.time.Duration;
import java.util.List;

/// When a source is banned, and for how long.
///
/// @param after wrong passwords within `within`; 0: nobody is ever banned
/// @param within how fast they are forgotten: after this time without another, all of them
/// @param first how long the first ban lasts; each further one lasts twice as long
/// @param longest no ban is longer, and so long a source has to behave until its next ban is a first one again
/// @param never networks that are never banned
public record BanRules(int after, Duration within, Duration first, Duration longest, List<Net> never) {

    /// Ten tries are more than somebody needs who has mistyped a password, and far fewer than a dictionary has.
    public static final BanRules DEFAULT = new BanRules(10, Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofHours(24),
            List.of(Net.of("127.0.0.0/8"), Net.of("::1")));

    public static final BanRules NONE = new BanRules(0, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), List.of());

    public BanRules {
        never = List.copyOf(never);
        if (after < 0 || within.isZero() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("a ban needs a time, and the longest is not shorter than the first");
        }
    }
}
