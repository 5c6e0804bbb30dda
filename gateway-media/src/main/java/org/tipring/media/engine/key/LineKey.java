package org.tipring.media.engine.key;

import org.tipring.media.pcm.Pcm;
import org.tipring.media.time.Deadlines;

/// A key that is down at the far end of a line, on its way to an RTP peer as events: how long, counted in frames of the line.
/// Owned by the media thread.
public final class LineKey {

    /// A key is heard so much after its begin that it was already down in the frame before.
    public static final int LEAD = Pcm.FRAME;
    /// A line that gives no more frames has not said that its key is up.
    private static final long LOST_NANOS = 100_000_000L;

    private int duration;
    private long lostAt = Deadlines.NEVER;

    public void begin(int lead) {
        duration = lead;
        lostAt = 0;
    }

    public boolean active() {
        return lostAt != Deadlines.NEVER;
    }

    /// It is down for one frame more.
    ///
    /// @return since its begin, in samples
    public int oneMore(long nowNanos) {
        duration += Pcm.FRAME;
        lostAt = nowNanos + LOST_NANOS;
        return duration;
    }

    public void end() {
        lostAt = Deadlines.NEVER;
    }

    /// When it counts as up unless there is one frame more.
    public long nextDeadline() {
        return lostAt;
    }
}
