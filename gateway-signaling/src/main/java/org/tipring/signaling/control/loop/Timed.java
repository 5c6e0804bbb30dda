package org.tipring.signaling.control.loop;

/// Something of the control thread that has deadlines.
public interface Timed {

    void tick(long nowNanos);

    /// @return nanoseconds, or [org.tipring.media.time.Deadlines#NEVER]
    long nextDeadline();
}
