package org.tipring.media.dsp.echo;

import java.util.Arrays;
import org.tipring.media.dsp.CompositeSource;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.pcm.Pcm;

/// What a frame costs, converging and converged: run `main` with the test class path. Medians, because a shared machine interrupts.
final class EchoCancellerBench {

    private EchoCancellerBench() {
    }

    public static void main(String[] arguments) {
        short[] far = CompositeSource.take(20_000, -16);
        int frames = far.length / Pcm.FRAME;
        for (int round = 0; round < 12; round++) {
            EchoCanceller canceller = new EchoCanceller();
            EchoLine wire = new EchoLine(1).path(G168Hybrid.D5.path(12), 65).noise(-70);
            long[] converging = new long[frames];
            long[] converged = new long[frames];
            int convergings = 0;
            int convergeds = 0;
            short[] reference = new short[Pcm.FRAME];
            short[] line = new short[Pcm.FRAME];
            for (int frame = 0; frame < frames; frame++) {
                System.arraycopy(far, frame * Pcm.FRAME, reference, 0, Pcm.FRAME);
                wire.pass(reference, null, line);
                boolean rests = canceller.figures().converged();
                long start = System.nanoTime();
                canceller.process(reference, line);
                long nanos = System.nanoTime() - start;
                if (LevelMeter.dBm0(reference) < -45) {
                    continue;
                }
                if (rests) {
                    converged[convergeds++] = nanos;
                } else {
                    converging[convergings++] = nanos;
                }
            }
            System.out.printf("converging: median %.1f us of %d frames; converged: median %.1f us of %d; %s%n",
                    median(converging, convergings), convergings, median(converged, convergeds), convergeds, canceller.figures());
        }
    }

    private static double median(long[] nanos, int count) {
        Arrays.sort(nanos, 0, count);
        return count == 0 ? Double.NaN : nanos[count / 2] / 1e3;
    }
}
