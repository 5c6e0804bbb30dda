package org.tipring.media.engine;

import java.util.Arrays;
import org.tipring.media.engine.clock.PlayoutClock;
import org.tipring.media.pcm.Pcm;

/// What one line has said and the other has not heard yet: usually a frame or two. After a stall of the media thread there is more than a
/// conversation bears to be late by; then the oldest are given up. Owned by the media thread.
final class LinePairQueue implements PlayoutClock.Source {

    private static final int CAPACITY = LineEndpoint.CATCH_UP_FRAMES;
    /// Devices give their samples in packets of up to 8 ms, and our reader threads come a little late.
    private static final long RESERVE_NANOS = 4_000_000L;

    private final short[][] frames = new short[CAPACITY][Pcm.FRAME];
    private final long[] arrivals = new long[CAPACITY];
    private int head;
    private int count;
    private long waitedNanos = SILENT;

    void put(short[] frame, long nowNanos) {
        if (count == CAPACITY) {
            drop();
        }
        int slot = (head + count++) % CAPACITY;
        System.arraycopy(frame, 0, frames[slot], 0, Pcm.FRAME);
        arrivals[slot] = nowNanos;
    }

    private void drop() {
        head = (head + 1) % CAPACITY;
        count--;
    }

    @Override
    public void next(short[] frame, long nowNanos) {
        if (count == 0) {
            Arrays.fill(frame, (short) 0);
            waitedNanos = SILENT;
            return;
        }
        System.arraycopy(frames[head], 0, frame, 0, Pcm.FRAME);
        waitedNanos = nowNanos - arrivals[head];
        drop();
    }

    @Override
    public long waitedNanos() {
        return waitedNanos;
    }

    @Override
    public long reserveNanos() {
        return RESERVE_NANOS;
    }
}
