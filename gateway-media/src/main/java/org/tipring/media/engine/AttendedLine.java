package org.tipring.media.engine;

import java.util.Arrays;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.DialToneFilter;
import org.tipring.media.engine.record.Recorder;
import org.tipring.media.pcm.Pcm;

/// A telephone line and nobody but ourselves: somebody who dials on, or waits. The line's clock leads.
///
/// ```
///  line ──read──► echo of the tone out ──► ToneDetector ──► events
///       ──peek──► DialEar ──► events; silence
///  line ◄─write── a tone, or silence
/// ```
/// Dial tone falls silent as soon as a key seems to begin; if it was none, it comes back.
final class AttendedLine implements Bridge {

    /// Until it is sure whether it was a key, and control has said what is to be heard then.
    private static final int HUSHED_FRAMES = 5;

    private final long id;
    private final LineEndpoint line;
    private final short[] fromLine = new short[Pcm.FRAME];
    private final short[] toLine = new short[Pcm.FRAME];
    private final DialEar ear;
    /// So many frames of silence are left because a key may have begun.
    private int hushed;
    private CallProgressTone tone;
    private ToneSound sound;
    private Recorder recorder;

    AttendedLine(long id, LineEndpoint line) {
        this.id = id;
        this.line = line;
        this.ear = new DialEar(DialToneFilter.of(line.plan()));
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
            if (wanted == null) {
                line.hush();
            }
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
        for (int frames = 1; ; frames++) {
            int ahead = ear.listen(line);
            hushForKey();
            // What has come since it was looked at would be read unheard.
            if (ahead > 0 && ahead < Pcm.FRAME || !line.read(fromLine, nowNanos)) {
                break;
            }
            if (ahead == 0) {
                line.hearKeys(fromLine);
            }
            ear.nextFrame();
            say();
            line.answer(toLine, frames);
            if (recorder != null) {
                recorder.write(fromLine, toLine);
            }
        }
    }

    private boolean invitesDigits() {
        return tone == CallProgressTone.DIAL || tone == CallProgressTone.STUTTER || tone == CallProgressTone.CONFIRMATION;
    }

    private void hushForKey() {
        if (ear.keyBegins() && invitesDigits()) {
            if (hushed == 0) {
                line.hush();
            }
            hushed = HUSHED_FRAMES;
        } else if (hushed > 0 && line.keySounds()) {
            hushed = HUSHED_FRAMES;
        }
    }

    private void say() {
        boolean quiet = hushed > 0;
        hushed -= quiet ? 1 : 0;
        if (sound == null || quiet) {
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
