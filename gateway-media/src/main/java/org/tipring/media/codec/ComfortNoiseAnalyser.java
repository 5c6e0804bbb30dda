package org.tipring.media.codec;

import java.util.Arrays;

/// Describes the noise of the pauses as an RFC 3389 payload: feed it the frames in which nobody speaks, ask when a packet is due. Never
/// allocates after construction.
public final class ComfortNoiseAnalyser {

    /// What is customary for 8 kHz (G.711 Appendix II).
    public static final int ORDER = 10;

    private final double[] correlation = new double[ORDER + 1];
    private final double[] frame = new double[ORDER + 1];
    private final double[] predictor = new double[ORDER + 1];
    private final double[] before = new double[ORDER + 1];
    private boolean started;

    /// Takes a frame of noise.
    public void add(short[] pcm, int offset, int samples) {
        for (int lag = 0; lag <= ORDER; lag++) {
            long sum = 0;
            for (int i = offset + lag; i < offset + samples; i++) {
                sum += pcm[i] * pcm[i - lag];
            }
            frame[lag] = (double) sum / samples;
        }
        for (int lag = 0; lag <= ORDER; lag++) {
            correlation[lag] += (started ? NEWEST : 1) * (frame[lag] - correlation[lag]);
        }
        started = true;
    }

    /// @param order how many coefficients, 0 to [#ORDER]
    /// @return the length of the payload written
    public int payload(byte[] out, int offset, int order) {
        out[offset] = (byte) level();
        double error = 1e-9 + correlation[0] * (1 + WHITE);
        Arrays.fill(predictor, 0);
        for (int m = 1; m <= order; m++) {
            double sum = correlation[m];
            for (int i = 1; i < m; i++) {
                sum += predictor[i] * correlation[m - i];
            }
            double k = -sum / error;
            System.arraycopy(predictor, 0, before, 0, m);
            for (int i = 1; i < m; i++) {
                predictor[i] = before[i] + k * before[m - i];
            }
            predictor[m] = k;
            error *= 1 - k * k;
            out[offset + m] = (byte) Math.clamp(Math.round(k * 32768 / 258) + 127, 0, 254);
        }
        return 1 + order;
    }

    /// In -dBov, 0 to 127.
    public int level() {
        double power = Math.max(correlation[0], 1e-6) / (ComfortNoise.OVERLOAD * ComfortNoise.OVERLOAD);
        return Math.clamp(Math.round(-10 * Math.log10(power)), 0, 127);
    }

    public void reset() {
        Arrays.fill(correlation, 0);
        started = false;
    }

    /// The last ten frames or so count.
    private static final double NEWEST = 0.15;
    /// A little white noise keeps the recursion stable.
    private static final double WHITE = 1e-3;
}
