package org.tipring.media.engine;

import org.tipring.media.codec.ComfortNoise;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.time.Deadlines;

/// The noise of a peer's pauses, made for another peer that does not know comfort noise: as sound, until the first goes on. Owned by the
/// media thread.
final class RelayNoise {

    private static final long RESYNC_NANOS = 100_000_000L;

    private final RtpOutput out;
    private final short[] frame = new short[Pcm.FRAME];
    private ComfortNoise noise;
    private long dueAt = Deadlines.NEVER;

    RelayNoise(RtpOutput out) {
        this.out = out;
    }

    void play(RtpPacket packet, long nowNanos) {
        if (noise == null) {
            noise = new ComfortNoise(packet.ssrc());
        }
        noise.update(packet.data(), packet.payloadOffset(), packet.payloadLength());
        if (dueAt == Deadlines.NEVER) {
            dueAt = nowNanos;
        }
    }

    void stop() {
        dueAt = Deadlines.NEVER;
    }

    long nextDeadline() {
        return dueAt;
    }

    void serve(long nowNanos) {
        while (dueAt <= nowNanos) {
            noise.next(frame, 0, Pcm.FRAME);
            out.sound(frame, Pcm.FRAME, nowNanos);
            dueAt = nowNanos - dueAt > RESYNC_NANOS ? nowNanos + Pcm.FRAME_NANOS : dueAt + Pcm.FRAME_NANOS;
        }
    }
}
