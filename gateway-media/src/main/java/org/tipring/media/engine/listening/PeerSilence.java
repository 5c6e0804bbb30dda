package org.tipring.media.engine.listening;

import org.tipring.media.time.Deadlines;

/// How long a peer has sent nothing. The timer is not moved by every packet: it looks, when it has expired, how long it really was. Owned by
/// the media thread.
public final class PeerSilence {

    private final long limit;
    private long lastHeardAt;
    private long expiresAt = Deadlines.NEVER;

    public PeerSilence(long limitNanos) {
        this.limit = limitNanos;
    }

    /// @param conversation whether it should send: who holds, or is held, may be silent as long as it likes
    public void settled(boolean conversation, long nowNanos) {
        lastHeardAt = nowNanos;
        expiresAt = conversation ? nowNanos + limit : Deadlines.NEVER;
    }

    public void heard(long nowNanos) {
        lastHeardAt = nowNanos;
    }

    /// @return for how long nothing has come, when that is to be told now; else -1
    public long tick(long nowNanos) {
        if (expiresAt > nowNanos) {
            return -1;
        }
        long silent = nowNanos - lastHeardAt;
        expiresAt = silent >= limit ? nowNanos + limit : lastHeardAt + limit;
        return silent >= limit ? silent : -1;
    }

    public long nextDeadline() {
        return expiresAt;
    }
}
