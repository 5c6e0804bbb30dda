package org.tipring.signaling.call;

import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.FailOver;

/// Whether a failure is one that the dial plan's `next on` moves on from.
final class FailOvers {

    private FailOvers() {
    }

    static boolean moveOn(Attempt attempt, Failure failure) {
        return named(failure.kind()) != null && attempt.movesOn(named(failure.kind()))
                || failure.sipStatus() != 0 && attempt.movesOn(new FailOver.SipStatus(failure.sipStatus()))
                || attempt.movesOn(new FailOver.Q850(failure.cause().q850()));
    }

    private static FailOver.Cause named(Failure.Kind kind) {
        return switch (kind) {
            case BUSY -> FailOver.Cause.BUSY;
            case NO_ANSWER -> FailOver.Cause.NO_ANSWER;
            case UNAVAILABLE -> FailOver.Cause.UNAVAILABLE;
            case CONGESTION -> FailOver.Cause.CONGESTION;
            case LIMIT -> FailOver.Cause.LIMIT;
            case BUSY_LINE -> FailOver.Cause.BUSY_LINE;
            case REJECTED -> FailOver.Cause.REJECTED;
            case OTHER -> null;
        };
    }
}
