package org.tipring.tdm.line;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.StringJoiner;

/// What was heard and felt on a line in one call, and what was made of it: the answer to "why was this call cut?". Owned by its line.
final class EvidenceLog {

    /// A call that goes on for hours must not fill the memory; how it ended is what is asked for.
    private static final int KEPT = 24;

    private record Item(long atNanos, String what) { }

    private final Deque<Item> items = new ArrayDeque<>(KEPT);
    private long beginNanos;
    private int forgotten;

    /// The loop is closed for another call.
    void begin(long now) {
        items.clear();
        beginNanos = now;
        forgotten = 0;
    }

    void add(String what, long now) {
        if (items.size() == KEPT) {
            items.removeFirst();
            forgotten++;
        }
        items.addLast(new Item(now, what));
    }

    /// `0.8 s dial tone, 0.8 s dial tone ended, ... 61.9 s busy tone, 61.9 s released: busy tone`; seconds since the loop was closed.
    String story() {
        StringJoiner story = new StringJoiner(", ");
        if (forgotten > 0) {
            story.add(forgotten + " earlier");
        }
        for (Item item : items) {
            story.add(String.format(Locale.ROOT, "%.1f s %s", (item.atNanos - beginNanos) / 1e9, item.what));
        }
        return story.toString();
    }

    static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
