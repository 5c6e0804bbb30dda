package org.tipring.media.dsp;

import java.util.ArrayList;
import java.util.List;
import org.tipring.media.pcm.Pcm;

/// A tone detector whose words are written down with the time at which they were said.
final class Ear implements ToneDetector.Listener {

    final List<String> heard = new ArrayList<>();
    final List<Long> atMillis = new ArrayList<>();
    private final ToneDetector detector;
    private final short[] frame = new short[Pcm.FRAME];
    private long frames;

    Ear(TonePlan plan) {
        detector = new ToneDetector(plan, this);
    }

    void hear(short[] pcm) {
        for (int at = 0; at + Pcm.FRAME <= pcm.length; at += Pcm.FRAME) {
            System.arraycopy(pcm, at, frame, 0, Pcm.FRAME);
            frames++;
            detector.process(frame);
        }
    }

    void silence(int millis) {
        hear(new short[millis * 8]);
    }

    CallProgressTone current() {
        return detector.current();
    }

    void reset() {
        detector.reset();
        heard.clear();
        atMillis.clear();
    }

    long millis() {
        return frames * 20;
    }

    @Override
    public void toneStarted(CallProgressTone tone) {
        say(tone.name());
    }

    @Override
    public void toneEnded(CallProgressTone tone) {
        say("-" + tone);
    }

    @Override
    public void voiceHeard() {
        say("voice");
    }

    private void say(String word) {
        heard.add(word);
        atMillis.add(millis());
    }
}
