package org.tipring.media.engine;

import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.DtmfDetector;
import org.tipring.media.dsp.ToneDetector;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.media.pcm.Pcm;

/// A telephone line in a bridge: listens for the exchange's tones in what it says, and plays keys to it. Owned by the media thread.
final class LineEndpoint implements ToneDetector.Listener {

    /// More frames than this waiting in one turn mean that we stalled: 100 ms.
    static final int CATCH_UP_FRAMES = 5;
    /// So many frames waiting before a call are left from an earlier one, and are thrown away: more than any device holds.
    private static final int STALE_FRAMES = 64;

    private final String name;
    private final AudioEndpoint audio;
    private final ToneDetector detector;
    private final DtmfDetector pressed = new DtmfDetector();
    private final LoopContext loop;
    private final KeyPlayer keys = new KeyPlayer();

    LineEndpoint(Termination.Line line, LoopContext loop) {
        this.name = line.name();
        this.audio = line.audio();
        this.detector = new ToneDetector(line.plan(), this);
        this.loop = loop;
        short[] stale = new short[Pcm.FRAME];
        for (int i = 0; i < STALE_FRAMES && audio.read(stale); i++) {
            loop.lineFrames.increment();
        }
    }

    String name() {
        return name;
    }

    /// Takes the next frame, if there is one, and listens to it.
    boolean read(short[] frame) {
        if (!audio.read(frame)) {
            return false;
        }
        loop.lineFrames.increment();
        detector.process(frame);
        return true;
    }

    /// Listens for keys in a frame that was read, and reports them.
    ///
    /// @return the key that has just gone down, or 0
    char hearKeys(short[] frame) {
        char key = pressed.process(frame, Pcm.FRAME);
        if (key != 0) {
            loop.events.accept(new MediaEvent.LineDigit(name, key));
        }
        return key;
    }

    /// Plays a frame to the line. Keys that are being played replace the sound.
    void write(short[] frame) {
        if (keys.active()) {
            keys.next(frame, 0, Pcm.FRAME);
        }
        audio.write(frame);
    }

    void key(char key) {
        if (!keys.add(key)) {
            loop.keyOverflows.increment();
        }
    }

    @Override
    public void toneStarted(CallProgressTone tone) {
        loop.events.accept(new MediaEvent.ToneStarted(name, tone));
    }

    @Override
    public void toneEnded(CallProgressTone tone) {
        loop.events.accept(new MediaEvent.ToneEnded(name, tone));
    }

    @Override
    public void voiceHeard() {
        loop.events.accept(new MediaEvent.VoiceHeard(name));
    }
}
