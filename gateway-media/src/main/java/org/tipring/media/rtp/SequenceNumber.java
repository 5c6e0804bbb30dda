package org.tipring.media.rtp;

/// Arithmetic on RTP sequence numbers, which are 16 bits and wrap (RFC 3550 section 5.1). Values are ints 0..65535.
public final class SequenceNumber {

    private static final int MASK = 0xffff;

    private SequenceNumber() {
    }

    public static int plus(int sequence, int steps) {
        return sequence + steps & MASK;
    }

    /// How many steps lead from `from` to `to`: -32768..32767, negative when `to` is older.
    public static int distance(int from, int to) {
        return (short) (to - from);
    }

    public static boolean isNewer(int sequence, int than) {
        return distance(than, sequence) > 0;
    }
}
