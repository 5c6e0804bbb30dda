package org.tipring.signaling.routing;

import java.util.Locale;

/// Which member of an interface or group is taken.
public enum Pick {
    ASCENDING, DESCENDING, ROUND_ROBIN, LEAST_RECENTLY_USED, LEAST_USED,
    /// Every one at once; the first that answers has the call. Telephones only.
    ALL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
