package org.tipring.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.signaling.config.ConfigException;
import org.tipring.signaling.config.CountryPacks;
import org.tipring.tdm.line.CountryProfile;

/// How well lines are supervised, in every country that has a pack: caller IDs, hang-up by tone, answers, and calls that are cut for no reason. All in
/// virtual time; the machine's speed changes only how long it takes.
final class LineFigures {

    static final long SEED = 20261125;
    private static final int RUNS = 100;
    private static final int HOURS = 24;
    private static final int CALLER_IDS = 1_700;
    private static final int JUDGED = 200;
    private static final int QUICKER = 20;
    private static final int MINUTES_AN_HOUR = 60;
    /// Of a processor of 2026 for the whole of it.
    private static final int PROCESSOR_MINUTES = 18;

    private final int runs;
    private final int hours;
    private final int callerIds;
    private final int judged;
    private final long seed;

    LineFigures(boolean quick, long seed) {
        this.seed = seed;
        int part = quick ? QUICKER : 1;
        runs = RUNS / part;
        hours = Math.max(1, HOURS / part);
        callerIds = CALLER_IDS / part;
        judged = JUDGED / part;
    }

    /// About how long it takes on this machine, when it has nothing else to do.
    static int minutes(boolean quick) {
        return Math.max(1, PROCESSOR_MINUTES / Runtime.getRuntime().availableProcessors() / (quick ? QUICKER : 1));
    }

    void run(Report report) throws ConfigException, IOException, InterruptedException {
        List<CountryProfile> countries = new ArrayList<>();
        for (String iso : CountryPacks.embedded()) {
            countries.add(CountryPacks.load(iso, null));
        }
        Abreast abreast = new Abreast(report);
        callerIds(abreast, report);
        hangUps(countries, abreast, report);
        answers(countries, abreast, report);
        falseReleases(countries, abreast, report);
    }

    private void callerIds(Abreast abreast, Report report) throws IOException, InterruptedException {
        List<CallerIds.Form> forms = List.of(CallerIds.Form.values());
        List<CallerIds.Figures> all = abreast.measure("caller IDs", forms, form -> CallerIds.of(form, callerIds, seed));
        for (CallerIds.Form form : forms) {
            CallerIds.Figures figures = all.get(form.ordinal());
            report.row("lines.caller-id." + form.word(), 100.0 * (figures.runs() - figures.wrong() - figures.unavailable()) / figures.runs(), "% right", figures.runs(),
                    String.format(Locale.ROOT, "wrong %d%s; unavailable %d%s; -5..-35 dBm0, noise 20 dB below, hum, echo, slope, clock, all at once; seed %d", figures.wrong(),
                            figures.example().isEmpty() ? "" : " (" + figures.example() + ")", figures.unavailable(),
                            figures.conditions().isEmpty() ? "" : " (" + figures.conditions() + ")", seed));
            judge(form, report);
        }
    }

    private void judge(CallerIds.Form form, Report report) throws IOException, InterruptedException {
        String name = "lines.caller-id." + form.word() + ".judge";
        String judge = CallerIdJudges.judgeOf(form);
        if (Tools.installed(judge)) {
            report.row(name, 100.0 * CallerIdJudges.read(form, judged, seed) / judged, "% read", judged, judge + " reads what we send, -13 dBm0, seed " + seed);
        } else {
            report.skipped(name, judge + " is not installed");
        }
    }

    private void hangUps(List<CountryProfile> countries, Abreast abreast, Report report) throws InterruptedException {
        List<CallProgressTone> tones = List.of(CallProgressTone.BUSY, CallProgressTone.REORDER);
        List<List<HangUps.Figures>> all = abreast.measure("hang-ups", countries, country -> tones.stream().map(tone -> HangUps.of(country, tone, runs, seed)).toList());
        int sum = 0;
        int late = 0;
        for (int i = 0; i < countries.size(); i++) {
            StringBuilder conditions = new StringBuilder();
            double worst = 0;
            int countryRuns = 0;
            for (int tone = 0; tone < tones.size(); tone++) {
                HangUps.Figures figures = all.get(i).get(tone);
                worst = Math.max(worst, figures.worstRounds());
                countryRuns += figures.runs();
                late += figures.late();
                conditions.append(conditions.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, "%s %.2f%s", tones.get(tone).name().toLowerCase(Locale.ROOT),
                        figures.worstRounds(), figures.late() == 0 ? "" : ", late " + figures.late() + " (" + figures.example() + ")"));
            }
            sum += countryRuns;
            report.row("lines.hang-up." + countries.get(i).iso(), worst, "rounds, worst", countryRuns, conditions.toString());
        }
        report.row("lines.hang-up", 100.0 * (sum - late) / sum, "% within 2 rounds", sum,
                "-5..-35 dBm0, noise 20..40 dB below, twist 0..4 dB, hum, echo, 1 % of frequency, 2.5 % of cadence, clock 8018; and 100 ms to hear it; seed " + seed);
    }

    private void answers(List<CountryProfile> countries, Abreast abreast, Report report) throws InterruptedException {
        int all = 0;
        int wrong = 0;
        double worst = 0;
        double sum = 0;
        String example = "";
        for (Answers.Figures figures : abreast.measure("answers", countries, country -> Answers.of(country, Math.max(8, runs / 2), seed))) {
            all += figures.runs();
            wrong += figures.wrong();
            worst = Math.max(worst, figures.worstSeconds());
            sum += figures.meanSeconds();
            example = figures.example().isEmpty() ? example : figures.example();
        }
        report.row("lines.answer", 100.0 * (all - wrong) / all, "% right", all, "half answered, a quarter busy after ringback, a quarter unanswered; as worn as above, "
                + "but without echo; seed " + seed + (example.isEmpty() ? "" : "; " + example));
        report.row("lines.answer.delay", sum / countries.size(), "s, mean", all, String.format(Locale.ROOT, "worst %.1f s; a voice begins up to 1.2 s after the answer", worst));
    }

    private void falseReleases(List<CountryProfile> countries, Abreast abreast, Report report) throws InterruptedException {
        List<Integer> each = IntStream.range(0, hours).boxed().toList();
        FalseReleases.Figures cut = abreast.measure("hours of sound", each, hour ->
                FalseReleases.between(countries, hour * MINUTES_AN_HOUR, (hour + 1) * MINUTES_AN_HOUR, seed)).stream().reduce(FalseReleases.Figures::and).orElseThrow();
        String sound = String.format(Locale.ROOT, "%.0f h of speech, music, keys and modems in %d countries: %.0f line-hours; seed %d", cut.soundHours(), countries.size(),
                cut.lineHours(), seed);
        report.row("lines.false-releases", cut.releases().size(), "calls", Math.round(cut.lineHours()), sound + (cut.releases().isEmpty() ? "" : "; " + String.join("; ", cut.releases())));
        report.row("lines.false-alerts", cut.alerts(), "keys pressed", Math.round(cut.soundHours()), "the same sound, taken for the signal that a second caller waits (CAS)");
    }
}
