package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// Hears the answer tone that asks for echo cancellers to step aside: 2100 Hz whose phase turns by half a turn about every 450 ms (ITU-T
/// V.25, V.8 ANSam; G.165 and G.168 section 7). The plain tone of a fax machine, without reversals, leaves them on; it asks suppressors to step
/// aside (G.164).
public final class DisablingTone {

    private final double[] phases = new double[LOOK_BACK + 1];
    private double drift;
    private int steadyParts;
    private int partsSinceReversal;

    /// @param power the frame's mean square: most frames are too soft to look at
    /// @return whether a phase reversal of a steady tone lies in this frame
    public boolean hear(short[] frame, float power) {
        return hear(frame, 0, Pcm.FRAME, power);
    }

    /// The same of a stretch of whole parts.
    public boolean hear(short[] pcm, int offset, int n, float power) {
        if (power < QUIETEST / 2) {
            steadyParts = 0;
            return false;
        }
        boolean reversal = false;
        for (int at = offset; at < offset + n; at += PART) {
            reversal |= hearPart(pcm, at);
        }
        return reversal;
    }

    /// Whether the tone has been there for 300 ms, with reversals or without (G.164 section 5.3: what disables an echo suppressor).
    public boolean steady() {
        return steadyParts >= DISABLING && Math.abs(drift) < MOST_DRIFT;
    }

    public void reset() {
        steadyParts = 0;
    }

    private boolean hearPart(short[] frame, int at) {
        float re = 0;
        float im = 0;
        float power = 0;
        for (int i = 0; i < PART; i++) {
            float x = frame[at + i];
            re += x * COS[i];
            im += x * SIN[i];
            power += x * x;
        }
        float tone = 2 * (re * re + im * im) / PART;
        if (power < PART * QUIETEST) {
            steadyParts = 0;
            return false;
        }
        partsSinceReversal++;
        // A reversal inside a part cancels the tone there; one such part may pass.
        if (tone < PURE * power && ++impureParts > 2) {
            steadyParts = 0;
            return false;
        }
        if (tone >= PURE * power) {
            impureParts = 0;
        }
        System.arraycopy(phases, 1, phases, 0, LOOK_BACK);
        phases[LOOK_BACK] = Math.atan2(im, re) + (odd ? Math.PI : 0);
        odd = !odd;
        return judge();
    }

    private boolean judge() {
        double turned = wrap(phases[LOOK_BACK] - phases[LOOK_BACK - 1]);
        double jump = wrap(phases[LOOK_BACK] - phases[0] - LOOK_BACK * drift);
        steadyParts++;
        if (steadyParts > STEADY && partsSinceReversal > STEADY && impureParts == 0 && Math.abs(jump) > HALF_TURN) {
            partsSinceReversal = 0;
            return true;
        }
        double step = wrap(turned - drift);
        if (steadyParts < STEADY / 2) {
            drift = steadyParts <= 1 ? 0 : wrap(drift + step / 4);
        } else if (Math.abs(step) < 0.5) {
            drift = wrap(drift + step / 16);
        }
        return false;
    }

    private static double wrap(double angle) {
        return Math.IEEEremainder(angle, 2 * Math.PI);
    }

    private boolean odd;
    private int impureParts;

    private static final int PART = 40;
    private static final double HERTZ = 2100;
    private static final float[] COS = new float[PART];
    private static final float[] SIN = new float[PART];

    static {
        // 40 samples hold 10.5 turns of 2100 Hz: each part starts with the other sign.
        for (int i = 0; i < PART; i++) {
            COS[i] = (float) Math.cos(2 * Math.PI * HERTZ * i / Pcm.RATE);
            SIN[i] = (float) -Math.sin(2 * Math.PI * HERTZ * i / Pcm.RATE);
        }
    }

    /// -31 dBm0 (G.168 section 7.2).
    private static final float QUIETEST = (float) LevelMeter.power(-31);
    private static final float PURE = 0.8f;
    private static final int LOOK_BACK = 3;
    /// In parts of 5 ms.
    private static final int STEADY = 50;
    private static final int DISABLING = 60;
    /// In a part, of a tone that is 25 Hz off.
    private static final double MOST_DRIFT = 2 * Math.PI * 25 * PART / Pcm.RATE;
    /// G.168 section 7.2: 180 +- 25 degrees are a reversal, below 110 none is.
    private static final double HALF_TURN = Math.toRadians(145);
}
