package org.tipring.media.codec;

import java.util.Arrays;
import org.tipring.media.pcm.Pcm;

/// Fills the gaps that lost packets leave, in the manner of ITU-T G.711 Appendix I: the last pitch period is repeated, later two and three
/// of them so that it does not buzz, fading from 10 ms on, soft until 100 ms, and silent after 200 ms.
///
/// Unlike the appendix it delays nothing: what cannot be prepared before the gap is smoothed in the first quarter period of it.
///
/// ```
///   heard ...  /\  /\  /\ | lost                      | heard again
///              \pitch/ \p/  \p/ \p  (fades) ...  \p/  \ overlap /
/// ```
///
/// Every frame of a stream passes through [#good] or [#conceal], in order. Owned by the media thread; allocates nothing.
public final class LossConcealer {

    private static final int LONGEST_PITCH = 120;
    private static final int SHORTEST_PITCH = 40;
    /// Samples compared to find the pitch.
    private static final int MATCH = 160;
    private static final int MOST_PERIODS = 3;
    private static final int PAST = MOST_PERIODS * LONGEST_PITCH + LONGEST_PITCH / 4;
    private static final int TEN_MILLIS = Pcm.RATE / 100;
    private static final float FADE_PER_SAMPLE = 0.2f / TEN_MILLIS;
    /// The appendix fades on to silence at 60 ms. In a burst of losses a voice that goes on softly for 100 ms is less of a hole.
    private static final float SOFT = 0.3f;
    private static final int SOFT_SAMPLES = 10 * TEN_MILLIS;
    /// The end of a gap is smoothed over 4 ms for each lost frame, up to 10 ms (Appendix I, 2.6).
    private static final int END_OVERLAP = 4 * Pcm.RATE / 1000;

    /// The last samples that were played, and those of them that were played when the gap began.
    private final short[] history = new short[PAST];
    private final short[] past = new short[PAST];
    /// One to three pitch periods that end where the gap began, made to join their own beginning.
    private final float[] cycle = new float[MOST_PERIODS * LONGEST_PITCH];
    private int cycleLength;
    private int at;
    private int pitch;
    /// Samples made up since the gap began; 0 when there is none.
    private int concealed;

    /// A frame that has come. Its beginning is blended with what filled the gap before it.
    public void good(short[] frame) {
        if (concealed > 0) {
            int overlap = Math.min(TEN_MILLIS, END_OVERLAP * (concealed / Pcm.FRAME));
            for (int i = 0; i < overlap; i++) {
                float share = (i + 0.5f) / overlap;
                frame[i] = (short) Math.round(share * frame[i] + (1 - share) * next());
            }
            concealed = 0;
        }
        remember(frame);
    }

    /// Writes a frame for one that has not come.
    public void conceal(short[] frame) {
        boolean first = concealed == 0;
        if (first) {
            System.arraycopy(history, 0, past, 0, PAST);
            pitch = findPitch();
            at = 0;
            repeat(1);
        }
        for (int i = 0; i < Pcm.FRAME; i++) {
            frame[i] = (short) Math.round(next());
            concealed++;
        }
        if (first) {
            smoothBegin(frame);
        }
        remember(frame);
    }

    /// A new stream: nothing of the old one may be heard in it.
    public void reset() {
        Arrays.fill(history, (short) 0);
        concealed = 0;
    }

    /// What the repetition lacks to join the past fades within a quarter period.
    private void smoothBegin(short[] frame) {
        int overlap = pitch / 4;
        int jump = past[PAST - 1] - past[PAST - 1 - pitch];
        for (int i = 0; i < overlap; i++) {
            int joined = frame[i] + jump * (overlap - i) / (overlap + 1);
            frame[i] = (short) Math.clamp(joined, Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    /// The next sample of the repetition, faded by the age of the gap.
    private float next() {
        if (at == cycleLength) {
            int wanted = Math.min(MOST_PERIODS, 1 + concealed / TEN_MILLIS) * pitch;
            // A longer cycle has the same end and joins there; its older periods come round next time.
            at = Math.max(0, wanted - cycleLength);
            if (wanted > cycleLength) {
                repeat(wanted / pitch);
            }
        }
        return gain() * cycle[at++];
    }

    private float gain() {
        float fading = Math.min(1, 1 - FADE_PER_SAMPLE * (concealed - TEN_MILLIS));
        float soft = Math.clamp(SOFT * (2 - (float) concealed / SOFT_SAMPLES), 0, SOFT);
        return Math.max(fading, soft);
    }

    private void repeat(int periods) {
        cycleLength = periods * pitch;
        int start = PAST - cycleLength;
        for (int i = 0; i < cycleLength; i++) {
            cycle[i] = past[start + i];
        }
        int overlap = pitch / 4;
        for (int i = 0; i < overlap; i++) {
            float share = (i + 0.5f) / overlap;
            int end = cycleLength - overlap + i;
            cycle[end] = (1 - share) * cycle[end] + share * past[start - overlap + i];
        }
    }

    /// The shift between 5 and 15 ms at which the last 20 ms are most like what went before them: coarsely, then around the best.
    private int findPitch() {
        int coarse = mostAlike(SHORTEST_PITCH, LONGEST_PITCH, 2);
        return mostAlike(Math.max(SHORTEST_PITCH, coarse - 1), Math.min(LONGEST_PITCH, coarse + 1), 1);
    }

    private int mostAlike(int from, int to, int step) {
        int best = from;
        float most = Float.NEGATIVE_INFINITY;
        for (int lag = from; lag <= to; lag += step) {
            float product = 0;
            float energy = 1;
            for (int i = PAST - MATCH; i < PAST; i += step) {
                float earlier = past[i - lag];
                product += past[i] * earlier;
                energy += earlier * earlier;
            }
            float alike = product * Math.abs(product) / energy;
            if (alike > most) {
                most = alike;
                best = lag;
            }
        }
        return best;
    }

    private void remember(short[] frame) {
        System.arraycopy(history, Pcm.FRAME, history, 0, PAST - Pcm.FRAME);
        System.arraycopy(frame, 0, history, PAST - Pcm.FRAME, Pcm.FRAME);
    }
}
