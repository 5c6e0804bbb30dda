package org.tipring.media.engine;

import java.util.Arrays;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.pcm.Pcm;

/// A telephone line and nobody but ourselves: somebody who dials on, or waits. The line's clock leads.
///
/// ```
///  line ──read──► echo of the tone out ──► ToneDetector, DtmfDetector ──► events
///  line ◄─write── a tone, or silence
/// ```
final class AttendedLine implements Bridge {

    private final long id;
    private final LineEndpoint line;
    private final short[] fromLine = new short[Pcm.FRAME];
    private final short[] toLine = new short[Pcm.FRAME];
    private CallProgressTone tone;
    private ToneSound sound;
    private Recorder recorder;

    AttendedLine(long id, LineEndpoint line) {
        this.id = id;
        this.line = line;
    }

    @Override
    public long id() {
        return id;
    }

    /// From the next frame on. The tone that is on anyway keeps its rhythm.
    ///
    /// @param wanted null: silence
    void play(CallProgressTone wanted) {
        if (wanted != tone) {
            sound = wanted == null ? null : ToneSound.of(wanted, line.plan());
            tone = wanted;
            line.hearsOwn(wanted);
        }
    }

    /// Plays what is heard on hold.
    ///
    /// @param holdSound null: silence
    void hold(ToneSound holdSound) {
        sound = holdSound;
        tone = null;
    }

    @Override
    public void serve(long nowNanos) {
        if (line.hungry()) {
            say();
            line.answer(toLine, 1);
        }
        for (int frames = 1; line.read(fromLine, nowNanos); frames++) {
            line.hearKeys(fromLine);
            say();
            line.answer(toLine, frames);
            if (recorder != null) {
                recorder.write(fromLine, toLine);
            }
        }
    }

    private void say() {
        if (sound == null) {
            Arrays.fill(toLine, (short) 0);
        } else {
            sound.next(toLine, 0, Pcm.FRAME);
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
        return line.name().equals(name) ? line : null;
    }

    @Override
    public void part() {
        line.hearsOthers();
        record(null, 0);
    }
}
