package org.tipring.signaling.control.service;

import java.time.Duration;
import org.tipring.media.time.Deadlines;

/// When a telephone is told whether messages wait: as soon as it has been on-hook for a while, and again when a call has broken in upon the
/// telling. Pure; owned by the control thread.
public final class Lamp {

    /// A telephone that has just been put back may not listen yet.
    private static final long SETTLE_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
    /// Longer than the telling takes.
    private static final long TELLING_NANOS = Duration.ofSeconds(3).toNanos();

    private long dueNanos = Deadlines.NEVER;
    private long toldNanos = Long.MIN_VALUE / 2;

    public void due(long now) {
        dueNanos = now;
    }

    /// It is rung.
    public void interrupted(long now) {
        if (now - toldNanos < TELLING_NANOS) {
            dueNanos = now;
        }
    }

    /// @param since when it came into the state that it is in
    /// @return whether it is to be told now
    public boolean tells(long now, boolean onHook, long since) {
        if (onHook && now - since >= SETTLE_NANOS) {
            dueNanos = Deadlines.NEVER;
            toldNanos = now;
            return true;
        }
        dueNanos = now + LOOK_NANOS;
        return false;
    }

    public long nextDeadline() {
        return dueNanos;
    }
}
