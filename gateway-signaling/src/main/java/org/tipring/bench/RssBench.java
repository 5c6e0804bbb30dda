package org.tipring.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.tipring.tdm.emulator.Subscriber;

/// Resident memory: after the start, and what calls add.
final class RssBench implements Bench {

    private static final int CALLS = 50;
    private static final int SETTLE_SECONDS = 10;

    @Override
    public String name() {
        return "rss";
    }

    @Override
    public String measures() {
        return "resident memory, idle and with " + CALLS + " calls";
    }

    @Override
    public void run(Report report) throws Exception {
        ConfigFolder config = ConfigFolder.temporary().write();
        try (GatewayProcess gateway = GatewayProcess.run(config)) {
            if (gateway.await(line -> line.startsWith("Tipring is running"), Duration.ofSeconds(60)) == null) {
                throw new IOException("the gateway does not start: " + gateway.output());
            }
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            long idle = gateway.residentKilobytes();
            if (idle < 0) {
                report.skipped("rss.idle", "this system has no /proc/PID/status");
                return;
            }
            report.row("rss.idle", idle / 1024.0, "MB", 1, "two telephones, no line, " + SETTLE_SECONDS + " s after the start; -Xmx256m");
        } finally {
            config.delete();
        }
        try (LineWorld world = new LineWorld(CALLS, Subscriber.announces(), new Speech(CALLS))) {
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            long idle = world.gateway.residentKilobytes();
            world.talk();
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            long busy = world.gateway.residentKilobytes();
            report.row("rss.idle-50-lines", idle / 1024.0, "MB", 1, CALLS + " lines in service, no call");
            report.row("rss.per-call", (busy - idle) / (double) CALLS, "kB/call", CALLS,
                    "%d calls on %d lines: %.1f MB in all; compiled code and heap that the first calls need are in it".formatted(
                            world.talking(), CALLS, busy / 1024.0));
        }
    }
}
