package org.tipring.demo;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;

/// What was claimed and whether it held, said as it is found out.
final class Verdict {

    private final PrintStream out;
    private int claims;
    private int failures;

    Verdict(PrintStream out) {
        this.out = out;
    }

    void check(String claim, boolean holds) {
        claims++;
        if (!holds) {
            failures++;
        }
        out.println((holds ? "  ok    " : "  FAIL  ") + claim);
    }

    boolean held() {
        return failures == 0;
    }

    void summary(Path recordings) {
        out.println();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        int processors = Runtime.getRuntime().availableProcessors();
        if (failures > 0 && load > processors) {
            out.printf(Locale.ROOT, "This computer is busy (%.1f programs want its %d processors), and sound that comes late is heard. Try again when it has time.%n",
                    load, processors);
        }
        out.println(failures == 0 ? "All " + claims + " claims held." : failures + " of " + claims + " claims did not hold.");
        out.println("Listen to it yourself: " + recordings.toAbsolutePath());
    }
}
