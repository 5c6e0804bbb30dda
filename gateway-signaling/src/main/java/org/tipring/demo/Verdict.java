package org.tipring.demo;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;

/// What was claimed and whether it held, said as it is found out.
final class Verdict {

    /// What hides in a jitter buffer that has only just begun.
    private static final long LATE_NANOS = 8_000_000;

    private final PrintStream out;
    private int claims;
    private int failures;
    private long mostLateNanos;

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

    /// @param lateNanos how late a thread of the demo came at worst that only moves sound
    void sound(long lateNanos) {
        mostLateNanos = Math.max(mostLateNanos, lateNanos);
    }

    void summary(Path recordings) {
        out.println();
        if (mostLateNanos > LATE_NANOS) {
            double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            out.printf(Locale.ROOT, "This computer is busy: sound was up to %d ms late (%.1f programs wanted its %d processors), and what comes late is heard.%s%n",
                    mostLateNanos / 1_000_000, load, Runtime.getRuntime().availableProcessors(), failures > 0 ? " Try again when it has time." : "");
        }
        out.println(failures == 0 ? "All " + claims + " claims held." : failures + " of " + claims + " claims did not hold.");
        out.println("Listen to it yourself: " + recordings.toAbsolutePath());
    }
}
