package org.tipring.signaling.routing;

/// Whether dialling is finished.
public enum Completion {
    /// A full match, and nothing longer is possible.
    SEND_NOW,
    /// A full match, and a longer one is possible: wait `last digit`.
    MAY_BE_LONGER,
    /// No match yet: wait `next digit`.
    INCOMPLETE,
    /// No match, and none is possible: reorder tone.
    DEAD_END
}
