package org.tipring.media.jitter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tipring.media.jitter.JitterBuffer.Decision;

/// Plays a stream out of a jitter buffer by a steady 20 ms clock, as a line does, and keeps the books of what was heard.
final class Player {

    private static final long MS = 1_000_000;

    final JitterBuffer buffer;
    /// What was decided, in order: packet numbers, -1 for CONCEAL, -2 for SILENCE.
    final List<Integer> heard = new ArrayList<>();
    final List<Long> delays = new ArrayList<>();
    private final long[] sentAt = new long[1 << 16];
    private long nextTick;
    private int pending;

    Player(long minMillis, long maxMillis, long phaseMillis) {
        buffer = new JitterBuffer(8000, Duration.ofMillis(minMillis), Duration.ofMillis(maxMillis));
        nextTick = phaseMillis * MS;
    }

    void put(int sequence, int timestamp, int samples, long atNanos) {
        playUntil(atNanos);
        byte[] payload = {(byte) (sequence >> 8), (byte) sequence};
        sentAt[sequence & 0xffff] = atNanos;
        buffer.put(sequence & 0xffff, timestamp, samples, payload, 0, 2, atNanos);
    }

    /// Ticks up to, but not including, this moment.
    void playUntil(long nanos) {
        while (nextTick < nanos) {
            frame(nextTick);
            nextTick += 20 * MS;
        }
    }

    private void frame(long now) {
        while (pending < 160) {
            Decision decision = buffer.take(now);
            if (decision == Decision.SILENCE) {
                heard.add(-2);
                pending = 0;
                return;
            }
            if (decision == Decision.CONCEAL) {
                heard.add(-1);
            } else {
                play(now);
                // Saving delay: the packet before is blended into this one.
                if (buffer.excess(now) && buffer.take(now) == Decision.PLAY) {
                    play(now);
                }
            }
            pending += buffer.samples();
        }
        pending -= 160;
    }

    private void play(long now) {
        int sequence = (buffer.payload()[0] & 0xff) << 8 | buffer.payload()[1] & 0xff;
        heard.add(sequence);
        delays.add((now - sentAt[sequence]) / 1000);
    }

    List<Integer> played() {
        return heard.stream().filter(h -> h >= 0).toList();
    }

    long concealed() {
        return heard.stream().filter(h -> h == -1).count();
    }

    /// Microseconds in the buffer, over the packets from `from` on.
    double meanDelayMillis(int from) {
        return delays.stream().skip(from).mapToLong(Long::longValue).average().orElse(0) / 1000;
    }

    double maxDelayMillis(int from) {
        return delays.stream().skip(from).mapToLong(Long::longValue).max().orElse(0) / 1000.0;
    }
}
