package org.tipring.media.time;

import java.util.Arrays;

/// The timers of one state machine, as data: each constant of `T` is one timer, and its comment says how long and why.
///
/// A machine sets and clears its deadlines, its owner asks [#next] how long it may sleep, and [#expire] hands out what is due,
/// earliest first. No thread, no clock. Times are nanoseconds on the owner's clock. Owned by the machine's thread.
///
/// @param <T> the machine's timers
public final class Deadlines<T extends Enum<T>> {

    /// "No deadline": later than any time.
    public static final long NEVER = Long.MAX_VALUE;

    private final T[] timers;
    private final long[] at;

    public Deadlines(Class<T> timers) {
        this.timers = timers.getEnumConstants();
        this.at = new long[this.timers.length];
        Arrays.fill(at, NEVER);
    }

    public void set(T timer, long atNanos) {
        at[timer.ordinal()] = atNanos;
    }

    public void clear(T timer) {
        at[timer.ordinal()] = NEVER;
    }

    public void clearAll() {
        Arrays.fill(at, NEVER);
    }

    public boolean isSet(T timer) {
        return at[timer.ordinal()] != NEVER;
    }

    /// The earliest deadline, or [#NEVER].
    public long next() {
        long next = NEVER;
        for (long deadline : at) {
            next = Math.min(next, deadline);
        }
        return next;
    }

    /// Takes out one timer that is due at `nowNanos`, the earliest first; null when none is. Call until null.
    public T expire(long nowNanos) {
        int due = -1;
        for (int i = 0; i < at.length; i++) {
            if (at[i] != NEVER && at[i] <= nowNanos && (due < 0 || at[i] < at[due])) {
                due = i;
            }
        }
        if (due < 0) {
            return null;
        }
        at[due] = NEVER;
        return timers[due];
    }
}
