package org.tipring.media.engine;

import org.tipring.media.engine.record.Recorder;

/// An RTP peer that somebody on our side has put on hold: it hears our hold sound, and nobody hears it. Owned by the media thread.
final class HeldPeer implements Bridge {

    private final long id;
    private final RtpEndpoint peer;

    HeldPeer(long id, RtpEndpoint peer, long nowNanos) {
        this.id = id;
        this.peer = peer;
        peer.output().hold(true, nowNanos);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void serve(long nowNanos) {
        // The peer's own clock says when its hold sound is due.
    }

    @Override
    public boolean ledByLine() {
        return false;
    }

    /// What is heard on hold is not recorded.
    @Override
    public void record(Recorder recorder, long nowNanos) {
        Recorder.replace(recorder, null);
    }

    @Override
    public boolean joins(RtpEndpoint endpoint) {
        return endpoint == peer;
    }

    @Override
    public LineEndpoint line(String name) {
        return null;
    }

    @Override
    public void part() {
        peer.output().hold(false, 0);
    }
}
