package org.tipring.tdm.line;

import java.time.Duration;
import org.tipring.tdm.callerid.CallerId;

/// A caller's identity between its arrival and the call that it belongs to. Part of [FxoLine].
final class ExpectedCaller {

    /// Where the caller ID comes before the first ring (ETSI EN 300 659-1, BT SIN 227) the ring follows within this time.
    private static final long RING_FOLLOWS_NANOS = 3_000_000_000L;

    private final long keptNanos;
    private CallerId callerId;
    private long atNanos;

    /// @param kept so long it may belong to the next ring
    ExpectedCaller(Duration kept) {
        this.keptNanos = kept.toNanos();
    }

    void announced(CallerId received, long nowNanos) {
        callerId = received;
        atNanos = nowNanos;
    }

    boolean known(long nowNanos) {
        return callerId != null && nowNanos - atNanos <= keptNanos;
    }

    /// Somebody was announced a moment ago: the line is about to ring.
    boolean ringFollows(long nowNanos) {
        return callerId != null && nowNanos - atNanos <= RING_FOLLOWS_NANOS;
    }

    /// For the call that is offered now; nobody's afterwards.
    CallerId take(long nowNanos) {
        CallerId taken = known(nowNanos) ? callerId : CallerId.NONE;
        callerId = null;
        return taken;
    }
}
