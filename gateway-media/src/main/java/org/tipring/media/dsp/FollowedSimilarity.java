package org.tipring.media.dsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.tipring.media.pcm.Pcm;

/// How alike two sounds are when the path between them may change its delay on the way, as a jitter buffer does: the sound is cut
/// into pieces, and each is looked for near the place where the piece before it was found.
///
/// @param correlation 0..1, mean of the pieces weighted by their energy
/// @param median of the pieces that are loud enough to count: what it was like most of the time, whatever happened in a few places
/// @param leastDelay @param mostDelay samples, over the pieces that were recognised
/// @param levelDb how much louder the heard sound is
public record FollowedSimilarity(double correlation, double median, int leastDelay, int mostDelay, double levelDb) {

    private static final int PIECE = 300 * Pcm.RATE / 1000;
    /// How far a piece is looked for to either side: more than a jitter buffer moves at once.
    private static final int REACH = 120 * Pcm.RATE / 1000;
    /// A piece that is found as well as this shows where the sound is.
    private static final double RECOGNISED = 0.8;

    /// @param sent what was played; @param heard what arrived, anywhere in it
    public static FollowedSimilarity between(short[] sent, short[] heard) {
        Similarity whole = Similarity.between(sent, heard);
        int delay = whole.delaySamples();
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        double sum = 0;
        double weights = 0;
        double loud = LevelMeter.energy(sent, 0, sent.length) / sent.length * PIECE / 10;
        List<Double> pieces = new ArrayList<>();
        for (int at = 0; at + PIECE <= sent.length; at += PIECE) {
            short[] piece = Arrays.copyOfRange(sent, at, at + PIECE);
            double weight = LevelMeter.energy(piece, 0, PIECE);
            int from = Math.clamp((long) at + delay - REACH, 0, heard.length);
            short[] around = Arrays.copyOfRange(heard, from, Math.clamp((long) at + delay + PIECE + REACH, 0, heard.length));
            Similarity found = Similarity.between(piece, around);
            sum += weight * found.correlation();
            weights += weight;
            if (weight > loud) {
                pieces.add(found.correlation());
            }
            if (weight > 0 && found.correlation() > RECOGNISED) {
                delay = from + found.delaySamples() - at;
                least = Math.min(least, delay);
                most = Math.max(most, delay);
            }
        }
        boolean none = least > most;
        Collections.sort(pieces);
        return new FollowedSimilarity(weights == 0 ? 0 : sum / weights, pieces.isEmpty() ? 0 : pieces.get(pieces.size() / 2), none ? 0 : least, none ? 0 : most, whole.levelDb());
    }
}
