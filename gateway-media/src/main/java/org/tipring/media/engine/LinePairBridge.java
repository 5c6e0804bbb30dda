package org.tipring.media.engine;

import org.tipring.media.engine.clock.PlayoutClock;
import org.tipring.media.engine.record.Recorder;
import org.tipring.media.pcm.Pcm;

/// Two telephone lines. Each hears when it speaks itself, at the pace of its own clock; what the other says is made to fit.
///
/// ```
///  line a ──read──► echo canceller ──► LinePairQueue ──► PlayoutClock ──write──► line b
///  line b ──read──► echo canceller ──► LinePairQueue ──► PlayoutClock ──write──► line a
/// ```
final class LinePairBridge implements Bridge {

    private final long id;
    private final LineEndpoint a;
    private final LineEndpoint b;
    private final LinePairQueue ofA = new LinePairQueue();
    private final LinePairQueue ofB = new LinePairQueue();
    private final PlayoutClock toA;
    private final PlayoutClock toB;
    private final short[] frame = new short[Pcm.FRAME];
    private final short[] latestOfA = new short[Pcm.FRAME];
    private Recorder recorder;

    LinePairBridge(long id, LineEndpoint a, LineEndpoint b) {
        this.id = id;
        this.a = a;
        this.b = b;
        this.toA = new PlayoutClock(a.clock(), b.clock());
        this.toB = new PlayoutClock(b.clock(), a.clock());
    }

    @Override
    public long id() {
        return id;
    }

    /// What has come is taken from both first: a frame that is wanted now may have come now. Line b leads the recording; what line a said
    /// last is written beside it.
    @Override
    public void serve(long nowNanos) {
        int framesOfA = 0;
        while (a.read(latestOfA, nowNanos)) {
            a.suppress(latestOfA);
            ofA.put(latestOfA, nowNanos);
            framesOfA++;
        }
        int framesOfB = 0;
        while (b.read(frame, nowNanos)) {
            b.suppress(frame);
            ofB.put(frame, nowNanos);
            framesOfB++;
            if (recorder != null) {
                recorder.write(latestOfA, frame);
            }
        }
        play(a, toA, ofB, framesOfA, nowNanos);
        play(b, toB, ofA, framesOfB, nowNanos);
    }

    private void play(LineEndpoint line, PlayoutClock clock, LinePairQueue source, int frames, long nowNanos) {
        for (int nth = 1; nth <= frames; nth++) {
            clock.next(frame, source, nowNanos);
            line.answer(frame, nth);
        }
    }

    @Override
    public void record(Recorder newRecorder, long nowNanos) {
        recorder = Recorder.replace(recorder, newRecorder);
    }

    @Override
    public boolean joins(RtpEndpoint endpoint) {
        return false;
    }

    @Override
    public LineEndpoint line(String name) {
        return a.name().equals(name) ? a : b.name().equals(name) ? b : null;
    }

    @Override
    public void part() {
        record(null, 0);
    }
}
