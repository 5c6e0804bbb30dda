package org.tipring.media.engine;

import org.tipring.media.dsp.DtmfDetector;
import org.tipring.media.pcm.Pcm;

/// Hears the keys of a line's far end, and not those that we play to it ourselves: a hybrid gives them back, weaker and later, and they
/// would come back to whoever pressed them. So a key that was in what we sent a short time ago is not believed. Owned by the media thread.
final class KeyEar {

    /// The longest way there and back: as far as the echo canceller looks, and a block of the detector.
    private static final int ECHO_FRAMES = 20;
    private static final int KEYS = 128;

    private final DtmfDetector heard = new DtmfDetector();
    private final DtmfDetector sent = new DtmfDetector();
    /// The frame in which a key was last in what we sent, by its character.
    private final long[] sentAt = new long[KEYS];
    private long frames = 2 * ECHO_FRAMES;

    /// @param frame from the line
    /// @return the key that has just gone down, or 0
    char hear(short[] frame) {
        frames++;
        char key = heard.process(frame, Pcm.FRAME);
        return key != 0 && frames - sentAt[key] > ECHO_FRAMES ? key : 0;
    }

    /// @param frame to the line
    void send(short[] frame) {
        char begun = sent.process(frame, Pcm.FRAME);
        if (begun != 0) {
            sentAt[begun] = frames;
        }
        char sounding = sent.current();
        if (sounding != 0) {
            sentAt[sounding] = frames;
        }
    }

    /// Whether a key sounds on the line, be it the far end's or an echo.
    boolean keySounds() {
        return heard.current() != 0;
    }
}
