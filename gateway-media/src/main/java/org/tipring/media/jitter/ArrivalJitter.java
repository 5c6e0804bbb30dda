package org.tipring.media.jitter;

/// How unevenly packets come, compared with when they were made (as RFC 3550 section 6.4.1, in nanoseconds). Owned by the media thread.
final class ArrivalJitter {

    /// Beyond a second it is a new time base or a pause, no jitter.
    private static final long NEW_TIME_BASE_NANOS = 1_000_000_000L;

    private final int clockRate;
    private boolean known;
    private int lastTimestamp;
    private long lastArrival;
    private long nanos;

    ArrivalJitter(int clockRate) {
        this.clockRate = clockRate;
    }

    void reset() {
        known = false;
        nanos = 0;
    }

    void packet(int timestamp, long arrivalNanos) {
        if (known) {
            long made = (timestamp - lastTimestamp) * 1_000_000_000L / clockRate;
            long difference = Math.abs(arrivalNanos - lastArrival - made);
            if (difference < NEW_TIME_BASE_NANOS) {
                nanos += (difference - nanos) / 16;
            }
        }
        known = true;
        lastTimestamp = timestamp;
        lastArrival = arrivalNanos;
    }

    long nanos() {
        return nanos;
    }
}
