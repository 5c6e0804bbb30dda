package org.tipring.media.engine.clock;

import org.tipring.media.pcm.Pcm;

/// How fast a line's clock runs, measured against ours by counting its frames: modems at 8018 Hz are real.
///
/// A frame may come late, never early; so of each 0.3 s the earliest counts, and a straight line is fitted through those of the last
/// minute. What was learnt in one call is where the next begins. Owned by the media thread.
public final class LineClock {

    private static final int WINDOW = 15;
    private static final double FRAME_SECONDS = Pcm.FRAME_NANOS / 1e9;
    /// A minute.
    private static final int MOST_WINDOWS = 200;
    /// From one window to the next, no clock moves so far (4000 ppm of 0.6 s): the stream has stood still, or lost something, or whoever
    /// hands it on has become quicker, as a program does that has only just started. Time is counted anew, and what was learnt is kept.
    private static final double JUMP_SECONDS = 0.0025;
    /// How far the earliest frame of a window may be off, and how far a clock, before anything has been measured: (0.7 ms / 1000 ppm)^2.
    private static final double FIRST_TRUST = 0.5;
    /// No trust is larger than that in a clock known to 20 ppm: clocks change with their temperature.
    private static final double MOST_TRUST = 1e4;
    /// What is trusted more is a measurement: 2 ms / 150 ppm.
    private static final double KNOWN_TRUST = 180;
    private static final double FASTEST = 0.01;
    private static final double DIFFERENT_PPM = 300;
    private static final double SURELY_DIFFERENT_PPM = 1000;

    /// Slope of lateness against time that is believed before the measurement, and how much, in seconds squared.
    private double believed;
    private double trust = FIRST_TRUST;

    private long originNanos;
    private long frames;
    private boolean running;
    private double earliest;
    private double earliestAt;
    private double lastEarliest;
    private int inWindow;

    private int windows;
    private double meanTime;
    private double meanLate;
    private double timeSquares;
    private double products;

    /// A frame has been read.
    public void frame(long nowNanos) {
        if (!running) {
            running = true;
            originNanos = nowNanos;
            frames = 0;
            windows = 0;
            inWindow = 0;
            meanTime = meanLate = timeSquares = products = 0;
        }
        double at = frames++ * FRAME_SECONDS;
        double late = (nowNanos - originNanos) / 1e9 - at;
        if (inWindow++ == 0 || late < earliest) {
            earliest = late;
            earliestAt = at;
        }
        if (inWindow == WINDOW) {
            inWindow = 0;
            endOfWindow();
        }
    }

    /// The stream of frames begins anew, or has been interrupted.
    public void interrupted() {
        believed = slope();
        trust = Math.min(MOST_TRUST, trust + windows * timeSquares);
        windows = 0;
        running = false;
    }

    private void endOfWindow() {
        if (windows > 0 && Math.abs(earliest - lastEarliest) > JUMP_SECONDS) {
            interrupted();
            return;
        }
        lastEarliest = earliest;
        windows = Math.min(windows + 1, MOST_WINDOWS);
        double gain = 1.0 / windows;
        double time = earliestAt - meanTime;
        double late = earliest - meanLate;
        meanTime += gain * time;
        meanLate += gain * late;
        timeSquares = (1 - gain) * (timeSquares + gain * time * time);
        products = (1 - gain) * (products + gain * time * late);
    }

    private double slope() {
        double slope = (windows * products + trust * believed) / (windows * timeSquares + trust);
        return Math.clamp(slope, -FASTEST, FASTEST);
    }

    /// The line's rate as a multiple of ours: 1.00225 at 8018 Hz.
    public double rate() {
        return 1 / (1 + slope());
    }

    public double ppm() {
        return 1e6 * (rate() - 1);
    }

    /// Whether it is another clock than ours, as far as can be told: at first a late thread looks like one.
    public boolean differs() {
        return Math.abs(ppm()) > (known() ? DIFFERENT_PPM : SURELY_DIFFERENT_PPM);
    }

    /// Whether the rate has been measured, be it in an earlier call.
    public boolean known() {
        return trust + windows * timeSquares > KNOWN_TRUST;
    }
}
