package org.tipring.media.jitter;

import java.util.Arrays;

/// Packets by their sequence numbers, each in the slot of its number modulo [#CAPACITY]. What was in a slot stays readable when the slot
/// is emptied, until another packet comes into it. Owned by the media thread.
final class PacketSlots {

    /// Packets: 640 ms at the shortest ptime that we agree to.
    static final int CAPACITY = 64;
    private static final int USUAL_PAYLOAD = 160;

    private final byte[][] payloads = new byte[CAPACITY][USUAL_PAYLOAD];
    /// The last packet that came into a slot, or -1.
    private final int[] numbers = new int[CAPACITY];
    private final int[] timestamps = new int[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private final int[] samples = new int[CAPACITY];
    private final long[] arrivals = new long[CAPACITY];
    private final boolean[] filled = new boolean[CAPACITY];
    private int stored;
    private int storedSamples;

    PacketSlots() {
        Arrays.fill(numbers, -1);
    }

    void clear() {
        Arrays.fill(filled, false);
        Arrays.fill(numbers, -1);
        stored = 0;
        storedSamples = 0;
    }

    private static int slot(int sequence) {
        return sequence & CAPACITY - 1;
    }

    /// Whether this packet is here or was the last in its slot.
    boolean knows(int sequence) {
        return numbers[slot(sequence)] == sequence;
    }

    /// Takes a copy of a payload.
    void store(int sequence, int timestamp, int sampleCount, byte[] data, int offset, int length, long arrivalNanos) {
        int slot = slot(sequence);
        if (payloads[slot].length < length) {
            payloads[slot] = new byte[length];
        }
        System.arraycopy(data, offset, payloads[slot], 0, length);
        numbers[slot] = sequence;
        timestamps[slot] = timestamp;
        lengths[slot] = length;
        samples[slot] = sampleCount;
        arrivals[slot] = arrivalNanos;
        filled[slot] = true;
        stored++;
        storedSamples += sampleCount;
    }

    /// The packet is here, and from now on no more.
    void remove(int sequence) {
        int slot = slot(sequence);
        filled[slot] = false;
        stored--;
        storedSamples -= samples[slot];
    }

    boolean holds(int sequence) {
        return filled[slot(sequence)];
    }

    /// How many are missing from this one on to the first that is here. Only when one is.
    int gapFrom(int sequence) {
        int missing = 0;
        while (!filled[slot(sequence + missing)]) {
            missing++;
        }
        return missing;
    }

    int count() {
        return stored;
    }

    /// How much sound is here, in timestamp units.
    int samples() {
        return storedSamples;
    }

    int timestamp(int sequence) {
        return timestamps[slot(sequence)];
    }

    int samples(int sequence) {
        return samples[slot(sequence)];
    }

    long arrival(int sequence) {
        return arrivals[slot(sequence)];
    }

    byte[] payload(int sequence) {
        return payloads[slot(sequence)];
    }

    int payloadLength(int sequence) {
        return lengths[slot(sequence)];
    }
}
