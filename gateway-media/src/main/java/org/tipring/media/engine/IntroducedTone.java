package org.tipring.media.engine;

import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.pcm.Pcm;

/// Some bursts, once, and then a tone for ever. Owned by one thread.
final class IntroducedTone {

    private final ToneGenerator bursts;
    private final ToneGenerator then;
    private int left;

    IntroducedTone(ToneGenerator bursts, int burstMillis, ToneGenerator then) {
        this.bursts = bursts;
        this.left = burstMillis * Pcm.RATE / 1000;
        this.then = then;
    }

    void next(short[] out, int offset, int samples) {
        int first = Math.min(left, samples);
        if (first > 0) {
            bursts.next(out, offset, first);
            left -= first;
        }
        if (first < samples) {
            then.next(out, offset + first, samples - first);
        }
    }
}
