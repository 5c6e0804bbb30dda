package org.tipring.media.codec;

/// The two sub-band ADPCM coders of G.722 without the filters that split and join the bands (ITU-T G.722 clauses 3 to 5). One instance
/// encodes or decodes.
final class G722Coder {

    private final G722Band low = G722Band.lower();
    private final G722Band high = G722Band.higher();
    /// What the last [#decode] gave for each band.
    int lowOut;
    int highOut;

    /// @param xl the lower band, 15 bits
    /// @param xh the higher band, 15 bits
    /// @return the code: two bits of the higher band, six of the lower
    int encode(int xl, int xh) {
        int lowCode = quantizeLow(G722Band.saturate(xl - low.s), low.det);
        adaptLow(lowCode >> 2);
        int highCode = quantizeHigh(G722Band.saturate(xh - high.s), high.det);
        adaptHigh(highCode);
        return highCode << 6 | lowCode;
    }

    /// @param mode 1: all six bits of the lower band carry sound (64 kbit/s); 2: five (56); 3: four (48)
    void decode(int code, int mode) {
        int bits = code & 0x3F;
        int quantized = switch (mode) {
            case 1 -> QM6[bits];
            case 2 -> QM5[bits >> 1];
            default -> QM4[bits >> 2];
        };
        lowOut = limit(low.s + (low.det * quantized >> 15));
        adaptLow(bits >> 2);
        int highCode = code >> 6 & 3;
        highOut = limit(high.s + (high.det * QM2[highCode] >> 15));
        adaptHigh(highCode);
    }

    /// Only four bits of the lower band steer it, so that a bearer may steal the other two.
    private void adaptLow(int fourBits) {
        low.adapt(low.det * QM4[fourBits] >> 15, WL[RL42[fourBits]]);
    }

    private void adaptHigh(int code) {
        high.adapt(high.det * QM2[code] >> 15, (code & 1) == 0 ? WH_OUTER : WH_INNER);
    }

    private static int quantizeLow(int difference, int det) {
        int magnitude = difference >= 0 ? difference : -(difference + 1);
        int level = 1;
        while (level < 30 && magnitude >= Q6[level] * det >> 12) {
            level++;
        }
        if (difference >= 0) {
            return 62 - level;
        }
        return level <= 2 ? 64 - level : 34 - level;
    }

    private static int quantizeHigh(int difference, int det) {
        int magnitude = difference >= 0 ? difference : -(difference + 1);
        boolean outer = magnitude >= 564 * det >> 12;
        return difference < 0 ? outer ? 0 : 1 : outer ? 2 : 3;
    }

    private static int limit(int value) {
        return Math.clamp(value, -16384, 16383);
    }

    // Clause 6.2, tables 14 to 21.
    private static final int[] Q6 = {
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765,
        1980, 2195, 2557, 2919};
    private static final int[] QM6 = {
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
        -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728,
        24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136};
    private static final int[] QM5 = {
        -280, -280, -23352, -17560, -14120, -11664, -9752, -8184, -6864, -5712, -4696, -3784, -2960, -2208, -1520, -880,
        23352, 17560, 14120, 11664, 9752, 8184, 6864, 5712, 4696, 3784, 2960, 2208, 1520, 880, 280, -280};
    private static final int[] QM4 = {
        0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0};
    private static final int[] QM2 = {-7408, -1616, 7408, 1616};
    private static final int[] WL = {-60, -30, 58, 172, 334, 538, 1198, 3042};
    private static final int[] RL42 = {0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0};
    private static final int WH_INNER = -214;
    private static final int WH_OUTER = 798;
}
