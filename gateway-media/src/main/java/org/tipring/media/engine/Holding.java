package org.tipring.media.engine;

/// Whether an RTP peer has put the call on hold, and whether the other side then hears our hold sound: not where the peer sends something
/// of its own (a PBX with its own music). Owned by the media thread.
final class Holding {

    /// What comes this late is no longer the talk before.
    private static final long TALK_NANOS = 300_000_000L;

    private boolean holds;
    private boolean playing;
    private long since;

    /// The peer has settled something with us.
    ///
    /// @return whether our sound is to be started or stopped: [#playing] says which
    boolean settled(RtpEndpoint end, long nowNanos) {
        boolean held = holds;
        boolean played = playing;
        holds = end.holds();
        if (holds != held) {
            since = nowNanos;
            playing = holds;
        }
        return playing != played;
    }

    /// Sound has come from the peer.
    ///
    /// @return whether our sound is to be stopped
    boolean heard(long nowNanos) {
        boolean stops = playing && nowNanos - since > TALK_NANOS;
        playing &= !stops;
        return stops;
    }

    /// Whether the other side hears our hold sound.
    boolean playing() {
        return playing;
    }
}
