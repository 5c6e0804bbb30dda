package org.tipring.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.tipring.signaling.call.CallRecord;

/// A call as a person can read it: what happened, where, when.
final class Timeline {

    private Timeline() {
    }

    static void print(PrintStream out, CallRecord record) {
        if (record == null) {
            out.println("  (no record)");
            return;
        }
        out.printf("  %s  %s -> %s, route \"%s\"%n", record.id(), record.from(), record.to(), record.route());
        for (CallRecord.Entry entry : record.timeline()) {
            out.printf(Locale.ROOT, "  %8.3f s  %-6s %s%n", entry.millis() / 1000.0, entry.where(), entry.what());
        }
        List<CallRecord.Media> media = record.media();
        for (CallRecord.Media figures : media) {
            out.printf(Locale.ROOT, "  %-6s %s: %d packets sent, %d received, %d lost, jitter %.1f ms%n", figures.leg(), figures.codec(),
                    figures.packetsSent(), figures.packetsReceived(), figures.lost(), figures.jitterMicros() / 1000.0);
        }
    }
}
