package org.tipring.media.engine;

import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.time.Deadlines;

/// Sound that we make ourselves for an RTP peer, when no line's clock leads: tones, and keys as DTMF. Paced by deadlines on an absolute
/// schedule; after a stall it goes on from now instead of sending the missed frames in a burst. Owned by the media thread.
final class PacedSound {

    private static final long RESYNC_NANOS = 100_000_000L;

    private final KeyPlayer keys = new KeyPlayer(Termination.KeyTimes.GENEROUS);
    private ToneSound tone;
    private ToneSound hold;
    private long nextAt = Deadlines.NEVER;

    /// @param wanted null stops
    void play(CallProgressTone wanted, TonePlan plan, long nowNanos) {
        tone = wanted == null ? null : ToneSound.of(wanted, plan);
        begin(nowNanos);
    }

    /// What is heard while the other side holds the call.
    ///
    /// @param sound null stops
    void hold(ToneSound sound, long nowNanos) {
        hold = sound;
        begin(nowNanos);
    }

    boolean key(char key, long nowNanos) {
        boolean taken = keys.add(key);
        begin(nowNanos);
        return taken;
    }

    private void begin(long nowNanos) {
        if (!active()) {
            nextAt = Deadlines.NEVER;
        } else if (nextAt == Deadlines.NEVER) {
            nextAt = nowNanos;
        }
    }

    /// Whether this is what the peer hears now, instead of the bridge.
    boolean active() {
        return tone != null || hold != null || keys.active();
    }

    long nextDeadline() {
        return nextAt;
    }

    /// Whether a frame is due; then [#next] must follow.
    boolean due(long nowNanos) {
        return nextAt <= nowNanos;
    }

    /// Writes the frame that is due. Keys go before tones, and tones before what is heard on hold.
    void next(short[] frame, int samples, long frameNanos, long nowNanos) {
        if (keys.active()) {
            keys.next(frame, 0, samples);
        } else {
            (tone != null ? tone : hold).next(frame, 0, samples);
        }
        nextAt = nowNanos - nextAt > RESYNC_NANOS ? nowNanos + frameNanos : nextAt + frameNanos;
        if (!active()) {
            nextAt = Deadlines.NEVER;
        }
    }
}
