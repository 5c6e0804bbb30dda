package org.tipring.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/// The rows, printed as they come: a table for people, or one JSON object a line with `name, value, unit, n, conditions`.
final class Report {

    private static final String TABLE = "%-34s %12s  %-18s %7s  %s%n";

    private final PrintStream out;
    private final PrintStream progress;
    private final boolean json;
    private boolean failed;

    Report(PrintStream out, PrintStream progress, boolean json) {
        this.out = out;
        this.progress = progress;
        this.json = json;
    }

    void begin(String command) {
        if (!json) {
            out.println(command);
            out.println(machine());
            out.println();
            out.printf(TABLE, "name", "value", "unit", "n", "conditions");
            out.flush();
        }
    }

    /// @param value NaN where there is none
    /// @param n how many were measured
    void row(String name, double value, String unit, long n, String conditions) {
        if (json) {
            out.println("{\"name\":" + quoted(name) + ",\"value\":" + (Double.isFinite(value) ? number(value) : "null") + ",\"unit\":" + quoted(unit)
                    + ",\"n\":" + n + ",\"conditions\":" + quoted(conditions + "; " + machine()) + "}");
        } else {
            out.printf(TABLE, name, Double.isFinite(value) ? number(value) : "-", unit, n, conditions);
        }
        out.flush();
    }

    /// A row that could not be measured here, and why.
    void skipped(String name, String why) {
        row(name, Double.NaN, "", 0, "not measured: " + why);
    }

    void failed(String name, String why) {
        failed = true;
        row(name, Double.NaN, "", 0, "FAILED: " + why);
    }

    boolean anyFailed() {
        return failed;
    }

    /// What is being done now, for who waits.
    void doing(String what) {
        progress.println("  ... " + what);
        progress.flush();
    }

    /// What a figure depends on. The load tells whether the machine had other things to do.
    private static String machine() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return String.format(Locale.ROOT, "%d processors, load %.1f, %s %s, Java %s", system.getAvailableProcessors(), system.getSystemLoadAverage(),
                system.getName(), system.getArch(), Runtime.version());
    }

    /// Four significant digits, never an exponent.
    private static String number(double value) {
        double magnitude = Math.abs(value);
        int decimals = magnitude >= 1000 ? 0 : magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : magnitude >= 1 ? 3 : 4;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append(' ');
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
