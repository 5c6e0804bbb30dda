package org.tipring.signaling.routing.text;

/// One thing that is wrong, or will surprise.
///
/// @param what is wrong; @param cure how to mend it
public record Mistake(Place place, Severity severity, String what, String cure) {

    public enum Severity {
        /// Not loaded.
        ERROR,
        /// Loaded, and shown.
        WARNING,
        /// Shown by `check` only.
        NOTE
    }

    /// What a file says may be repeated in here; a terminal gets no control characters from it.
    public Mistake {
        what = what.replaceAll("\\p{Cntrl}", " ");
        cure = cure.replaceAll("\\p{Cntrl}", " ");
    }

    /// `file:line:column: what: cure`; what is not an error says so.
    @Override
    public String toString() {
        String kind = switch (severity) {
            case ERROR -> "";
            case WARNING -> "warning: ";
            case NOTE -> "note: ";
        };
        return place + ": " + kind + what + ": " + cure;
    }
}
