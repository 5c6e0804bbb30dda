package org.tipring.media.dsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tipring.media.pcm.Pcm;

/// A sound as it was heard laid over what was sent, where the path between them may change its delay on the way: a jitter buffer does at once,
/// a clock that is evened out does little by little, and nobody hears either; what was lost is heard. (ITU-T P.862 section 10.1 aligns for the
/// same reason.)
///
/// The delay of each 5 ms of what was sent is the one for which the sum of three is least: what does not fit, counted against the sound's own
/// power; a little for each quarter of a sample by which the delay slides; and 30 ms of sound for each move at once. So a delay moves where that
/// explains more than it costs, and 20 ms that are missing stay missing.
///
/// @param likeness 0..1, correlation of all of it after the alignment
/// @param lostMillis how much of what could be heard is not there, or is something else
/// @param firstLostMillis where that begins in what was sent; -1: nowhere
/// @param moves where the delay changed at once
/// @param slidMillis how far it slid besides, whichever way
/// @param levelDb how much louder the heard sound is
public record TimeAlignment(double likeness, int lostMillis, int firstLostMillis, List<Move> moves, double slidMillis, double levelDb) {

    /// @param atMillis in what was sent
    /// @param byMillis later; negative: sooner, and that much was left out
    public record Move(int atMillis, int byMillis) { }

    private static final int BLOCK_MILLIS = 5;
    private static final int BLOCK = BLOCK_MILLIS * Pcm.RATE / 1000;
    /// Steps of the delay in a sample.
    private static final int FINE = 4;
    /// How far beyond where longer pieces were found the delay may go.
    private static final int REACH = 50 * Pcm.RATE / 1000;
    private static final double AUDIBLE_DBM0 = -40;
    private static final double SLIDE_COST = 0.01;
    private static final double MOVE_COST = 6;
    /// Of its power, what is missing or wrong: the block is lost.
    private static final double LOST = 0.5;

    /// @param sent what was played; @param heard what arrived, anywhere in it
    public static TimeAlignment of(short[] sent, short[] heard) {
        FollowedSimilarity roughly = FollowedSimilarity.between(sent, heard);
        Search search = new Search(sent, heard, roughly.leastDelay() - REACH, roughly.mostDelay() + REACH, roughly.levelDb());
        return search.result(search.path(), roughly.levelDb());
    }

    /// The way through blocks and delays that costs least (Viterbi).
    private static final class Search {

        private final short[] sent;
        private final int blocks;
        private final int least;
        private final int delays;
        /// Row p: what was heard, p quarters of a sample later, at the level of what was sent.
        private final float[][] heard = new float[FINE][];
        private final double[] power;

        Search(short[] sent, short[] heard, int leastDelay, int mostDelay, double levelDb) {
            this.sent = sent;
            this.blocks = sent.length / BLOCK;
            this.least = leastDelay;
            this.delays = (mostDelay - leastDelay) * FINE;
            this.power = new double[blocks];
            double gain = Math.pow(10, -levelDb / 20) * sign(sent, heard, levelDb);
            for (int p = 0; p < FINE; p++) {
                this.heard[p] = between(heard, (double) p / FINE, gain);
            }
            for (int b = 0; b < blocks; b++) {
                power[b] = LevelMeter.energy(sent, b * BLOCK, BLOCK);
            }
        }

        /// A line with its wires swapped turns the sound upside down, which nobody hears.
        private static double sign(short[] sent, short[] heard, double levelDb) {
            int delay = Similarity.between(sent, heard).delaySamples();
            double product = 0;
            for (int i = Math.max(0, -delay); i < sent.length && i + delay < heard.length; i++) {
                product += (double) sent[i] * heard[i + delay];
            }
            return product < 0 ? -1 : 1;
        }

        private static float[] between(short[] heard, double fraction, double gain) {
            int taps = 12;
            double[] sinc = new double[2 * taps];
            for (int k = 0; k < sinc.length; k++) {
                double x = Math.PI * (k - taps + 1 - fraction);
                sinc[k] = (Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x) * (0.5 + 0.5 * Math.cos(x / (taps + 1)));
            }
            float[] out = new float[heard.length];
            for (int i = 0; i < heard.length; i++) {
                double sum = 0;
                for (int k = Math.max(0, taps - 1 - i); k < sinc.length && i + k - taps + 1 < heard.length; k++) {
                    sum += sinc[k] * heard[i + k - taps + 1];
                }
                out[i] = (float) (gain * sum);
            }
            return out;
        }

        private float heardAt(int sample, int state) {
            float[] row = heard[state % FINE];
            int at = sample + least + state / FINE;
            return at < 0 || at >= row.length ? 0 : row[at];
        }

        private boolean audible(int block) {
            return power[block] > BLOCK * LevelMeter.power(AUDIBLE_DBM0);
        }

        /// How much of a block does not fit at a delay, of its power, at most 1.
        private double misfit(int block, int state) {
            double error = 0;
            for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
                double difference = sent[i] - heardAt(i, state);
                error += difference * difference;
            }
            return Math.min(1, error / power[block]);
        }

        /// @return the delay of each block, in quarters of a sample from the least
        int[] path() {
            int[][] from = new int[blocks][delays];
            double[] cost = new double[delays];
            double[] before = new double[delays];
            for (int b = 0; b < blocks; b++) {
                System.arraycopy(cost, 0, before, 0, delays);
                int cheapest = cheapest(before);
                boolean audible = audible(b);
                for (int d = 0; d < delays; d++) {
                    int best = d;
                    double sum = before[d];
                    if (d > 0 && before[d - 1] + SLIDE_COST < sum) {
                        best = d - 1;
                        sum = before[best] + SLIDE_COST;
                    }
                    if (d + 1 < delays && before[d + 1] + SLIDE_COST < sum) {
                        best = d + 1;
                        sum = before[best] + SLIDE_COST;
                    }
                    if (before[cheapest] + MOVE_COST < sum) {
                        best = cheapest;
                        sum = before[best] + MOVE_COST;
                    }
                    from[b][d] = best;
                    cost[d] = sum + (audible ? misfit(b, d) : 0);
                }
            }
            int[] path = new int[blocks];
            int at = cheapest(cost);
            for (int b = blocks - 1; b >= 0; b--) {
                path[b] = at;
                at = from[b][at];
            }
            return path;
        }

        private static int cheapest(double[] cost) {
            int cheapest = 0;
            for (int d = 1; d < cost.length; d++) {
                cheapest = cost[d] < cost[cheapest] ? d : cheapest;
            }
            return cheapest;
        }

        TimeAlignment result(int[] path, double levelDb) {
            List<Move> moves = new ArrayList<>();
            double slid = 0;
            int lost = 0;
            int firstLost = -1;
            double product = 0;
            double heardPower = 0;
            for (int b = 0; b < blocks; b++) {
                int moved = b == 0 ? 0 : path[b] - path[b - 1];
                if (Math.abs(moved) > 1) {
                    moves.add(new Move(b * BLOCK_MILLIS, Math.round((float) moved * 1000 / FINE / Pcm.RATE)));
                } else {
                    slid += Math.abs(moved) * 1000.0 / FINE / Pcm.RATE;
                }
                if (audible(b) && misfit(b, path[b]) > LOST) {
                    lost += BLOCK_MILLIS;
                    firstLost = firstLost < 0 ? b * BLOCK_MILLIS : firstLost;
                }
                for (int i = b * BLOCK; i < (b + 1) * BLOCK; i++) {
                    double sample = heardAt(i, path[b]);
                    product += sent[i] * sample;
                    heardPower += sample * sample;
                }
            }
            double scale = Math.sqrt(heardPower * Arrays.stream(power).sum());
            return new TimeAlignment(scale > 0 ? Math.clamp(product / scale, 0, 1) : 0, lost, firstLost, List.copyOf(moves), slid, levelDb);
        }
    }
}
