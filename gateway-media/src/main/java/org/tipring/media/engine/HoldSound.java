package org.tipring.media.engine;

import java.util.Arrays;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.pcm.Pcm;

/// What a peer or line hears whose other side has put the call on hold.
public sealed interface HoldSound {

    HoldSound SILENCE = new Silence();
    HoldSound TONE = new Beeps();

    /// Starts from its beginning; one for each listener.
    ///
    /// @return null for silence
    ToneSound begin();

    record Silence() implements HoldSound {
        @Override
        public ToneSound begin() {
            return null;
        }
    }

    /// Two soft beeps every ten seconds: the call is still there. No country's exchange sounds like that.
    record Beeps() implements HoldSound {

        private static final Tone TONE = Tone.of(-24, 440);
        private static final Cadence CADENCE = Cadence.of(150, 150, 150, 9_550);

        @Override
        public ToneSound begin() {
            return new ToneGenerator(TONE, CADENCE)::next;
        }
    }

    /// Music, over and over. Its end is blended into its beginning, so that nothing clicks.
    final class Music implements HoldSound {

        /// What can be called music, and is long enough to be blended.
        public static final int SHORTEST_MILLIS = 1_000;
        private static final int BLEND = 30 * Pcm.RATE / 1000;
        private static final int FADE_IN = 5 * Pcm.RATE / 1000;

        private final short[] loop;

        /// @param pcm at [Pcm#RATE]
        public Music(short[] pcm) {
            if (pcm.length < SHORTEST_MILLIS * Pcm.RATE / 1000) {
                throw new IllegalArgumentException("music on hold is at least a second long, not " + pcm.length * 1000L / Pcm.RATE + " ms");
            }
            loop = Arrays.copyOf(pcm, pcm.length - BLEND);
            for (int i = 0; i < BLEND; i++) {
                double in = (i + 0.5) / BLEND;
                // The first samples grow out of the last ones, which so are left out at the end.
                loop[i] = (short) Math.round(in * pcm[i] + (1 - in) * pcm[loop.length + i]);
            }
        }

        @Override
        public ToneSound begin() {
            return new ToneSound() {
                private int at;
                private int faded;

                @Override
                public void next(short[] out, int offset, int samples) {
                    for (int done = 0; done < samples;) {
                        int count = Math.min(samples - done, loop.length - at);
                        System.arraycopy(loop, at, out, offset + done, count);
                        at = (at + count) % loop.length;
                        done += count;
                    }
                    for (int i = 0; faded < FADE_IN && i < samples; i++, faded++) {
                        out[offset + i] = (short) (out[offset + i] * faded / FADE_IN);
                    }
                }
            };
        }
    }
}
