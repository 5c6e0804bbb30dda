package org.tipring.media.engine;

import org.tipring.media.pcm.Pcm;

/// Two telephone lines. Each line's clock leads in the direction away from it; where the clocks differ, the ring of the receiving line
/// runs full or empty by a few samples a minute, which its endpoint counts.
final class LinePairBridge implements Bridge {

    private final long id;
    private final LineEndpoint a;
    private final LineEndpoint b;
    private final short[] frame = new short[Pcm.FRAME];
    private final short[] latestOfA = new short[Pcm.FRAME];
    private Recorder recorder;

    LinePairBridge(long id, LineEndpoint a, LineEndpoint b) {
        this.id = id;
        this.a = a;
        this.b = b;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void serve(long nowNanos) {
        for (int frames = 1; a.read(frame); frames++) {
            b.answer(frame, frames);
            System.arraycopy(frame, 0, latestOfA, 0, Pcm.FRAME);
        }
        for (int frames = 1; b.read(frame); frames++) {
            a.answer(frame, frames);
            // Line b leads the recording; what line a said last is written beside it.
            if (recorder != null) {
                recorder.write(latestOfA, frame);
            }
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
