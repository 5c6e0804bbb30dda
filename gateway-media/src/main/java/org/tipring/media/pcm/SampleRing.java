package org.tipring.media.pcm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A queue of samples between exactly one writing and one reading thread, without locks or allocation.
public final class SampleRing {

    private static final VarHandle HEAD;
    private static final VarHandle TAIL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(SampleRing.class, "head", long.class);
            TAIL = lookup.findVarHandle(SampleRing.class, "tail", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final short[] samples;
    private final int mask;
    /// Next position to read; written by the reader only.
    private long head;
    /// Next position to write; written by the writer only.
    private long tail;

    /// @param capacity samples, a power of two
    public SampleRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two: " + capacity);
        }
        this.samples = new short[capacity];
        this.mask = capacity - 1;
    }

    /// Appends as many of the samples as fit. Writer's thread.
    ///
    /// @return how many were taken; the rest is the caller's to drop and count
    public int write(short[] from, int offset, int length) {
        long end = tail;
        int free = samples.length - (int) (end - (long) HEAD.getAcquire(this));
        int count = Math.min(length, free);
        for (int i = 0; i < count; i++) {
            samples[(int) (end + i) & mask] = from[offset + i];
        }
        TAIL.setRelease(this, end + count);
        return count;
    }

    /// Takes up to `length` samples. Reader's thread.
    ///
    /// @return how many were there
    public int read(short[] into, int offset, int length) {
        int count = peek(into, offset, length);
        HEAD.setRelease(this, head + count);
        return count;
    }

    /// Looks at up to `length` samples without taking them. Reader's thread.
    ///
    /// @return how many were there
    public int peek(short[] into, int offset, int length) {
        long start = head;
        int count = Math.min(length, (int) ((long) TAIL.getAcquire(this) - start));
        for (int i = 0; i < count; i++) {
            into[offset + i] = samples[(int) (start + i) & mask];
        }
        return count;
    }

    /// Throws away up to `count` samples. Reader's thread.
    public void skip(int count) {
        long start = head;
        HEAD.setRelease(this, start + Math.min(count, (long) TAIL.getAcquire(this) - start));
    }

    /// Samples waiting. Any thread; exact on the reader's.
    public int available() {
        return (int) ((long) TAIL.getAcquire(this) - (long) HEAD.getAcquire(this));
    }
}
