package org.tipring.media.dsp;

import java.util.Random;

/// The composite source signal of ITU-T G.168 Annex C (from P.501): 48.6 ms of a voiced sound, 200 ms of noise, a pause of 101.4 ms, then
/// the same upside down. The voiced period is table C.1, at 44.1 kHz; the noise is Gaussian and not the Recommendation's exact sequence.
public final class CompositeSource {

    private CompositeSource() {
    }

    public static short[] take(int millis, double dBm0) {
        double[] period = new double[2 * HALF];
        Random random = new Random(5);
        for (int half = 0; half < 2; half++) {
            int sign = half == 0 ? 1 : -1;
            for (int i = 0; i < VOICED; i++) {
                double at = i * 44.1 / 8 % PERIOD.length;
                int before = (int) at;
                double part = at - before;
                period[half * HALF + i] = sign * (PERIOD[before] * (1 - part) + PERIOD[(before + 1) % PERIOD.length] * part);
            }
            for (int i = VOICED; i < VOICED + NOISE; i++) {
                period[half * HALF + i] = sign * VOICED_RMS * random.nextGaussian();
            }
        }
        double gain = LevelMeter.amplitude(dBm0) / Math.sqrt(2) / VOICED_RMS;
        short[] signal = new short[millis * 8];
        for (int i = 0; i < signal.length; i++) {
            signal[i] = (short) Math.clamp(Math.round(gain * period[i % period.length]), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return signal;
    }

    private static final int HALF = 2800;
    private static final int VOICED = 389;
    private static final int NOISE = 1600;
    private static final double VOICED_RMS = 3000;
    private static final int[] PERIOD = {
            -155, 276, 517, 578, 491, 302, 86, -103, -207, -198, 60, 190, 543, 948, 1362, 1741, 2043, 2276, 2422, 2500, 2552,
            2595, 2655, 2758, 2896, 3060, 3224, 3370, 3500, 3569, 3603, 3603, 3595, 3586, 3595, 3638, 3724, 3819, 3922, 4000,
            4043, 4034, 3974, 3862, 3724, 3577, 3439, 3336, 3267, 3224, 3198, 3172, 3129, 3043, 2914, 2750, 2560, 2353, 2155,
            1991, 1853, 1750, 1672, 1603, 1534, 1440, 1310, 1146, 965, 776, 603, 448, 345, 276, 250, 250, 267, 267, 241, 190,
            103, -9, -138, -267, -388, -491, -569, -638, -698, -759, -813, -888, -957, -1034, -1103, -1146, -1181, -1190, -1198,
            -1215, -1259, -1327, -1457, -1629, -1853, -2121, -2414, -2707, -3017, -3319, -3612, -3913, -4224, -4560, -4922,
            -5301, -5715, -6137, -6560, -6948, -7301, -7568, -7732, -7758, -7620, -7310, -6810, -6155, -5344, -4439, -3474,
            -2508, -1595, -802};
}
