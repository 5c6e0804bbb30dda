package org.tipring.tdm.card;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The reliable half of the protocol: numbered messages arrive once and in order, whatever the wire loses. Go-back-N with a window of 8,
/// resent 40 ms after the last transmission. The firmware's `link.c` is its twin.
final class NumberedMessages {

    static final int WINDOW = 8;
    static final long RESEND_NANOS = 40_000_000L;

    private record Message(int type, int port, byte[] payload) { }

    private final Deque<Message> unacknowledged = new ArrayDeque<>();
    private int oldest;
    private int sent;
    private int expected;
    private long resendAt = Long.MAX_VALUE;
    private volatile long resent;

    void put(int type, int port, byte[] payload) {
        unacknowledged.add(new Message(type, port, payload));
    }

    /// Frames to send now.
    List<byte[]> due(long nowNanos) {
        if (sent > 0 && nowNanos >= resendAt) {
            resent += sent;
            sent = 0;
        }
        List<byte[]> frames = new ArrayList<>();
        int index = 0;
        for (Message message : unacknowledged) {
            if (index >= sent && index < WINDOW) {
                frames.add(frame(message, oldest + index));
                resendAt = nowNanos + RESEND_NANOS;
            }
            index++;
        }
        sent = Math.min(WINDOW, unacknowledged.size());
        if (unacknowledged.isEmpty()) {
            resendAt = Long.MAX_VALUE;
        }
        return frames;
    }

    private static byte[] frame(Message message, int sequence) {
        byte[] wire = new byte[CardFrames.MOST_WIRE];
        int length = CardFrames.encode(message.type, message.port, sequence & 0xFF, message.payload, message.payload.length, wire, 0);
        return java.util.Arrays.copyOf(wire, length);
    }

    /// The card expects `sequence` next.
    void acknowledged(int sequence) {
        int arrived = sequence - oldest & 0xFF;
        if (arrived == 0 || arrived > WINDOW || arrived > unacknowledged.size()) {
            return;
        }
        for (int i = 0; i < arrived; i++) {
            unacknowledged.remove();
        }
        sent = Math.max(0, sent - arrived);
        oldest = sequence;
        if (unacknowledged.isEmpty()) {
            resendAt = Long.MAX_VALUE;
        }
    }

    /// Whether a message is the one expected; others are repetitions, or stand behind a lost one.
    boolean accept(int sequence) {
        if (sequence != expected) {
            return false;
        }
        expected = expected + 1 & 0xFF;
        return true;
    }

    int expected() {
        return expected;
    }

    long nextDeadline() {
        return resendAt;
    }

    long resent() {
        return resent;
    }
}
