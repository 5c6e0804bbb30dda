package org.tipring.bench;

import java.util.Locale;
import java.util.SplittableRandom;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.TonePlan;
import org.tipring.tdm.line.CountryProfile;
import org.tipring.tdm.line.LineReplay;
import org.tipring.tdm.line.LineTimings;

/// Whether a line that has dialled knows by ear when it was answered, and when it was not: ringback that ends in a voice, in busy tone, or
/// not at all, on worn lines.
final class Answers {

    private static final int RATE_PER_MILLI = 8;
    private static final int TALK_MILLIS = 8000;
    private static final int LONGEST_RING_MILLIS = 25_000;

    /// @param wrong answered when nobody answered, not answered when somebody did; @param worstSeconds from the answer to knowing it
    /// @param meanSeconds the same; @param example of a wrong one, or empty
    record Figures(int runs, int wrong, double worstSeconds, double meanSeconds, String example) { }

    private enum End { VOICE, BUSY, NOTHING }

    private Answers() {
    }

    static Figures of(CountryProfile country, int runs, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int wrong = 0;
        int answers = 0;
        double worst = 0;
        double sum = 0;
        String example = "";
        for (int run = 0; run < runs; run++) {
            // What our own side says comes back too, but that is the echo canceller's matter.
            WornLine line = WornLine.random(random).withoutEcho();
            End end = run % 2 == 0 ? End.VOICE : run % 4 == 1 ? End.BUSY : End.NOTHING;
            int rings = 1500 + random.nextInt(LONGEST_RING_MILLIS);
            LineReplay replay = new LineReplay(country.tones(), LineTimings.DEFAULT, LineReplay.Begin.DIALLED, false);
            long before = play(replay, country.tones(), line, rings, end, random);
            boolean answered = replay.answered() != null;
            boolean right = answered == (end == End.VOICE) && (!answered || replay.answeredMillis() >= before);
            if (!right) {
                wrong++;
                example = String.format(Locale.ROOT, "%s ends in %s at %d ms: %s, %s", country.iso(), end, before, replay.timeline(), line);
            } else if (answered) {
                double seconds = (replay.answeredMillis() - before) / 1e3;
                answers++;
                sum += seconds;
                worst = Math.max(worst, seconds);
            }
        }
        return new Figures(runs, wrong, worst, sum / Math.max(1, answers), example);
    }

    /// @return when the ringback ended, in milliseconds
    private static long play(LineReplay replay, TonePlan plan, WornLine line, int rings, End end, SplittableRandom random) {
        int silence = 20 * random.nextInt(100);
        silent(replay, silence);
        hear(replay, line.hear(plan.signal(CallProgressTone.RINGBACK), rings, 0, random));
        switch (end) {
            case VOICE -> {
                silent(replay, 20 * random.nextInt(60));
                hear(replay, new SpeechLike(random.nextLong(), 90 + random.nextInt(150), Math.max(-30, line.dBm0())).take(TALK_MILLIS));
            }
            case BUSY -> hear(replay, line.hear(plan.signal(CallProgressTone.BUSY), TALK_MILLIS, 0, random));
            case NOTHING -> { }
        }
        return silence + rings / 20 * 20;
    }

    private static void silent(LineReplay replay, int millis) {
        hear(replay, new short[millis * RATE_PER_MILLI]);
    }

    private static void hear(LineReplay replay, short[] samples) {
        replay.hear(samples, 0, samples.length);
    }
}
