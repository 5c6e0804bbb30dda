package org.tipring.signaling.world;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.tipring.media.time.Deadlines;

/// What is to happen in a world, and when.
final class Script {

    private record Entry(long atNanos, long order, Runnable what) { }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparingLong(Entry::atNanos).thenComparingLong(Entry::order));
    private long order;

    void at(long nanos, Runnable what) {
        entries.add(new Entry(nanos, order++, what));
    }

    long next() {
        return entries.isEmpty() ? Deadlines.NEVER : entries.peek().atNanos();
    }

    void runDue(long nowNanos) {
        while (next() <= nowNanos) {
            entries.poll().what().run();
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }
}
