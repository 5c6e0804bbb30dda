package org.tipring.signaling.sip;

import java.time.Duration;

/// The alarm clock of a pure core that lives on a lane: rings at its next deadline, and only for the last one that was set. Owned by the lane.
final class Alarm {

    static final long NEVER = Long.MAX_VALUE;

    private final SipContext context;
    private final Lane lane;
    private long turn;

    Alarm(SipContext context, Lane lane) {
        this.context = context;
        this.lane = lane;
    }

    /// What [#set] compares with, in nanoseconds.
    static long now() {
        return System.nanoTime();
    }

    /// Whatever was set before is off.
    ///
    /// @param atNanos of [#now], or [#NEVER]
    void set(long atNanos, Runnable due) {
        long thisTurn = ++turn;
        if (atNanos != NEVER) {
            context.after(Duration.ofNanos(Math.max(0, atNanos - now())), lane, () -> {
                if (turn == thisTurn) {
                    due.run();
                }
            });
        }
    }

    void off() {
        turn++;
    }
}
