package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// Hears the alerting signal that comes before caller identity during a call: 2130 and 2750 Hz together for 75..85 ms (CAS, Telcordia
/// GR-30-CORE section 2.5; DT-AS, ETSI EN 300 659-2 section 6.1), and on-hook for 90..110 ms (EN 300 659-1).
///
/// Speech may pass over both frequencies but does not stay on them alone: for 60 ms nearly all sound has to be these two, neither more
/// than 6 dB above the other, each within 0.5 %, and then it has to end. Owned by one thread; allocates nothing.
public final class CallWaitingAlert {

    public static final double LOW_HERTZ = 2130;
    public static final double HIGH_HERTZ = 2750;
    public static final int OFF_HOOK_MILLIS = 80;
    public static final int ON_HOOK_MILLIS = 100;

    /// 10 ms: the two frequencies and speech are well apart.
    private static final int BLOCK = 80;
    private static final int LEAST_BLOCKS = 6;
    private static final int MOST_BLOCKS = 12;
    private static final double PURE = 0.85;
    private static final double TWIST = Math.pow(10, 0.7);
    private static final double LEAST_POWER = LevelMeter.power(-38);

    private final short[] block = new short[BLOCK];
    private int filled;
    private int blocks;

    /// Listens to the next `n` samples.
    ///
    /// @return whether the signal has just ended, within the last 20 ms: now a telephone acknowledges
    public boolean process(short[] pcm, int offset, int n) {
        boolean ended = false;
        for (int i = offset; i < offset + n; i++) {
            block[filled++] = pcm[i];
            if (filled == BLOCK) {
                filled = 0;
                ended |= endOfBlock();
            }
        }
        return ended;
    }

    private boolean endOfBlock() {
        double energy = LevelMeter.energy(block, 0, BLOCK);
        double a = power(LOW_HERTZ);
        double b = power(HIGH_HERTZ);
        boolean alert = Math.min(a, b) > LEAST_POWER && a < TWIST * b && b < TWIST * a && (a + b) * BLOCK > PURE * energy;
        if (alert) {
            blocks++;
            return false;
        }
        boolean ended = blocks >= LEAST_BLOCKS && blocks <= MOST_BLOCKS;
        blocks = 0;
        return ended;
    }

    private double power(double hertz) {
        return LevelMeter.power(Goertzel.dBm0(block, 0, BLOCK, hertz));
    }
}
