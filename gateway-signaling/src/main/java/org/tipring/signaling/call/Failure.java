package org.tipring.signaling.call;

/// Why an attempt to reach somebody failed.
///
/// @param kind what the dial plan's `next on` calls it
/// @param cause what the caller is told when no attempt is left
/// @param sipStatus the status that the called side gave, 0 when it was not SIP
/// @param detail one sentence
public record Failure(Kind kind, ReleaseCause cause, int sipStatus, String detail) {

    /// The words of `next on` in the dial plan.
    public enum Kind {
        BUSY, NO_ANSWER, UNAVAILABLE, CONGESTION, LIMIT, BUSY_LINE, REJECTED,
        /// Anything else: only an explicit SIP status or `q850:NN` moves on from it.
        OTHER
    }

    /// The kind that a cause usually is.
    public static Failure of(ReleaseCause cause, int sipStatus, String detail) {
        Kind kind = switch (cause) {
            case BUSY -> Kind.BUSY;
            case NO_ANSWER -> Kind.NO_ANSWER;
            case NOT_REGISTERED, NO_RESPONSE, OUT_OF_ORDER, TIMER -> Kind.UNAVAILABLE;
            case NO_CIRCUIT, TEMPORARY_FAILURE, CONGESTION, CIRCUIT_IN_USE, PREEMPTED -> Kind.CONGESTION;
            case REJECTED, DECLINED, ANONYMOUS_REFUSED -> Kind.REJECTED;
            default -> Kind.OTHER;
        };
        return new Failure(kind, cause, sipStatus, detail);
    }

    /// No line of ours was to be had.
    public static Failure noFreeLine(String detail) {
        return new Failure(Kind.BUSY_LINE, ReleaseCause.NO_CIRCUIT, 0, detail);
    }
}
