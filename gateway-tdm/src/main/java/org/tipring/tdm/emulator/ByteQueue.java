package org.tipring.tdm.emulator;

/// A bounded queue of bytes for one thread.
final class ByteQueue {

    private final byte[] bytes;
    private int head;
    private int size;

    ByteQueue(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    int room() {
        return bytes.length - size;
    }

    /// @return false, and nothing done, when the queue is full
    boolean add(byte value) {
        if (size == bytes.length) {
            return false;
        }
        int tail = head + size;
        bytes[tail < bytes.length ? tail : tail - bytes.length] = value;
        size++;
        return true;
    }

    /// The byte at that place from the head.
    byte peek(int place) {
        int at = head + place;
        return bytes[at < bytes.length ? at : at - bytes.length];
    }

    byte take() {
        byte value = bytes[head];
        head = head + 1 == bytes.length ? 0 : head + 1;
        size--;
        return value;
    }

    void clear() {
        size = 0;
    }
}
