package org.tipring.media.time;

/// A clock that moves only when a test says so. Nanoseconds from zero.
public final class VirtualClock {

    private long nowNanos;

    public long now() {
        return nowNanos;
    }

    public void advanceTo(long atNanos) {
        if (atNanos < nowNanos) {
            throw new IllegalArgumentException("time runs forward: " + atNanos + " < " + nowNanos);
        }
        nowNanos = atNanos;
    }

    public void advanceMillis(long millis) {
        advanceTo(nowNanos + millis * 1_000_000);
    }
}
