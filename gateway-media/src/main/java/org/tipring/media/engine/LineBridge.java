package org.tipring.media.engine;

import java.util.Arrays;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;
import org.tipring.media.time.Deadlines;

/// An RTP peer and a telephone line. The line's clock leads both ways.
///
/// ```
///  line ──read──► ToneDetector ──► encode ──► collect ptime ──► RTP
///  line ◄─write── keys as DTMF ◄── decode or conceal ◄── jitter buffer ◄── RTP
/// ```
final class LineBridge implements Bridge, PacketSink {

    /// How long a telephone's own key tone may go on after the packets that say that it has ended.
    private static final long KEY_TAIL_NANOS = 40_000_000L;

    private final long id;
    private final LineEndpoint line;
    private final RtpEndpoint rtp;
    private final boolean lineIsLeft;
    private final LoopContext loop;
    private final short[] fromLine = new short[Pcm.FRAME];
    private final short[] toLine = new short[Pcm.FRAME];
    private Recorder recorder;
    private long mutedUntil = Long.MIN_VALUE;

    /// @param lineIsLeft whether the line is the first end, which recordings have on the left
    LineBridge(long id, LineEndpoint line, RtpEndpoint rtp, boolean lineIsLeft, LoopContext loop) {
        this.id = id;
        this.line = line;
        this.rtp = rtp;
        this.lineIsLeft = lineIsLeft;
        this.loop = loop;
        rtp.sink(this);
    }

    @Override
    public long id() {
        return id;
    }

    /// One frame out for each frame in. After a stall the line has played nothing for as long as it has heard something unread: writing
    /// all those frames now would delay the sound for the rest of the call, so the oldest are withheld.
    @Override
    public void serve(long nowNanos) {
        int frames = 0;
        while (line.read(fromLine)) {
            frames++;
            rtp.output().sound(fromLine, Pcm.FRAME, nowNanos);
            playout(nowNanos);
            if (frames <= LineEndpoint.CATCH_UP_FRAMES) {
                line.write(toLine);
            } else {
                loop.resyncFrames.increment();
            }
            if (recorder != null) {
                recorder.write(lineIsLeft ? fromLine : toLine, lineIsLeft ? toLine : fromLine);
            }
        }
    }

    private void playout(long nowNanos) {
        Playout playout = rtp.playout();
        if (playout != null) {
            playout.next(toLine, nowNanos);
        }
        // A telephone may send its key both ways. The line gets the clean one that we play; the other would be a second key.
        if (playout == null || rtp.keyIsDown() || nowNanos < mutedUntil) {
            Arrays.fill(toLine, (short) 0);
        }
    }

    @Override
    public void onSound(RtpEndpoint from, RtpPacket packet, boolean newSource, int samples, long nowNanos) {
        rtp.playout().put(packet, samples, nowNanos);
    }

    @Override
    public void onKey(RtpEndpoint from, Signal signal, RtpPacket packet, boolean newSource, long nowNanos) {
        if (signal == Signal.STARTED || signal == Signal.STARTED_AND_ENDED) {
            line.key(from.key());
        }
        if (signal == Signal.ENDED || signal == Signal.STARTED_AND_ENDED) {
            // The key's packets have overtaken its sound, which still waits in the jitter buffer.
            Playout playout = rtp.playout();
            mutedUntil = nowNanos + KEY_TAIL_NANOS + (playout == null ? 0 : playout.waitingNanos());
        }
    }

    @Override
    public void onTyped(RtpEndpoint from, char key, long nowNanos) {
        line.key(key);
    }

    @Override
    public long nextDeadline() {
        return Deadlines.NEVER;
    }

    @Override
    public void record(Recorder newRecorder, long nowNanos) {
        if (recorder != null) {
            recorder.close();
        }
        recorder = newRecorder;
    }

    @Override
    public boolean joins(RtpEndpoint endpoint) {
        return rtp == endpoint;
    }

    @Override
    public boolean joins(String name) {
        return line.name().equals(name);
    }

    @Override
    public void part() {
        rtp.sink(null);
        record(null, 0);
    }
}
