package org.tipring.media.codec;

/// The adaptive part of one band of G.722: scale factor and predictor (ITU-T G.722 clauses 3.5 and 3.6; the names in capitals are the blocks
/// of clause 6.2). Encoder and decoder run the same one, and so stay together.
final class G722Band {

    /// Predicted sample.
    int s;
    /// Scale factor of the quantizer.
    int det;
    private final int lastShift;
    private final int highest;
    private int nb;
    private int sz;
    private int r1;
    private int r2;
    private int p1;
    private int p2;
    private int a1;
    private int a2;
    private final int[] b = new int[6];
    private final int[] d = new int[6];

    private G722Band(int det, int lastShift, int highest) {
        this.det = det;
        this.lastShift = lastShift;
        this.highest = highest;
    }

    static G722Band lower() {
        return new G722Band(32, 8, 18432);
    }

    static G722Band higher() {
        return new G722Band(8, 10, 22528);
    }

    /// LOGSCL, SCALEL (LOGSCH, SCALEH), then the predictor.
    ///
    /// @param difference the quantized difference signal
    /// @param step what this code adds to the logarithm of the scale factor
    void adapt(int difference, int step) {
        nb = Math.clamp((nb * 127 >> 7) + step, 0, highest);
        int shift = lastShift - (nb >> 11);
        int mantissa = LOG[nb >> 6 & 31];
        det = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
        predict(difference);
    }

    private void predict(int d0) {
        int r0 = saturate(s + d0);
        int p0 = saturate(sz + d0);
        adaptPoles(p0);
        adaptZeros(d0);
        r2 = r1;
        r1 = r0;
        p2 = p1;
        p1 = p0;
        // FILTEP, FILTEZ, PREDIC
        int poles = saturate((a1 * saturate(2 * r1) >> 15) + (a2 * saturate(2 * r2) >> 15));
        int zeros = 0;
        for (int i = 0; i < 6; i++) {
            zeros += b[i] * saturate(2 * d[i]) >> 15;
        }
        sz = saturate(zeros);
        s = saturate(poles + sz);
    }

    /// UPPOL2, UPPOL1
    private void adaptPoles(int p0) {
        boolean same1 = (p0 ^ p1) >= 0;
        boolean same2 = (p0 ^ p2) >= 0;
        int four = saturate(a1 << 2);
        int second = (same2 ? 128 : -128) + (Math.min(same1 ? -four : four, 32767) >> 7) + (a2 * 32512 >> 15);
        second = Math.clamp(second, -12288, 12288);
        int first = saturate((same1 ? 192 : -192) + (a1 * 32640 >> 15));
        int limit = saturate(15360 - second);
        a1 = Math.clamp(first, -limit, limit);
        a2 = second;
    }

    /// UPZERO, DELAYA
    private void adaptZeros(int d0) {
        int step = d0 == 0 ? 0 : 128;
        for (int i = 5; i >= 0; i--) {
            b[i] = saturate(((d[i] ^ d0) >= 0 ? step : -step) + (b[i] * 32640 >> 15));
        }
        System.arraycopy(d, 0, d, 1, 5);
        d[0] = d0;
    }

    static int saturate(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /// Table 18: 2^11 * 2^(i/32).
    private static final int[] LOG = {
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
        2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008};
}
