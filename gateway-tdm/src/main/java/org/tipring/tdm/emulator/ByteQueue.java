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

    /// Adds that many; there must be room.
    void add(byte[] from, int offset, int count) {
        int tail = (head + size) % bytes.length;
        int straight = Math.min(count, bytes.length - tail);
        System.arraycopy(from, offset, bytes, tail, straight);
        System.arraycopy(from, offset + straight, bytes, 0, count - straight);
        size += count;
    }

    byte take() {
        byte value = bytes[head];
        head = head + 1 == bytes.length ? 0 : head + 1;
        size--;
        return value;
    }

    /// Takes that many; they must be there.
    void take(byte[] into, int offset, int count) {
        int straight = Math.min(count, bytes.length - head);
        System.arraycopy(bytes, head, into, offset, straight);
        System.arraycopy(bytes, 0, into, offset + straight, count - straight);
        head = (head + count) % bytes.length;
        size -= count;
    }

    void clear() {
        size = 0;
    }
}
