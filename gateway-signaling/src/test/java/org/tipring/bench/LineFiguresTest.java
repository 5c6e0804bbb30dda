package org.tipring.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.signaling.config.ConfigException;
import org.tipring.signaling.config.CountryPacks;
import org.tipring.tdm.line.CountryProfile;

/// The promises that `scripts/bench lines` measures at length, here for short.
class LineFiguresTest {

    private static final int RUNS = Integer.getInteger("tipring.hangups", 24);
    private static final int MINUTES = Integer.getInteger("tipring.hostile.minutes", 24);

    private static List<CountryProfile> countries() throws ConfigException {
        List<CountryProfile> all = new ArrayList<>();
        for (String iso : CountryPacks.embedded()) {
            all.add(CountryPacks.load(iso, null));
        }
        return all;
    }

    @Test
    void theTonesOfEveryCountryEndACallWithinTwoRoundsOnWornLines() throws ConfigException {
        long seed = Long.getLong("tipring.seed", 20261125);
        List<String> late = new ArrayList<>();
        TreeMap<Double, String> worst = new TreeMap<>();
        for (CountryProfile country : countries()) {
            for (CallProgressTone tone : List.of(CallProgressTone.BUSY, CallProgressTone.REORDER)) {
                HangUps.Figures figures = HangUps.of(country, tone, RUNS, seed);
                worst.put(figures.worstRounds(), country.iso() + " " + tone);
                if (figures.late() > 0) {
                    late.add(figures.late() + "/" + figures.runs() + " " + figures.example());
                }
            }
        }
        System.out.println("LineFiguresTest seed " + seed + ", worst " + worst.lastEntry());
        assertThat(late).as("seed %d: %s", seed, String.join("\n", late)).isEmpty();
    }

    /// Two lines of 10,200: the echo of our own talker went on, at the tone's pitch, where a burst had ended, and the burst measured too long.
    @Test
    void aTalkerAtTheTonesPitchDoesNotMakeABurstLonger() throws ConfigException {
        for (String iso : List.of("AU", "IE")) {
            for (CallProgressTone tone : List.of(CallProgressTone.BUSY, CallProgressTone.REORDER)) {
                HangUps.Figures figures = HangUps.of(CountryPacks.load(iso, null), tone, 100, 777);
                assertThat(figures.late()).as(figures.example()).isZero();
            }
        }
    }

    @Test
    void ringbackThatEndsInAVoiceIsAnAnswerInEveryCountryAndNothingElseIs() throws ConfigException {
        long seed = Long.getLong("tipring.seed", 20261125);
        List<String> wrong = new ArrayList<>();
        double worst = 0;
        for (CountryProfile country : countries()) {
            Answers.Figures figures = Answers.of(country, Math.max(8, RUNS / 3), seed);
            worst = Math.max(worst, figures.worstSeconds());
            if (figures.wrong() > 0) {
                wrong.add(figures.wrong() + "/" + figures.runs() + " " + figures.example());
            }
        }
        System.out.println("LineFiguresTest seed " + seed + ", an answer is known after " + worst + " s at the latest");
        assertThat(wrong).as("seed %d: %s", seed, String.join("\n", wrong)).isEmpty();
    }

    @Test
    void noCallerIdIsEverWrongAndHardlyAnyUnavailable() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        for (CallerIds.Form form : CallerIds.Form.values()) {
            CallerIds.Figures figures = CallerIds.of(form, Integer.getInteger("tipring.callerids", 20), seed);
            assertThat(figures.wrong()).as("seed %d: %s", seed, figures.example()).isZero();
            assertThat(figures.unavailable()).as("seed %d: %s unavailable with %s", seed, form, figures.conditions()).isLessThanOrEqualTo(1 + figures.runs() / 200);
        }
    }

    @Test
    void speechMusicKeysAndModemsEndNoCall() throws ConfigException {
        long seed = Long.getLong("tipring.seed", 20261125);
        FalseReleases.Figures figures = FalseReleases.of(countries(), MINUTES, seed);
        System.out.println("LineFiguresTest seed " + seed + ": " + figures.soundHours() + " h of sound, " + figures.lineHours() + " line-hours, "
                + figures.releases().size() + " false releases");
        assertThat(figures.releases()).as("seed %d", seed).isEmpty();
    }
}
