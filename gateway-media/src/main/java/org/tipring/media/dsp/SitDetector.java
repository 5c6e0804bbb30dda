package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// Hears the special information tone (ITU-T E.180 section 7): a pure tone in the bands around 950, 1400 and 1800 Hz, one after the
/// other. The frequency of a frame is measured, not compared, because the standard allows 50 Hz either way,
/// and noise shifts what is measured a little.
final class SitDetector {

    private static final double HALF_BAND = 75;
    /// A step is 330 +-70 ms, in North America also 274 ms; its first and last frame may be mixed.
    private static final int LEAST_FRAMES = 10;
    private static final int MOST_FRAMES = 22;
    private static final int LEAST_LAST_FRAMES = 8;
    /// Up to 30 ms between the steps, and the mixed frames.
    private static final int MOST_GAP_FRAMES = 4;

    private int step;
    private int frames;
    private int gap;

    void reset() {
        step = 0;
        frames = 0;
        gap = 0;
    }

    /// A frame in which there is nothing.
    void silence() {
        if (frames > 0) {
            other();
        }
    }

    /// @param mean the mean of the frame: the converter's offset
    /// @return whether the frame can be part of the special information tone
    boolean frame(short[] frame, double mean) {
        int band = band(PureTone.hertz(frame, 0, Pcm.FRAME, (int) Math.round(mean)));
        if (band < 0) {
            silence();
            return false;
        }
        if (band == step) {
            frames++;
        } else if (band == step + 1 && frames >= LEAST_FRAMES) {
            step++;
            frames = 1;
        } else {
            step = 0;
            frames = band == 0 ? 1 : 0;
        }
        gap = 0;
        if (frames > MOST_FRAMES) {
            reset();
        }
        return true;
    }

    /// The third step is sounding and the first two were right.
    boolean heard() {
        return step == 2 && frames >= LEAST_LAST_FRAMES;
    }

    private void other() {
        if (++gap > MOST_GAP_FRAMES) {
            reset();
        }
    }

    private static int band(double hertz) {
        for (int i = 0; i < SitGenerator.HERTZ.length; i++) {
            if (Math.abs(hertz - SitGenerator.HERTZ[i]) <= HALF_BAND) {
                return i;
            }
        }
        return -1;
    }
}
