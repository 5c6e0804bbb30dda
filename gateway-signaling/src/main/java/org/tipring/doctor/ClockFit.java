package org.tipring.doctor;

import org.tipring.media.pcm.Pcm;

/// How fast a line's sampling clock runs against ours: the slope of the straight line through (time, samples), by least squares. The
/// jitter of single arrivals, some milliseconds, averages out over half a minute to about twenty parts in a million.
final class ClockFit {

    private long firstAt;
    private long firstCount = -1;
    private long points;
    private double t;
    private double s;
    private double tt;
    private double ts;
    private double ss;
    private double longest;

    void add(long samples, long atNanos) {
        if (firstCount < 0) {
            firstAt = atNanos;
            firstCount = samples;
        }
        double x = (atNanos - firstAt) / 1e9;
        double y = samples - firstCount - x * Pcm.RATE;
        points++;
        t += x;
        s += y;
        tt += x * x;
        ts += x * y;
        ss += y * y;
        longest = x;
    }

    /// The stream was interrupted: what comes is a new one.
    void restart() {
        firstCount = -1;
        points = 0;
        t = 0;
        s = 0;
        tt = 0;
        ts = 0;
        ss = 0;
        longest = 0;
    }

    double seconds() {
        return longest;
    }

    /// Parts in a million that the line is faster than 8000 samples a second.
    double ppm() {
        double spread = points * tt - t * t;
        return spread == 0 ? 0 : (points * ts - t * s) / spread / Pcm.RATE * 1e6;
    }

    /// How far arrivals are off the straight line, root mean square: some milliseconds where sound flowed, far more where a part of it
    /// was lost.
    double spreadMillis() {
        if (points < 3) {
            return 0;
        }
        double slope = ppm() * Pcm.RATE / 1e6;
        double residual = ss - s * s / points - slope * (ts - t * s / points);
        return Math.sqrt(Math.max(0, residual) / points) * 1000 / Pcm.RATE;
    }
}
