package org.tipring.media.dsp;

import java.util.Arrays;
import org.tipring.media.pcm.Pcm;

/// Plays a tone in its cadence, for ever. The first burst starts with the first sample.
///
/// Owned by one thread; never allocates after construction.
public final class ToneGenerator {

    private final Oscillator[] waves;
    /// Lengths of on, off, on, off ... in samples; empty when steady.
    private final int[] parts;
    private final float[] scratch = new float[Pcm.FRAME];
    private int part;
    private int leftInPart;

    public ToneGenerator(Tone tone, Cadence cadence) {
        this.waves = Oscillator.of(tone);
        this.parts = cadence.millis().stream().mapToInt(millis -> millis * Pcm.RATE / 1000).toArray();
        restart();
    }

    public ToneGenerator(TonePlan.Signal signal) {
        this(signal.tone(), signal.cadence());
    }

    /// Back to the beginning of the first burst.
    public void restart() {
        part = 0;
        leftInPart = parts.length == 0 ? Integer.MAX_VALUE : parts[0];
        for (Oscillator wave : waves) {
            wave.restart();
        }
    }

    /// Writes the next `n` samples.
    public void next(short[] out, int offset, int n) {
        int done = 0;
        while (done < n) {
            int count = Math.min(n - done, leftInPart);
            if (part % 2 == 0) {
                Oscillator.mix(waves, scratch, out, offset + done, count);
            } else {
                Arrays.fill(out, offset + done, offset + done + count, (short) 0);
            }
            advance(count);
            done += count;
        }
    }

    private void advance(int samples) {
        if (parts.length == 0) {
            return;
        }
        leftInPart -= samples;
        if (leftInPart == 0) {
            part = (part + 1) % parts.length;
            leftInPart = parts[part];
        }
    }
}
