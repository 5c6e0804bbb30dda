package org.tipring.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.tipring.media.codec.AudioFormat;

/// What it costs to pass an RTP packet on, and how long that takes, beside what the same packets cost with nothing done to them, in C and in
/// Java, and beside rtpengine and Asterisk where they are installed: one load, one run, in turn and back again, since the machine changes its pace.
///
/// Loud where it cannot count; a load that was not kept up with, or that was late itself, is said in the row.
final class MediaBench implements Bench {

    private static final int[] CALLS = {100, 500};
    private static final int COUNTED_CALLS = 20;
    private static final int[] RAMP = {300, 600, 900, 1300};
    private static final double LATE_SHARE = 0.001;
    private static final long LATE_MICROS = 20_000;
    /// A load that is later than this itself says nothing of who is loaded.
    private static final long TARDY_MICROS = 3_000;
    private static final int FIRST_WARM_UP_SECONDS = 8;
    private static final int STRACE_SECONDS = 2;

    /// Makes what is loaded, given where the load sends from.
    private interface Maker {
        RelaySubject make(int streams, IntUnaryOperator loadPort) throws IOException, InterruptedException;
    }

    /// @param ramp whether its limit is looked for
    private record Case(String name, String what, Maker maker, boolean ramp) {

        /// A jitter buffer may hold a packet back for as long as one is.
        long lateMicros() {
            return name.contains("keys") ? 2 * LATE_MICROS : LATE_MICROS;
        }
    }

    private record Result(LoadTool.Window window, double cpuMicros, double cores, double waits, double allocated) { }

    private final boolean quick;

    MediaBench(boolean quick) {
        this.quick = quick;
    }

    @Override
    public String name() {
        return "media";
    }

    @Override
    public String measures() {
        return "RTP through the media loop beside the floor of this machine and its rivals; a call is two streams, 50 packets of 172 bytes a second each";
    }

    @Override
    public void run(Report report) throws Exception {
        String obstacle = CProgram.obstacle();
        if (obstacle != null) {
            report.skipped("media", obstacle + ": load and floor are C programs, which the bench compiles");
            return;
        }
        try (CProgram load = CProgram.compile("load"); CProgram floor = CProgram.compile("floor")) {
            Session session = new Session(report, load, cases(report, floor));
            session.warmUp();
            for (int calls : quick ? new int[] {CALLS[0]} : CALLS) {
                session.compare(calls);
            }
            session.count();
            CallFootprint.measure(report, load);
            echoCanceller(report);
            if (!quick) {
                session.ramp();
            }
        }
    }

    private static List<Case> cases(Report report, CProgram floor) {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case("floor-c", "floor.c: epoll, recvfrom, sendto, no more", (streams, _) -> new CFloor(floor, streams), false));
        cases.add(new Case("floor-jdk", "our sockets alone (DatagramChannel, Selector)", RelaySubject.JdkReflector::new, false));
        cases.add(new Case("relay-A-A", "media loop, A-law to A-law", (streams, port) -> new RelaySubject.Relay(streams, port, AudioFormat.PCMA, false), true));
        cases.add(new Case("relay-A-u", "media loop, A-law to mu-law and back", (streams, port) -> new RelaySubject.Relay(streams, port, AudioFormat.PCMU, false), true));
        cases.add(new Case("relay-A-u-keys", "media loop, A-law to mu-law and back, jitter buffer and key detector each way",
                (streams, port) -> new RelaySubject.Relay(streams, port, AudioFormat.PCMU, true), true));
        if (Tools.installed(RtpEngine.PROGRAM)) {
            cases.add(new Case("rtpengine-A-A", "rtpengine, in user space", (streams, port) -> new RtpEngine(streams, port, 8), true));
            cases.add(new Case("rtpengine-A-u", "rtpengine, in user space, transcoding", (streams, port) -> new RtpEngine(streams, port, 0), true));
        } else {
            report.skipped("media.rtpengine", "rtpengine is not installed");
        }
        if (Tools.installed(Asterisk.PROGRAM)) {
            cases.add(new Case("asterisk-A-A", "Asterisk, bridge", (streams, port) -> new Asterisk(streams, port, 8, false), true));
            cases.add(new Case("asterisk-A-u", "Asterisk, bridge, transcoding", (streams, port) -> new Asterisk(streams, port, 0, false), true));
            cases.add(new Case("asterisk-A-u-keys", "Asterisk, bridge, transcoding, adaptive jitter buffer and key detector each way",
                    (streams, port) -> new Asterisk(streams, port, 0, true), true));
        } else {
            report.skipped("media.asterisk", "Asterisk is not installed");
        }
        return cases;
    }

    private static void echoCanceller(Report report) {
        report.doing("echo canceller");
        EchoCancellerCost cost = EchoCancellerCost.measure();
        report.row("media.echo-canceller.converging", cost.convergingMicros(), "us/frame", cost.converging(), "20 ms of speech, echo after 65 ms, 10 dB down; median");
        report.row("media.echo-canceller.converged", cost.convergedMicros(), "us/frame", cost.converged(), "the same, when the path is known");
    }

    /// One run of the bench.
    private final class Session {

        private final Report report;
        private final CProgram load;
        private final List<Case> cases;

        Session(Report report, CProgram load, List<Case> cases) {
            this.report = report;
            this.load = load;
            this.cases = cases;
        }

        void warmUp() throws Exception {
            for (Case each : cases) {
                if (each.name().startsWith("relay") || each.name().startsWith("floor-jdk")) {
                    report.doing("warm-up of " + each.name() + ", " + FIRST_WARM_UP_SECONDS + " s");
                    measure(each, CALLS[0], FIRST_WARM_UP_SECONDS, 0);
                }
            }
        }

        /// There and back: floor, ours, rival, rival, ours, floor.
        void compare(int calls) throws Exception {
            for (Case each : cases) {
                rows(each, calls, ".1");
            }
            for (Case each : cases.reversed()) {
                rows(each, calls, ".2");
            }
        }

        private void rows(Case each, int calls, String turn) throws Exception {
            String row = "media." + each.name() + "-" + calls + turn;
            try {
                Result result = measure(each, calls, 1, quick ? 2 : 4);
                LoadTool.Window window = result.window();
                if (window.received() == 0) {
                    report.failed(row, "no packet came through");
                    return;
                }
                report.row(row, result.cpuMicros(), "CPU us/packet", window.received(), each.what() + "; whole process" + doubts(result));
                report.row(row + ".delay", window.p50() / 1e3, "ms p50", window.received(), "p99 %.2f, p99.9 %.2f, greatest %.2f ms".formatted(
                        window.p99() / 1e3, window.p999() / 1e3, window.max() / 1e3));
                if (!Double.isNaN(result.allocated())) {
                    report.row(row + ".allocated", result.allocated(), "bytes/packet", window.received(), "of the one thread that does it");
                }
            } catch (IOException e) {
                report.failed(row, e.getMessage());
            }
        }

        private String doubts(Result result) {
            LoadTool.Window window = result.window();
            String doubts = "";
            if (window.lateShare() > LATE_SHARE) {
                doubts += "; LATE OR LOST: %.2f %%".formatted(100 * window.lateShare());
            }
            if (window.tardyMicros() > TARDY_MICROS) {
                doubts += "; THE LOAD WAS LATE (%.1f ms), do not compare".formatted(window.tardyMicros() / 1e3);
            }
            return doubts + "; load %.1f us/packet".formatted(window.cpuNanos() / 1e3 / Math.max(1, window.sent()));
        }

        private Result measure(Case each, int calls, int warmUpSeconds, int seconds) throws Exception {
            try (LoadTool tool = new LoadTool(load); RelaySubject subject = each.maker().make(2 * calls, tool::port)) {
                tool.start(subject.ports(), subject.payloadTypes());
                TimeUnit.SECONDS.sleep(warmUpSeconds);
                if (seconds == 0) {
                    return null;
                }
                ProcessCounts before = ProcessCounts.of(subject.pid());
                long allocated = subject instanceof RelaySubject.Threaded threaded ? threaded.allocated() : 0;
                long start = System.nanoTime();
                tool.begin(each.lateMicros());
                TimeUnit.SECONDS.sleep(seconds);
                ProcessCounts after = ProcessCounts.of(subject.pid());
                long nanos = System.nanoTime() - start;
                allocated = subject instanceof RelaySubject.Threaded threaded ? threaded.allocated() - allocated : 0;
                LoadTool.Window window = tool.end();
                double packets = Math.max(1, window.received());
                return new Result(window, (after.cpuNanos() - before.cpuNanos()) / 1e3 / packets, (double) (after.cpuNanos() - before.cpuNanos()) / nanos,
                        (after.waits() - before.waits()) / packets, subject instanceof RelaySubject.Threaded ? allocated / packets : Double.NaN);
            }
        }

        /// What does not depend on the machine's pace.
        void count() throws Exception {
            for (Case each : cases) {
                String row = "media." + each.name() + "-" + COUNTED_CALLS;
                try {
                    Result result = measure(each, COUNTED_CALLS, 1, 3);
                    report.row(row + ".waits", result.waits(), "switches/packet", result.window().received(), each.what() + "; voluntary context switches of the process");
                    systemCalls(each, row + ".system-calls");
                } catch (IOException e) {
                    report.failed(row, e.getMessage());
                }
            }
        }

        private void systemCalls(Case each, String row) throws Exception {
            String obstacle = SystemCalls.obstacle();
            if (obstacle != null) {
                report.skipped(row, obstacle);
                return;
            }
            try (LoadTool tool = new LoadTool(load); RelaySubject subject = each.maker().make(2 * COUNTED_CALLS, tool::port)) {
                tool.start(subject.ports(), subject.payloadTypes());
                TimeUnit.SECONDS.sleep(1);
                boolean ours = subject instanceof RelaySubject.Threaded;
                Map<String, Long> calls = ours ? SystemCalls.count(RelaySubject.THREAD, STRACE_SECONDS) : SystemCalls.count(subject.pid(), STRACE_SECONDS);
                long sent = calls.getOrDefault("sendto", 0L) + calls.getOrDefault("sendmsg", 0L);
                long all = calls.values().stream().mapToLong(Long::longValue).sum();
                String names = calls.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(5)
                        .map(entry -> "%s %.2f".formatted(entry.getKey(), (double) entry.getValue() / sent)).collect(Collectors.joining(", "));
                report.row(row, (double) all / sent, "calls/packet", sent, "strace -c of " + (ours ? "its thread" : "the process") + " for " + STRACE_SECONDS + " s: " + names);
            } catch (IOException e) {
                report.skipped(row, e.getMessage());
            }
        }

        /// The most calls of which less than a thousandth of the packets is lost or more than 20 ms late; each step has two tries. Opening the
        /// sockets of so many calls stalls the loop, after which jitter buffers take some seconds to give the delay back.
        void ramp() throws Exception {
            for (Case each : cases) {
                if (each.ramp()) {
                    int good = 0;
                    double cores = Double.NaN;
                    String end = "no step failed";
                    for (int calls : RAMP) {
                        report.doing(each.name() + " with " + calls + " calls");
                        Result result = better(each, calls);
                        if (result.window().lateShare() >= LATE_SHARE) {
                            end = "%d: %.2f %% late or lost, %.2f cores".formatted(calls, 100 * result.window().lateShare(), result.cores())
                                    + (result.window().tardyMicros() > TARDY_MICROS ? ", BUT THE LOAD WAS LATE" : "");
                            break;
                        }
                        good = calls;
                        cores = result.cores();
                    }
                    report.row("media." + each.name() + ".calls", good, "calls", good, "%s; most calls with < 0.1 %% of packets lost or > 20 ms late, using %.2f cores; %s"
                            .formatted(each.what(), cores, end));
                }
            }
        }

        private Result better(Case each, int calls) throws Exception {
            Result first = measure(each, calls, 1, 2);
            return first.window().lateShare() < LATE_SHARE ? first : measure(each, calls, each.name().contains("keys") ? 8 : 2, 2);
        }
    }
}
