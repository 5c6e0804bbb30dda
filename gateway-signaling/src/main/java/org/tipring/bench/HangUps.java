package org.tipring.bench;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.TonePlan;
import org.tipring.tdm.line.CountryProfile;
import org.tipring.tdm.line.FxoAction.ReleaseEvidence;
import org.tipring.tdm.line.LineReplay;
import org.tipring.tdm.line.LineTimings;

/// How soon a line notices by the tone that its far end has hung up: conversations that end, on worn lines.
final class HangUps {

    /// What the detector itself takes to see that a burst has begun or ended, beyond the exchange's two rounds.
    private static final double DETECTION_MILLIS = 100;
    private static final double ROUNDS = 2;
    /// Less of a burst is a click to anybody; the tone then begins with the next one.
    private static final int SHORTEST_BURST_MILLIS = 80;
    private static final int TALK_MILLIS = 1200;
    private static final int PATIENCE_ROUNDS = 5;

    /// @param worstRounds from the begin of the tone to the release, in rounds of its cadence; @param late more than two of them
    /// @param example of a late one, or empty
    record Figures(int runs, double worstRounds, int late, String example) { }

    private HangUps() {
    }

    /// @param tone busy or reorder
    static Figures of(CountryProfile country, CallProgressTone tone, int runs, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double worst = 0;
        int late = 0;
        String example = "";
        for (int run = 0; run < runs; run++) {
            WornLine line = WornLine.random(random);
            double round = line.millis(country.tones().signal(tone).cadence().periodMillis());
            // Half of the exchanges begin with a whole burst, the others within one.
            int skip = run % 2 == 0 ? 0 : withinBurst(country.tones().signal(tone).cadence(), line, random);
            long released = releasedAfter(country.tones(), tone, line, skip, (int) (PATIENCE_ROUNDS * round), random);
            double rounds = released < 0 ? PATIENCE_ROUNDS : released / round;
            worst = Math.max(worst, rounds);
            if (released < 0 || released > ROUNDS * round + DETECTION_MILLIS) {
                late++;
                example = String.format(Locale.ROOT, "%s %s from %d ms: %s after %d ms, %s", country.iso(), tone, skip,
                        released < 0 ? "not released" : "released", released, line);
            }
        }
        return new Figures(runs, worst, late, example);
    }

    private static int withinBurst(Cadence cadence, WornLine line, SplittableRandom random) {
        int burst = 2 * random.nextInt(cadence.millis().size() / 2);
        double before = 0;
        for (int part = 0; part < burst; part++) {
            before += line.millis(cadence.millis().get(part));
        }
        return (int) (before + random.nextDouble() * (line.millis(cadence.millis().get(burst)) - SHORTEST_BURST_MILLIS));
    }

    /// @return milliseconds from the begin of the tone; -1: not at all
    private static long releasedAfter(TonePlan plan, CallProgressTone tone, WornLine line, int skipMillis, int millis, SplittableRandom random) {
        LineReplay replay = new LineReplay(plan, LineTimings.DEFAULT, LineReplay.Begin.TALKING, false);
        short[] talk = new SpeechLike(random.nextLong(), 120, Math.max(-25, line.dBm0())).take(TALK_MILLIS);
        replay.hear(talk, 0, talk.length);
        int pause = 20 * (5 + random.nextInt(20));
        replay.hear(new short[pause * 8], 0, pause * 8);
        // Not at the begin of a frame.
        int offset = random.nextInt(160);
        short[] heard = line.hear(plan.signal(tone), millis, skipMillis, random);
        short[] shifted = new short[heard.length + 160];
        System.arraycopy(heard, 0, shifted, offset, heard.length);
        replay.hear(shifted, 0, shifted.length);
        ReleaseEvidence evidence = replay.released();
        boolean right = evidence != null && List.of(ReleaseEvidence.BUSY_TONE, ReleaseEvidence.REORDER_TONE).contains(evidence);
        return right ? replay.releasedMillis() - TALK_MILLIS - pause - offset / 8 : -1;
    }
}
