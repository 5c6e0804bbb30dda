package org.tipring.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gateway bench`, better known as `scripts/bench`.
@Command(name = "bench", hidden = true, mixinStandardHelpOptions = true, customSynopsis = "scripts/bench [NAME...] [--quick] [--json] [--seed N]",
        description = "Measures what the gateway costs on this machine. Without a name everything; takes minutes.",
        footerHeading = "%nNames:%n",
        footer = {
            "  calls     SIP calls a second without a failure, CPU for each call",
            "  lines     in virtual time, in every country: caller IDs (and what minimodem and multimon-ng make of them), hang-up by tone, answers, false releases in",
            "            24 h of sound; then CPU of 50 calls on 50 emulated lines, the emulation apart",
            "  delay     delay added RTP -> line and line -> RTP",
            "  startup   from exec to the first answered OPTIONS",
            "  rss       memory, idle and for each call",
            "  phones    how an analog telephone feels: dial tone, silence, INVITE, BYE, ring stop; 32 of them on one card",
            "  media     RTP through the media loop beside the floor of this machine, rtpengine and Asterisk (where installed): CPU, delay, counts"})
public final class BenchCommand implements Callable<Integer> {

    private static final int EXIT_USAGE = 64;
    /// Held on to: a logger that nobody holds forgets its level.
    private static final Logger ROOT = Logger.getLogger("");

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "What to measure.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object for each row: name, value, unit, n, conditions.")
    private boolean json;

    @Option(names = "--quick", description = "Shorter windows and fewer of them, to see that it works: believe the counts only.")
    private boolean quick;

    @Option(names = "--seed", paramLabel = "N", description = "Of what is random in the figures of lines; the same each time if not given.")
    private long seed = LineFigures.SEED;

    @Override
    public Integer call() {
        List<Bench> all = List.of(new StartupBench(), new CallsBench(), new LinesBench(quick, seed), new DelayBench(), new RssBench(), new MediaBench(quick), new PhonesBench(quick));
        List<String> known = all.stream().map(Bench::name).toList();
        List<String> unknown = names.stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            System.err.println("no bench is called " + String.join(", ", unknown) + "; there are " + String.join(", ", known));
            return EXIT_USAGE;
        }
        ROOT.setLevel(Level.WARNING);
        Report report = new Report(System.out, System.err, json);
        report.begin("scripts/bench " + String.join(" ", names));
        for (Bench bench : all) {
            if (names.isEmpty() || names.contains(bench.name())) {
                run(bench, report);
            }
        }
        return report.anyFailed() ? 1 : 0;
    }

    private static void run(Bench bench, Report report) {
        report.doing(bench.name() + ": " + bench.measures());
        try {
            bench.run(report);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            report.failed(bench.name(), "interrupted");
        } catch (Exception e) {
            report.failed(bench.name(), e.toString());
        }
    }
}
