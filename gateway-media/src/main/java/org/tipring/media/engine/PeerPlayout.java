package org.tipring.media.engine;

import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.engine.clock.LineClock;
import org.tipring.media.engine.clock.PlayoutClock;
import org.tipring.media.pcm.Pcm;

/// Plays an RTP peer's sound at the pace of who hears it, and evens out a peer's clock that is found to be off by 300 ppm and more; less
/// is for the servo of a [PlayoutClock], or for the jitter buffer. That it begins costs 20 ms of delay and a moment of silence, so it waits for a
/// pause in the sound. Owned by the media thread.
final class PeerPlayout {

    private static final double PAUSE_DBM0 = -45;
    /// So long is waited for a pause: five seconds.
    private static final int PATIENCE_FRAMES = 250;

    private final LineClock listener;
    /// Null: frames are played as they come.
    private final PlayoutClock atFirst;
    private PlayoutClock clock;
    private boolean evensOut;
    private int waited;

    /// @param listener the clock of who hears
    /// @param atFirst for a peer whose clock is ours as far as is known; null for none
    PeerPlayout(LineClock listener, PlayoutClock atFirst) {
        this.listener = listener;
        this.atFirst = atFirst;
        this.clock = atFirst;
    }

    /// Writes the frame that is due.
    void next(short[] frame, RtpEndpoint from, Playout playout, long nowNanos) {
        if (clock == null) {
            playout.next(frame, nowNanos);
        } else {
            clock.next(frame, playout, nowNanos);
        }
        if (!evensOut && from.clockDiffers() && (LevelMeter.dBm0(frame, 0, Pcm.FRAME) < PAUSE_DBM0 || ++waited >= PATIENCE_FRAMES)) {
            evensOut = true;
            clock = new PlayoutClock(listener, from.clock());
        }
    }

    /// Another source, or what waited was thrown away.
    void restart() {
        if (clock != null) {
            clock.restart();
        }
    }

    /// Another peer, whose clock nothing is known of.
    void forget() {
        evensOut = false;
        waited = 0;
        clock = atFirst;
        restart();
    }
}
