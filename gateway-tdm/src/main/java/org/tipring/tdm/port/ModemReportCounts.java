package org.tipring.tdm.port;

import java.util.concurrent.atomic.AtomicLongArray;
import org.tipring.tdm.modem.ModemReport;

/// How often modems have said each thing about their lines. Any thread.
public final class ModemReportCounts {

    private final AtomicLongArray counts = new AtomicLongArray(ModemReport.values().length);

    void count(int code) {
        counts.incrementAndGet(ModemReport.of(code).ordinal());
    }

    public long of(ModemReport report) {
        return counts.get(report.ordinal());
    }
}
