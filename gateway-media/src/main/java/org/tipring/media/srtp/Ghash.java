package org.tipring.media.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// GHASH of AES-GCM (NIST SP 800-38D section 6.4): multiplication in GF(2^128) without tables and branches, so that its time says nothing of
/// the key. Java has no carry-less multiplication; integers whose bits stand four apart multiply without carries that matter (the way of
/// Thomas Pornin's BearSSL). Allocates nothing. Owned by one thread.
final class Ghash {

    private static final int BLOCK = 16;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long EACH_FOURTH = 0x1111111111111111L;

    private final long low;
    private final long high;
    private final long lowReversed;
    private final long highReversed;
    private final byte[] part = new byte[BLOCK];
    private int filled;
    private long sumLow;
    private long sumHigh;

    /// @param key the cipher's answer to a block of zeros
    Ghash(byte[] key) {
        high = (long) LONG.get(key, 0);
        low = (long) LONG.get(key, 8);
        highReversed = Long.reverse(high);
        lowReversed = Long.reverse(low);
    }

    void reset() {
        filled = 0;
        sumLow = 0;
        sumHigh = 0;
    }

    void update(byte[] data, int offset, int length) {
        int done = 0;
        if (filled > 0) {
            done = Math.min(BLOCK - filled, length);
            System.arraycopy(data, offset, part, filled, done);
            filled += done;
            if (filled < BLOCK) {
                return;
            }
            block(part, 0);
        }
        for (; done + BLOCK <= length; done += BLOCK) {
            block(data, offset + done);
        }
        filled = length - done;
        System.arraycopy(data, offset + done, part, 0, filled);
    }

    /// Fills the last block up with zeros.
    void pad() {
        if (filled > 0) {
            java.util.Arrays.fill(part, filled, BLOCK, (byte) 0);
            block(part, 0);
            filled = 0;
        }
    }

    /// The last block: two lengths, in bytes.
    void finish(long associated, long encrypted, byte[] into) {
        multiply(8 * associated, 8 * encrypted);
        LONG.set(into, 0, sumHigh);
        LONG.set(into, 8, sumLow);
    }

    private void block(byte[] data, int at) {
        multiply((long) LONG.get(data, at), (long) LONG.get(data, at + 8));
    }

    private void multiply(long dataHigh, long dataLow) {
        long y1 = sumHigh ^ dataHigh;
        long y0 = sumLow ^ dataLow;
        long y1r = Long.reverse(y1);
        long y0r = Long.reverse(y0);
        // Karatsuba; the upper halves of products are the lower ones of the reversed.
        long z0 = product(y0, low);
        long z1 = product(y1, high);
        long z2 = product(y0 ^ y1, low ^ high) ^ z0 ^ z1;
        long z0h = product(y0r, lowReversed);
        long z1h = product(y1r, highReversed);
        long z2h = product(y0r ^ y1r, lowReversed ^ highReversed) ^ z0h ^ z1h;
        reduce(z0, Long.reverse(z0h) >>> 1 ^ z2, z1 ^ Long.reverse(z2h) >>> 1, Long.reverse(z1h) >>> 1);
    }

    /// By x^128 + x^7 + x^2 + x + 1, bits in GCM's order.
    private void reduce(long a0, long a1, long a2, long a3) {
        long v3 = a3 << 1 | a2 >>> 63;
        long v2 = a2 << 1 | a1 >>> 63;
        long v1 = a1 << 1 | a0 >>> 63;
        long v0 = a0 << 1;
        v2 ^= v0 ^ v0 >>> 1 ^ v0 >>> 2 ^ v0 >>> 7;
        v1 ^= v0 << 63 ^ v0 << 62 ^ v0 << 57;
        sumHigh = v3 ^ v1 ^ v1 >>> 1 ^ v1 >>> 2 ^ v1 >>> 7;
        sumLow = v2 ^ v1 << 63 ^ v1 << 62 ^ v1 << 57;
    }

    /// The lower 64 bits of the product without carries.
    private static long product(long x, long y) {
        long x0 = x & EACH_FOURTH;
        long x1 = x & EACH_FOURTH << 1;
        long x2 = x & EACH_FOURTH << 2;
        long x3 = x & EACH_FOURTH << 3;
        long y0 = y & EACH_FOURTH;
        long y1 = y & EACH_FOURTH << 1;
        long y2 = y & EACH_FOURTH << 2;
        long y3 = y & EACH_FOURTH << 3;
        long z0 = x0 * y0 ^ x1 * y3 ^ x2 * y2 ^ x3 * y1;
        long z1 = x0 * y1 ^ x1 * y0 ^ x2 * y3 ^ x3 * y2;
        long z2 = x0 * y2 ^ x1 * y1 ^ x2 * y0 ^ x3 * y3;
        long z3 = x0 * y3 ^ x1 * y2 ^ x2 * y1 ^ x3 * y0;
        return z0 & EACH_FOURTH | z1 & EACH_FOURTH << 1 | z2 & EACH_FOURTH << 2 | z3 & EACH_FOURTH << 3;
    }
}
