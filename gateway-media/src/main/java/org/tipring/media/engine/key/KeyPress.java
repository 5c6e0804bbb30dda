package org.tipring.media.engine.key;

import org.tipring.media.pcm.Pcm;
import org.tipring.media.time.Deadlines;

/// A key that we press ourselves towards an RTP peer: when its next event packet is due and how long it has been down.
/// Packets come every 20 ms (RFC 4733 section 2.5.1.2 leaves the interval to the sender). Owned by the media thread.
public final class KeyPress {

    private long startedAt;
    private long lengthNanos;
    private long nextAt = Deadlines.NEVER;

    public void begin(int millis, long nowNanos) {
        startedAt = nowNanos;
        lengthNanos = millis * 1_000_000L;
        nextAt = nowNanos;
    }

    public boolean active() {
        return nextAt != Deadlines.NEVER;
    }

    public long nextDeadline() {
        return nextAt;
    }

    /// Moves on to the next packet.
    ///
    /// @return whether the key is up now: the packet due is its last
    public boolean step() {
        boolean up = nextAt - startedAt >= lengthNanos;
        nextAt = up ? Deadlines.NEVER : Math.min(nextAt + Pcm.FRAME_NANOS, startedAt + lengthNanos);
        return up;
    }

    /// How long the key will have been down at the packet that is due, in samples; at least one frame.
    public int duration() {
        long down = Math.min(nextAt - startedAt + Pcm.FRAME_NANOS, Math.max(lengthNanos, Pcm.FRAME_NANOS));
        return (int) (down * Pcm.RATE / 1_000_000_000L);
    }
}
