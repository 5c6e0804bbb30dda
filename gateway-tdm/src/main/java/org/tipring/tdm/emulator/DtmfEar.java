package org.tipring.tdm.emulator;

/// The exchange's digit receiver: ITU-T Q.24 in short. It looks at blocks of 13 ms by Goertzel's filter; two blocks alike are a key,
/// two without it end the key. Quiet blocks cost nothing.
final class DtmfEar {

    private static final int BLOCK = 104;
    private static final String KEYS = "123A456B789C*0#D";
    private static final double[] HERTZ = {697, 770, 852, 941, 1209, 1336, 1477, 1633};
    private static final float[] COEFFICIENTS = new float[HERTZ.length];
    /// About -35 dBm0: the weakest signal that counts.
    private static final float LEAST_ENERGY = 300f * 300f * BLOCK;
    /// How much of a block's energy the two tones must hold, so that speech is no key.
    private static final float PURITY = 0.70f;

    static {
        for (int i = 0; i < HERTZ.length; i++) {
            COEFFICIENTS[i] = (float) (2 * Math.cos(2 * Math.PI * HERTZ[i] / 8000));
        }
    }

    private final short[] block = new short[BLOCK];
    private final float[] power = new float[HERTZ.length];
    private int filled;
    private char candidate;
    private int alike;
    private char key;

    /// @return a key that has begun, or 0
    char hear(short[] samples, int count) {
        char begun = 0;
        int done = 0;
        while (done < count) {
            int piece = Math.min(BLOCK - filled, count - done);
            System.arraycopy(samples, done, block, filled, piece);
            filled += piece;
            done += piece;
            if (filled == BLOCK) {
                filled = 0;
                char pressed = judge(classify());
                begun = pressed != 0 ? pressed : begun;
            }
        }
        return begun;
    }

    private char judge(char heard) {
        alike = heard == candidate ? alike + 1 : 1;
        candidate = heard;
        if (alike == 2 && heard != key) {
            key = heard;
            return heard;
        }
        return 0;
    }

    private char classify() {
        float energy = 0;
        for (short sample : block) {
            energy += (float) sample * sample;
        }
        if (energy < LEAST_ENERGY) {
            return 0;
        }
        fourFilters(0);
        fourFilters(4);
        int row = strongest(0);
        int column = strongest(4);
        // A pure sine of energy E gives E * BLOCK / 2.
        float tones = (power[row] + power[column]) * 2 / BLOCK;
        boolean balanced = power[row] < 16 * power[column] && power[column] < 16 * power[row];
        return tones > PURITY * energy && balanced ? KEYS.charAt(row * 4 + column - 4) : 0;
    }

    private int strongest(int from) {
        int best = from;
        for (int i = from + 1; i < from + 4; i++) {
            best = power[i] > power[best] ? i : best;
        }
        return best;
    }

    /// Goertzel's recurrence for four frequencies side by side: each has to wait for itself, so the processor does the others meanwhile.
    private void fourFilters(int from) {
        float c0 = COEFFICIENTS[from];
        float c1 = COEFFICIENTS[from + 1];
        float c2 = COEFFICIENTS[from + 2];
        float c3 = COEFFICIENTS[from + 3];
        float a0 = 0;
        float a1 = 0;
        float a2 = 0;
        float a3 = 0;
        float b0 = 0;
        float b1 = 0;
        float b2 = 0;
        float b3 = 0;
        for (short sample : block) {
            float n0 = sample + c0 * a0 - b0;
            float n1 = sample + c1 * a1 - b1;
            float n2 = sample + c2 * a2 - b2;
            float n3 = sample + c3 * a3 - b3;
            b0 = a0;
            b1 = a1;
            b2 = a2;
            b3 = a3;
            a0 = n0;
            a1 = n1;
            a2 = n2;
            a3 = n3;
        }
        power[from] = a0 * a0 + b0 * b0 - c0 * a0 * b0;
        power[from + 1] = a1 * a1 + b1 * b1 - c1 * a1 * b1;
        power[from + 2] = a2 * a2 + b2 * b2 - c2 * a2 * b2;
        power[from + 3] = a3 * a3 + b3 * b3 - c3 * a3 * b3;
    }
}
