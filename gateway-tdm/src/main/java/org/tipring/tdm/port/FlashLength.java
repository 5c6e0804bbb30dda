package org.tipring.tdm.port;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// How long a break of the loop may be at most to be a hook flash of one telephone, learned from its flashes: the shorter, the sooner a hang-up
/// is known for one. A key makes them all alike, a hand does not. Pure.
///
/// | | so long from now on |
/// |---|---|
/// | until three flashes | [#LONGEST] |
/// | then | half as long again as the longest of the last eight |
/// | lifted again within [#LONGEST] after a "hang-up" | it was a long flash, and counts as one from now on |
final class FlashLength {

    /// What nobody holds the hook down for who wants to flash (Telcordia GR-506: 300 to 1000 ms).
    static final int LONGEST = 1_000;
    private static final int SHORTEST = 300;
    private static final int ENOUGH = 3;
    private static final int KEPT = 8;

    private final Deque<Integer> flashes = new ArrayDeque<>();
    private Consumer<List<Integer>> memory = _ -> { };
    private long hungUpAt = Long.MIN_VALUE;

    /// What was known before a restart, and who is told what is known from now on.
    void remember(List<Integer> before, Consumer<List<Integer>> told) {
        before.stream().filter(millis -> millis > 0 && millis <= LONGEST).limit(KEPT).forEach(flashes::addLast);
        memory = told;
    }

    int millis() {
        if (flashes.size() < ENOUGH) {
            return LONGEST;
        }
        int longest = flashes.stream().mapToInt(Integer::intValue).max().orElse(LONGEST);
        return Math.clamp(longest * 3L / 2, SHORTEST, LONGEST);
    }

    void flashed(int millis) {
        flashes.addLast(millis);
        if (flashes.size() > KEPT) {
            flashes.removeFirst();
        }
        memory.accept(List.copyOf(flashes));
    }

    void hungUp(long nowNanos) {
        hungUpAt = nowNanos;
    }

    /// It was known for a hang-up when the break was [#millis] old.
    void lifted(long nowNanos) {
        if (hungUpAt == Long.MIN_VALUE) {
            return;
        }
        long broken = millis() + (nowNanos - hungUpAt) / 1_000_000;
        hungUpAt = Long.MIN_VALUE;
        if (broken <= LONGEST) {
            flashed((int) broken);
        }
    }
}
