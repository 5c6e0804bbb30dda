package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// How far a burst's frequency is from where it should be, by how its phase moves from frame to frame: to half a hertz, where 20 ms alone
/// cannot tell 415 from 425 Hz. Notes of instruments lie beside the frequencies of exchanges, seldom on them. Part of [Burst].
final class Pitch {

    /// More than lines and exchanges do: 1.5 %.
    private static final double MOST_OFF = 0.0185;
    private static final double FRAME_SECONDS = (double) Pcm.FRAME / Pcm.RATE;

    private double re;
    private double im;
    private double lastRe;
    private double lastIm;
    private long lastFrame;
    private int steps;

    void begin() {
        re = 0;
        im = 0;
        steps = 0;
        lastFrame = Long.MIN_VALUE;
    }

    /// @param fit of one frequency, to this frame
    void frame(ToneFit fit, long number) {
        // A cosine whose phase is p has the coefficients cos p and -sin p.
        double nowRe = fit.cosine();
        double nowIm = -fit.sine();
        if (number == lastFrame + 1) {
            re += nowRe * lastRe + nowIm * lastIm;
            im += nowIm * lastRe - nowRe * lastIm;
            steps++;
        }
        lastRe = nowRe;
        lastIm = nowIm;
        lastFrame = number;
    }

    /// False while nothing is known.
    boolean off(double hertz) {
        if (steps == 0) {
            return false;
        }
        double turns = Math.atan2(im, re) / (2 * Math.PI) - hertz * FRAME_SECONDS;
        return Math.abs(turns - Math.rint(turns)) > MOST_OFF * hertz * FRAME_SECONDS;
    }
}
