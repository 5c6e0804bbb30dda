package org.tipring.media.dsp.echo;

import java.util.Random;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.pcm.Pcm;

/// A two-wire line for tests: gives back what is sent to it through one or more echo paths, and the near end's voice and noise on top.
final class EchoLine {

    private final Random random;
    private final float[] sent = new float[1 << 13];
    private final float[] echo = new float[Pcm.FRAME];
    private float[][] paths = {};
    private int[] delays = {};
    private double noise;
    private int now;

    EchoLine(long seed) {
        this.random = new Random(seed);
    }

    EchoLine path(float[] response, int delayMillis) {
        paths = new float[][] {response};
        delays = new int[] {delayMillis * 8};
        return this;
    }

    EchoLine alsoPath(float[] response, int delayMillis) {
        paths = new float[][] {paths[0], response};
        delays = new int[] {delays[0], delayMillis * 8};
        return this;
    }

    EchoLine noise(double dBm0) {
        noise = LevelMeter.amplitude(dBm0) / Math.sqrt(2);
        return this;
    }

    /// @param reference what the gateway sends
    /// @param near what the near end says, or null
    /// @param fromLine what the gateway hears
    void pass(short[] reference, short[] near, short[] fromLine) {
        java.util.Arrays.fill(echo, 0);
        for (int i = 0; i < Pcm.FRAME; i++) {
            sent[now + i & MASK] = reference[i];
        }
        for (int p = 0; p < paths.length; p++) {
            float[] path = paths[p];
            for (int i = 0; i < Pcm.FRAME; i++) {
                float sum = 0;
                int at = now + i - delays[p];
                for (int k = 0; k < path.length; k++) {
                    sum += path[k] * sent[at - k & MASK];
                }
                echo[i] += sum;
            }
        }
        for (int i = 0; i < Pcm.FRAME; i++) {
            double sample = echo[i] + (near == null ? 0 : near[i]) + noise * random.nextGaussian();
            fromLine[i] = (short) Math.clamp(Math.round(sample), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        now += Pcm.FRAME;
    }

    private static final int MASK = (1 << 13) - 1;
}
