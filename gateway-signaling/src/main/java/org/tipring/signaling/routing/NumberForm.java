package org.tipring.signaling.routing;

import java.util.Locale;

/// How the far side of an interface writes numbers.
public enum NumberForm {
    /// `020 7946 0123`, `00 33 1 ...`
    NATIONAL,
    /// `+44 20 7946 0123`
    E164,
    /// `00 44 20 7946 0123`, the own country included
    ABROAD_00,
    /// Extensions: never converted.
    AS_DIALLED;

    @Override
    public String toString() {
        return this == ABROAD_00 ? "abroad-00" : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
