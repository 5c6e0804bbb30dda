package org.tipring.signaling.routing;

import java.util.Locale;

/// What an emergency call may override.
public enum Restriction {
    PIN, HOURS, PERMISSIONS,
    /// The source is banned or on a list.
    BLOCKED,
    /// Lines that `keep free` holds back.
    KEEP_FREE,
    LIMITS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
