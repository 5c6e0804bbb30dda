package org.tipring.media.engine.listening;

import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.pcm.Pcm;

/// How long nothing has been heard on a line in either direction. Owned by its line's endpoint.
public final class SilenceWatch {

    /// Below what anybody says, above what a quiet line hisses.
    private static final double SILENCE_DBM0 = -48;
    private static final int FRAMES_PER_SECOND = Pcm.RATE / Pcm.FRAME;
    private static final int TOLD_EVERY_SECONDS = 5;
    private static final int TOLD_EVERY_FRAMES = TOLD_EVERY_SECONDS * FRAMES_PER_SECOND;

    private int frames;

    /// What the line said.
    ///
    /// @return seconds of silence when it is time to tell them, else 0
    public int heard(short[] frame) {
        if (loud(frame)) {
            frames = 0;
            return 0;
        }
        frames++;
        return frames % TOLD_EVERY_FRAMES == 0 ? frames / FRAMES_PER_SECOND : 0;
    }

    /// What was said to the line.
    public void said(short[] frame) {
        if (frames > 0 && loud(frame)) {
            frames = 0;
        }
    }

    private static boolean loud(short[] frame) {
        return LevelMeter.dBm0(frame, 0, Pcm.FRAME) > SILENCE_DBM0;
    }
}
