package org.tipring.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tipring.media.dsp.echo.EchoCanceller;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.pcm.Pcm;

/// What the echo canceller costs for a frame of 20 ms in which the far end speaks: median, as other work interrupts.
///
/// @param convergingMicros while it still looks for the echo's path; @param convergedMicros when it only subtracts; both NaN without such frames
record EchoCancellerCost(double convergingMicros, int converging, double convergedMicros, int converged) {

    private static final int FRAMES = 1000;
    private static final int WARM_UP_ROUNDS = 6;
    private static final double SPEAKS_DBM0 = -45;
    /// Of the hybrid: 10 dB of loss after 65 ms.
    private static final int DELAY_SAMPLES = 520;

    static EchoCancellerCost measure() {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            round(i);
        }
        return round(WARM_UP_ROUNDS);
    }

    private static EchoCancellerCost round(int seed) {
        short[] said = new SpeechLike(seed).take(FRAMES * 20);
        short[] echo = echo(said, seed);
        EchoCanceller canceller = new EchoCanceller();
        long[] converging = new long[FRAMES];
        long[] converged = new long[FRAMES];
        int convergings = 0;
        int convergeds = 0;
        for (int at = 0; at < said.length; at += Pcm.FRAME) {
            short[] reference = Arrays.copyOfRange(said, at, at + Pcm.FRAME);
            short[] line = Arrays.copyOfRange(echo, at, at + Pcm.FRAME);
            boolean rests = canceller.figures().converged();
            long start = System.nanoTime();
            canceller.process(reference, line);
            long nanos = System.nanoTime() - start;
            if (LevelMeter.dBm0(reference) > SPEAKS_DBM0) {
                if (rests) {
                    converged[convergeds++] = nanos;
                } else {
                    converging[convergings++] = nanos;
                }
            }
        }
        return new EchoCancellerCost(median(converging, convergings), convergings, median(converged, convergeds), convergeds);
    }

    /// Through a hybrid: a short decaying ringing, and the line's noise.
    private static short[] echo(short[] said, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        short[] echo = new short[said.length];
        for (int i = 0; i < said.length; i++) {
            double sum = 6 * random.nextGaussian();
            for (int tap = 0; tap < 48 && i - DELAY_SAMPLES - tap >= 0; tap++) {
                sum += said[i - DELAY_SAMPLES - tap] * 0.22 * Math.exp(-tap / 10.0) * Math.cos(tap * 0.9);
            }
            echo[i] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return echo;
    }

    private static double median(long[] nanos, int count) {
        Arrays.sort(nanos, 0, count);
        return count == 0 ? Double.NaN : nanos[count / 2] / 1e3;
    }
}
