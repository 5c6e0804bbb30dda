package org.tipring.media.engine;

/// Keeps the tone of a peer's keys out of its sound: a telephone may send its key both ways, and who gets the clean one that we play would hear a second
/// key. Its sound is behind its packets: some of it still waits in the jitter buffer when they say that the key is up. Owned by the media thread.
final class KeyTail {

    /// How long a telephone's own key tone may go on after the packets that say that it has ended.
    private static final long TAIL_NANOS = 40_000_000L;

    private final RtpEndpoint rtp;
    private long mutedUntil = Long.MIN_VALUE;

    KeyTail(RtpEndpoint rtp) {
        this.rtp = rtp;
    }

    void ended(long nowNanos) {
        Playout playout = rtp.playout();
        mutedUntil = nowNanos + TAIL_NANOS + (playout == null ? 0 : playout.waitingNanos());
    }

    /// Whether what it says now may be a key.
    boolean sounds(long nowNanos) {
        return rtp.keyIsDown() || nowNanos < mutedUntil;
    }
}
