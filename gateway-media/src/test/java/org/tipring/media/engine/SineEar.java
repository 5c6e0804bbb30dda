package org.tipring.media.engine;

import java.util.Locale;
import org.tipring.media.pcm.Pcm;

/// Listens to a sine that has come through something: what is there besides it (clicks, gaps, steps), and how late it is.
///
/// Two notches of 130 Hz take the sine away, also when it runs a few hertz high or low; what is left of each frame is compared with the
/// whole. The phase tells which sample is heard, and so when it was said.
final class SineEar {

    private static final double RADIUS = 0.95;
    /// The notches have to come to rest.
    private static final int SETTLING = 10;
    private static final double LEAST_RMS = 4000;

    private final double omega;
    private final double[][] before = new double[2][4];
    private int heardFrames;
    private double phase;
    private double lastWrapped;
    double worstDb = Double.NEGATIVE_INFINITY;
    private int worstFrame;
    /// How much the delay is more than at the beginning, ms.
    double leastDelay;
    double mostDelay;
    private double firstDelay = Double.NaN;

    SineEar(double hertz) {
        omega = 2 * Math.PI * hertz / Pcm.RATE;
    }

    /// What was heard so far does not count; what comes next does, after a moment.
    void forget() {
        heardFrames = 0;
        worstDb = Double.NEGATIVE_INFINITY;
        leastDelay = mostDelay = 0;
        firstDelay = Double.NaN;
    }

    /// Takes a frame.
    ///
    /// @return the sample (of all that were said, up to whole periods) that is heard in the middle of the frame; NaN while there is no sine
    double hear(short[] frame) {
        double rms = MediaWorld.rms(frame, 0, frame.length);
        if (heardFrames == 0 && rms < LEAST_RMS) {
            return Double.NaN;
        }
        double left = 0;
        double re = 0;
        double im = 0;
        for (int i = 0; i < frame.length; i++) {
            double y = notch(before[1], notch(before[0], frame[i]));
            left += y * y;
            double w = omega * (i - frame.length / 2.0);
            re += frame[i] * Math.cos(w);
            im -= frame[i] * Math.sin(w);
        }
        double wrapped = Math.atan2(im, re);
        double expected = omega * frame.length;
        double step = expected + Math.IEEEremainder(wrapped - lastWrapped - expected, 2 * Math.PI);
        phase = heardFrames == 0 ? wrapped : phase + step;
        lastWrapped = wrapped;
        if (++heardFrames > SETTLING) {
            double db = 10 * Math.log10(left / frame.length / (rms * rms + 1));
            worstFrame = db > worstDb ? heardFrames : worstFrame;
            worstDb = Math.max(worstDb, db);
        }
        return phase / omega;
    }

    /// @param millis how late the sample was, up to whole periods
    void delay(double millis) {
        if (heardFrames > SETTLING) {
            firstDelay = Double.isNaN(firstDelay) ? millis : firstDelay;
            leastDelay = Math.min(leastDelay, millis - firstDelay);
            mostDelay = Math.max(mostDelay, millis - firstDelay);
        }
    }

    private double notch(double[] past, double x) {
        double y = x - 2 * Math.cos(omega) * past[0] + past[1] + 2 * RADIUS * Math.cos(omega) * past[2] - RADIUS * RADIUS * past[3];
        past[1] = past[0];
        past[0] = x;
        past[3] = past[2];
        past[2] = y;
        return y;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "beside the sine %.1f dB at worst (frame %d), delay %+.1f to %+.1f ms of the first", worstDb, worstFrame, leastDelay, mostDelay);
    }
}
