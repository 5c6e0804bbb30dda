package org.tipring.media.codec;

/// Plays the noise that an RFC 3389 payload describes (payload type 13, `CN/8000`): a level and, if the sender likes, the colour as
/// reflection coefficients. Changes come softly. One instance for one stream; never allocates after construction.
public final class ComfortNoise {

    /// Coefficients beyond these are ignored; G.711 Appendix II sends ten.
    public static final int MOST_COEFFICIENTS = 12;

    private final float[] reflection = new float[MOST_COEFFICIENTS];
    private final float[] backward = new float[MOST_COEFFICIENTS + 1];
    private float goal;
    private float amplitude;
    private int seed;
    private boolean started;

    /// @param seed any; two streams with different ones do not sound alike
    public ComfortNoise(int seed) {
        this.seed = seed;
    }

    /// Takes what a packet said. An empty payload changes nothing.
    public void update(byte[] payload, int offset, int length) {
        if (length < 1) {
            return;
        }
        double gain = 1;
        for (int i = 0; i < MOST_COEFFICIENTS; i++) {
            float k = i + 1 < length ? coefficient(payload[offset + 1 + i]) : 0;
            reflection[i] = k;
            gain *= 1 - k * k;
        }
        int level = payload[offset] & 0x7F;
        // An all-pole filter of these coefficients raises white noise by the inverse of their gain.
        goal = (float) (OVERLOAD * Math.pow(10, -level / 20.0) * Math.sqrt(gain) * UNIFORM);
        if (!started) {
            amplitude = goal;
            started = true;
        }
    }

    /// Writes the next `samples`; silence as long as nothing has been said.
    public void next(short[] out, int offset, int samples) {
        for (int i = 0; i < samples; i++) {
            amplitude += SOFTLY * (goal - amplitude);
            seed = seed * 1664525 + 1013904223;
            float forward = amplitude * (seed >> 8) * 0x1p-23f;
            for (int m = MOST_COEFFICIENTS - 1; m >= 0; m--) {
                forward -= reflection[m] * backward[m];
                backward[m + 1] = backward[m] + reflection[m] * forward;
            }
            backward[0] = forward;
            out[offset + i] = (short) Math.clamp(Math.round(forward), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    /// RFC 3389 section 3.2.
    static float coefficient(byte quantized) {
        return 258 * (Math.min(quantized & 0xFF, 254) - 127) / 32768f;
    }

    /// 0 dBov is a full-scale square wave (RFC 3389 section 3.1), so a sine can at most have -3 dBov.
    static final double OVERLOAD = 32768;
    /// The peak of a uniform distribution over its root mean square.
    private static final double UNIFORM = Math.sqrt(3);
    /// About 40 ms.
    private static final float SOFTLY = 1 / 320f;
}
