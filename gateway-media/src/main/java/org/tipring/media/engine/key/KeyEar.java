package org.tipring.media.engine.key;

import org.tipring.media.dsp.DtmfDetector;
import org.tipring.media.pcm.Pcm;

/// Hears the keys of a line's far end, and not those that we send to it, played by us or in somebody's sound: a hybrid gives them back,
/// weaker and later, and they would come back to whoever pressed them. So a key that was in what we sent a short time ago is not
/// believed. Owned by the media thread.
public final class KeyEar {

    /// The longest way there and back: as far as the echo canceller looks, and some.
    private static final int ECHO_FRAMES = 20;

    private final DtmfDetector heard = new DtmfDetector();
    /// What we sent last, a ring. Keys are looked for in it only when there is need.
    private final short[] sent = new short[ECHO_FRAMES * Pcm.FRAME];
    private final DtmfDetector inSent = new DtmfDetector();
    private int frames;

    /// @param frame from the line
    /// @return the key that has just gone down, or 0
    public char hear(short[] frame) {
        return hear(frame, Pcm.FRAME);
    }

    /// The same of any number of samples, at most a frame.
    public char hear(short[] pcm, int n) {
        char key = heard.process(pcm, n);
        return key != 0 && !wasSent(key) ? key : 0;
    }

    private boolean wasSent(char key) {
        inSent.reset();
        boolean found = false;
        for (int i = 0; i < ECHO_FRAMES; i++) {
            found |= inSent.process(sent, (frames + i) % ECHO_FRAMES * Pcm.FRAME, Pcm.FRAME) == key;
        }
        return found;
    }

    /// @param frame to the line
    public void send(short[] frame) {
        System.arraycopy(frame, 0, sent, frames * Pcm.FRAME, Pcm.FRAME);
        frames = (frames + 1) % ECHO_FRAMES;
    }

    /// Whether the end of the frame may be the begin of a key.
    public boolean suspects() {
        return heard.suspects();
    }

    /// Whether a key sounds on the line, be it the far end's or an echo.
    public boolean keySounds() {
        return heard.current() != 0;
    }
}
