package org.tipring.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.signaling.config.ConfigException;
import org.tipring.signaling.config.CountryPacks;
import org.tipring.tdm.line.CountryProfile;

/// How well lines are supervised, in every country that has a pack: hang-up by tone, and calls that are cut for no reason. All in virtual
/// time; the machine's speed changes nothing.
final class LineFigures {

    private static final int RUNS = 200;
    private static final int MINUTES = 120;
    private static final long SEED = 20261125;
    private static final int CALLER_IDS = 1_700;
    private static final int JUDGED = 20;

    private final int runs;
    private final int minutes;
    private final int callerIds;

    LineFigures(boolean quick) {
        runs = quick ? RUNS / 10 : RUNS;
        minutes = quick ? MINUTES / 10 : MINUTES;
        callerIds = quick ? CALLER_IDS / 20 : CALLER_IDS;
    }

    void run(Report report) throws ConfigException, IOException, InterruptedException {
        List<CountryProfile> countries = new ArrayList<>();
        for (String iso : CountryPacks.embedded()) {
            countries.add(CountryPacks.load(iso, null));
        }
        callerIds(report);
        hangUps(countries, report);
        answers(countries, report);
        FalseReleases.Figures cut = FalseReleases.of(countries, minutes, SEED);
        String sound = String.format(Locale.ROOT, "%.1f h of speech, music, keys and modems in %d countries: %.0f line-hours%s", cut.soundHours(),
                countries.size(), cut.lineHours(), cut.releases().isEmpty() ? "" : "; " + String.join("; ", cut.releases()));
        report.row("lines.false-releases", cut.releases().size(), "calls", Math.round(cut.lineHours()), sound);
    }

    private void callerIds(Report report) throws IOException, InterruptedException {
        for (CallerIds.Form form : CallerIds.Form.values()) {
            CallerIds.Figures figures = CallerIds.of(form, callerIds, SEED);
            String judge = CallerIdJudges.judgeOf(form);
            String judged = Tools.installed(judge) ? judge + " reads " + CallerIdJudges.read(form, JUDGED, SEED) + " of " + JUDGED : judge + " is not installed";
            report.row("lines.caller-id." + form.word(), 100.0 * (figures.runs() - figures.wrong() - figures.unavailable()) / figures.runs(), "% right", figures.runs(),
                    String.format(Locale.ROOT, "wrong %d%s; unavailable %d%s; -5..-35 dBm0, noise 20 dB below, hum, echo, slope, clock, all at once; %s", figures.wrong(),
                            figures.example().isEmpty() ? "" : " (" + figures.example() + ")", figures.unavailable(),
                            figures.conditions().isEmpty() ? "" : " (" + figures.conditions() + ")", judged));
        }
    }

    private void answers(List<CountryProfile> countries, Report report) {
        int all = 0;
        int wrong = 0;
        double worst = 0;
        double sum = 0;
        String example = "";
        for (CountryProfile country : countries) {
            Answers.Figures figures = Answers.of(country, Math.max(8, runs / 5), SEED);
            all += figures.runs();
            wrong += figures.wrong();
            worst = Math.max(worst, figures.worstSeconds());
            sum += figures.meanSeconds();
            example = figures.example().isEmpty() ? example : figures.example();
        }
        report.row("lines.answer", 100.0 * (all - wrong) / all, "% right", all,
                "half answered, a quarter busy after ringback, a quarter unanswered; as worn as above, but without echo" + (example.isEmpty() ? "" : "; " + example));
        report.row("lines.answer.delay", sum / countries.size(), "s, mean", all, String.format(Locale.ROOT, "worst %.1f s; a voice begins up to 1.2 s after the answer", worst));
    }

    private void hangUps(List<CountryProfile> countries, Report report) {
        int all = 0;
        int late = 0;
        for (CountryProfile country : countries) {
            StringBuilder conditions = new StringBuilder();
            double worst = 0;
            int countryRuns = 0;
            for (CallProgressTone tone : List.of(CallProgressTone.BUSY, CallProgressTone.REORDER)) {
                HangUps.Figures figures = HangUps.of(country, tone, runs, SEED);
                worst = Math.max(worst, figures.worstRounds());
                countryRuns += figures.runs();
                late += figures.late();
                conditions.append(conditions.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, "%s %.2f%s", tone.name().toLowerCase(Locale.ROOT),
                        figures.worstRounds(), figures.late() == 0 ? "" : ", late " + figures.late() + " (" + figures.example() + ")"));
            }
            all += countryRuns;
            report.row("lines.hang-up." + country.iso(), worst, "rounds, worst", countryRuns, conditions.toString());
        }
        report.row("lines.hang-up", 100.0 * (all - late) / all, "% within 2 rounds", all,
                "-5..-35 dBm0, noise 20..40 dB below, twist 0..4 dB, hum, echo, 1 % of frequency, 2.5 % of cadence, clock 8018; and 100 ms to hear it");
    }
}
