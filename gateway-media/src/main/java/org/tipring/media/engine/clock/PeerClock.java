package org.tipring.media.engine.clock;

import org.tipring.media.pcm.Pcm;

/// How fast an RTP peer's clock runs against ours, by its timestamps and when they come. It is measured as a line's is ([LineClock]), in
/// frames of 20 ms: of what a packet says has gone by since the one before, all but its last frame count as late, so that losses do not
/// matter. Owned by the media thread.
public final class PeerClock {

    /// Longer pauses are an interruption.
    private static final int MOST_FRAMES = 50;
    /// What differs is more than that; jitter makes the measurement worse.
    private static final double DIFFERENT_PPM = 300;
    private static final double PPM_PER_JITTER_MILLI = 60;

    private final LineClock clock = new LineClock();
    private boolean running;
    private int countedTo;

    /// A packet of sound has come in its turn.
    ///
    /// @param clockRate of its timestamps
    public void packet(int timestamp, int clockRate, long nowNanos) {
        int frame = clockRate / 1000 * (Pcm.FRAME * 1000 / Pcm.RATE);
        int frames = (timestamp - countedTo) / frame;
        if (!running || frames < 0 || frames > MOST_FRAMES) {
            clock.interrupted();
            running = true;
            countedTo = timestamp - frame;
            frames = 1;
        }
        for (int i = 0; i < frames; i++) {
            clock.frame(nowNanos);
        }
        countedTo += frames * frame;
    }

    /// What comes is another stream.
    public void interrupted() {
        running = false;
    }

    public LineClock clock() {
        return clock;
    }

    /// Whether it is surely another clock than ours.
    public boolean differs(long jitterMicros) {
        return clock.known() && Math.abs(clock.ppm()) > DIFFERENT_PPM + PPM_PER_JITTER_MILLI * jitterMicros / 1000;
    }
}
