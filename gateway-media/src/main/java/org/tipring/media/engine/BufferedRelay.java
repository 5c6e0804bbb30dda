package org.tipring.media.engine;

import org.tipring.media.dsp.DtmfDetector;
import org.tipring.media.engine.clock.LineClock;
import org.tipring.media.engine.key.KeyClamp;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.time.Deadlines;

/// One direction between two RTP peers whose first tells its keys only by their sound: jitter buffer, decoder, concealment, and a key
/// detector, in frames of 20 ms of our own clock.
///
/// ```
///  peer without telephone-event ──► jitter buffer ──► decode or conceal ──► PeerPlayout ──► DtmfDetector ──► encode ──► other peer
///                                                                                               └─► key ──► telephone-event, if it takes that,
///                                                                                                          and then not as sound as well
/// ```
/// A peer whose clock is off by 300 ppm and more is evened out as a line is: no packet is left out or made up because it is faster or slower.
///
/// **How it is switched on:** `MediaSettings.hearKeys` (gateway.ini: `[media] keys in sound = detect`), and then for each direction whose
/// sender has agreed to no telephone-event. With both peers without it, both directions go this way and all keys are reported
/// ([MediaEvent.Digit]) but stay in the sound. Off, or where the sender has telephone-event, [Relay] passes packets on as they come.
///
/// Frames are due on a grid of a few milliseconds, so that one wake-up serves many calls. Sound is 8 kHz here, whatever the codecs.
/// Owned by the media thread.
final class BufferedRelay {

    /// Frames are due by our own clock, which nobody has to measure.
    private static final LineClock OURS = new LineClock();
    private static final long GRID_NANOS = 5_000_000L;
    private static final long RESYNC_NANOS = 100_000_000L;
    /// After so much of nothing there is nothing to wait for but the next packet.
    private static final int IDLE_FRAMES = 100;
    /// What we play to the peer as a key comes back no later than that.
    private static final long ECHO_NANOS = 400_000_000L;

    private final RtpEndpoint from;
    private final RtpOutput out;
    private final PeerPlayout player = new PeerPlayout(OURS, null);
    private final DtmfDetector detector = new DtmfDetector();
    private final KeyClamp clamp = new KeyClamp();
    private final short[] frame = new short[Pcm.FRAME];
    private long dueAt = Deadlines.NEVER;
    private int idle;
    /// The frame before was nothing: no end of any sound is held back.
    private boolean silent = true;

    BufferedRelay(RtpEndpoint from, RtpOutput out) {
        this.from = from;
        this.out = out;
    }

    void sound(RtpPacket packet, boolean newSource, int ticks, long nowNanos) {
        if (newSource) {
            player.forget();
        }
        from.playout().put(packet, ticks, nowNanos);
        begin(nowNanos);
    }

    void noise(RtpPacket packet, long nowNanos) {
        from.playout().noise(packet);
        begin(nowNanos);
    }

    private void begin(long nowNanos) {
        idle = 0;
        if (dueAt == Deadlines.NEVER) {
            dueAt = Math.ceilDiv(nowNanos + GRID_NANOS, GRID_NANOS) * GRID_NANOS;
        }
    }

    /// Data follows.
    void passData() {
        clamp.open();
    }

    long nextDeadline() {
        return dueAt;
    }

    /// Passes on the frame that is due.
    ///
    /// @return it, until the next call; null when none is due
    short[] serve(long nowNanos) {
        if (dueAt > nowNanos) {
            return null;
        }
        dueAt = nowNanos - dueAt > RESYNC_NANOS ? Math.ceilDiv(nowNanos + 1, GRID_NANOS) * GRID_NANOS : dueAt + Pcm.FRAME_NANOS;
        Playout playout = from.playout();
        if (playout == null) {
            dueAt = Deadlines.NEVER;
            return null;
        }
        player.next(frame, from, playout, nowNanos);
        idle = playout.silent() ? idle + 1 : 0;
        if (idle >= IDLE_FRAMES) {
            dueAt = Deadlines.NEVER;
        }
        keys(nowNanos);
        boolean nothing = playout.silent() && silent;
        silent = playout.silent();
        if (nothing) {
            out.skip(Pcm.FRAME, nowNanos);
        } else {
            out.sound(frame, Pcm.FRAME, nowNanos);
        }
        return frame;
    }

    /// Where the other peer gets keys as events they are no sound as well; that costs 10 ms more.
    private void keys(long nowNanos) {
        char begun = detector.process(frame, Pcm.FRAME);
        if (begun != 0 && nowNanos - from.output().playedKeyAt() < ECHO_NANOS) {
            begun = 0;
        }
        if (begun != 0) {
            from.heardKey(begun);
        }
        if (out.takesKeys()) {
            boolean down = detector.current() != 0;
            out.lineKey(begun, down, nowNanos);
            clamp.pass(frame, detector.suspects(), down);
        }
    }
}
