package org.tipring.media.dsp.echo;

import java.util.Arrays;
import org.tipring.media.pcm.Pcm;

/// One stretch of an echo path: a hybrid's impulse response after a flat delay. Taps are kept oldest first, so that they lie beside the
/// samples they belong to and the loops run over neighbours.
///
/// The copies into `near` look wasteful; they are what lets the compiler use vector instructions: it must see that what is written and
/// what is read run at the same index.
final class EchoWindow {

    /// 24 ms: the longest response of ITU-T G.168 Annex D is 16 ms, the rest is for not knowing its delay exactly.
    static final int TAPS = 192;

    final float[] taps = new float[TAPS];
    /// Delay of the newest tap, in samples.
    int delay;
    boolean used;
    private final float[] near = new float[Pcm.FRAME + 3];

    /// Subtracts this echo from a frame.
    ///
    /// @param sent the reference; `sent[at]` was sent when the first sample of `signal` came in
    void subtract(float[] sent, int at, float[] signal) {
        int first = at - delay - (TAPS - 1);
        for (int m = 0; m < TAPS; m += 4) {
            System.arraycopy(sent, first + m, near, 0, near.length);
            subtract4(near, taps[m], taps[m + 1], taps[m + 2], taps[m + 3], signal);
        }
    }

    private static void subtract4(float[] x, float a, float b, float c, float d, float[] signal) {
        for (int i = 0; i < Pcm.FRAME; i++) {
            signal[i] -= a * x[i] + b * x[i + 1] + c * x[i + 2] + d * x[i + 3];
        }
    }

    /// Whether an echo whose peak is at this delay lies well inside.
    boolean holds(int peak) {
        return used && peak >= delay + Math.min(delay, HEAD) && peak < delay + TAPS - TAIL;
    }

    /// The delay of the strongest tap.
    int peak() {
        int best = 0;
        for (int m = 1; m < TAPS; m++) {
            if (Math.abs(taps[m]) > Math.abs(taps[best])) {
                best = m;
            }
        }
        return delay + TAPS - 1 - best;
    }

    float energy() {
        float sum = 0;
        for (float tap : taps) {
            sum += tap * tap;
        }
        return sum;
    }

    /// How old the oldest echo is that matters, in samples.
    int end() {
        float enough = 0.001f * energy();
        float sum = 0;
        for (int m = 0; m < TAPS; m++) {
            sum += taps[m] * taps[m];
            if (sum > enough) {
                return delay + TAPS - m;
            }
        }
        return delay;
    }

    void copyFrom(EchoWindow other) {
        System.arraycopy(other.taps, 0, taps, 0, TAPS);
        delay = other.delay;
        used = other.used;
    }

    void clear() {
        Arrays.fill(taps, 0);
        used = false;
    }

    private static final int HEAD = 16;
    private static final int TAIL = 96;
}
