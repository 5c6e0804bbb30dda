package org.tipring.tdm.serial;

import java.util.concurrent.locks.ReentrantLock;

/// Bytes on their way into a device, from several threads, in order. Who finds nobody writing writes, for all; the others only leave
/// their bytes here. So nobody ever waits behind a write that is stuck in a driver. Nothing is allocated but at the start.
final class WriteQueue {

    /// The device.
    interface Device {

        /// May block.
        ///
        /// @return bytes taken; 0 or less: the device is gone
        int write(byte[] bytes, int offset, int length);
    }

    /// Four seconds of shielded sound: whoever has that much waiting has lost the device already.
    private static final int CAPACITY = 1 << 16;
    private static final int MASK = CAPACITY - 1;
    private static final int PIECE = 4096;

    private final Device device;
    private final byte[] ring = new byte[CAPACITY];
    private final byte[] piece = new byte[PIECE];
    /// Guards the ring for the moment of a copy.
    private final ReentrantLock copying = new ReentrantLock();
    /// Held by the one who writes.
    private final ReentrantLock writing = new ReentrantLock();
    private long head;
    private long tail;
    private long dropped;
    private volatile boolean dead;

    WriteQueue(Device device) {
        this.device = device;
    }

    /// Leaves bytes and writes what waits.
    ///
    /// @return false when the device is gone
    boolean write(byte[] bytes, int offset, int length) {
        append(bytes, offset, length);
        return flush();
    }

    /// Leaves bytes for somebody else to [#flush]. Never blocks.
    void leave(byte[] bytes, int offset, int length) {
        append(bytes, offset, length);
    }

    /// Writes what waits, unless somebody does already. May block.
    ///
    /// @return false when the device is gone
    boolean flush() {
        // Again when somebody left bytes between our last look and our unlock.
        while (!dead && waiting() && writing.tryLock()) {
            try {
                drain();
            } finally {
                writing.unlock();
            }
        }
        return !dead;
    }

    /// Bytes that found the queue full.
    long droppedBytes() {
        return dropped;
    }

    private void append(byte[] bytes, int offset, int length) {
        copying.lock();
        try {
            if (length > CAPACITY - (tail - head)) {
                dropped += length;
                return;
            }
            for (int i = 0; i < length; i++) {
                ring[(int) (tail + i) & MASK] = bytes[offset + i];
            }
            tail += length;
        } finally {
            copying.unlock();
        }
    }

    private boolean waiting() {
        copying.lock();
        try {
            return tail > head;
        } finally {
            copying.unlock();
        }
    }

    private void drain() {
        int length;
        while ((length = take()) > 0) {
            for (int done = 0; done < length;) {
                int taken = device.write(piece, done, length - done);
                if (taken <= 0) {
                    dead = true;
                    return;
                }
                done += taken;
            }
        }
    }

    private int take() {
        copying.lock();
        try {
            int length = (int) Math.min(PIECE, tail - head);
            for (int i = 0; i < length; i++) {
                piece[i] = ring[(int) (head + i) & MASK];
            }
            head += length;
            return length;
        } finally {
            copying.unlock();
        }
    }
}
