package org.tipring.signaling.routing;

import java.util.Locale;

/// Line states, reported by the driver, that `skip` passes over.
public enum LineFault {
    /// A parallel handset is off hook.
    IN_USE,
    NO_BATTERY,
    ALARM;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
