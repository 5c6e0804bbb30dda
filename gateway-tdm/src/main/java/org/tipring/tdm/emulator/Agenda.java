package org.tipring.tdm.emulator;

import java.util.PriorityQueue;
import org.tipring.media.time.Deadlines;

/// Things to do at their time, in order. Time is what [#runUntil] says; two of the same time run in the order they were made.
final class Agenda {

    /// Something to do at a time.
    interface Action {
        void run(long atNanos);
    }

    /// One entry; [#cancel] takes it back.
    static final class Entry implements Comparable<Entry> {
        private final long atNanos;
        private final long order;
        private Action action;

        private Entry(long atNanos, long order, Action action) {
            this.atNanos = atNanos;
            this.order = order;
            this.action = action;
        }

        void cancel() {
            action = null;
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long made;

    Entry at(long atNanos, Action action) {
        Entry entry = new Entry(atNanos, made++, action);
        entries.add(entry);
        return entry;
    }

    long next() {
        while (!entries.isEmpty() && entries.peek().action == null) {
            entries.poll();
        }
        return entries.isEmpty() ? Deadlines.NEVER : entries.peek().atNanos;
    }

    /// Does the first thing that is due by then.
    ///
    /// @return whether there was one
    boolean runOne(long nowNanos) {
        if (next() > nowNanos) {
            return false;
        }
        Entry entry = entries.poll();
        entry.action.run(entry.atNanos);
        return true;
    }

    void clear() {
        entries.clear();
    }

    static long millis(long millis) {
        return millis * 1_000_000;
    }
}
