package org.tipring.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// INVITE, 200, ACK, BYE from telephone to telephone through the gateway, more and more a second until one fails.
final class CallsBench implements Bench {

    private static final int[] RATES = {10, 20, 40, 60, 80, 100, 130, 160, 200, 250, 300, 400, 500, 650, 800, 1000};
    private static final int WARM_UP_RATE = 40;
    private static final int WARM_UP_SECONDS = 10;
    private static final int STEP_SECONDS = 6;
    private static final int PAUSE_SECONDS = 2;
    private static final Duration LATE = Duration.ofMillis(1500);

    /// Makes calls at a rate. Closed when the bench is over.
    interface Load extends AutoCloseable {

        /// @return null when every call was made and ended well, else what went wrong
        String calls(int rate, int seconds) throws IOException, InterruptedException;

        String describe();

        @Override
        void close();
    }

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public String measures() {
        return "SIP calls a second without a failure, and CPU for each; steps of " + STEP_SECONDS + " s";
    }

    @Override
    public void run(Report report) throws Exception {
        // A port rests for 5 s after its call, and a call has two pairs.
        ConfigFolder config = ConfigFolder.temporary().mediaPorts("20000-59999").write();
        try (GatewayProcess gateway = GatewayProcess.run(config)) {
            if (gateway.await(line -> line.startsWith("Tipring is running"), Duration.ofSeconds(60)) == null) {
                throw new IOException("the gateway does not start: " + gateway.output());
            }
            try (Load load = SippLoad.installed() ? new SippLoad(config) : new CallerLoad(config)) {
                ramp(report, gateway, load);
            }
        } finally {
            config.delete();
        }
    }

    private static void ramp(Report report, GatewayProcess gateway, Load load) throws IOException, InterruptedException {
        String cold = load.calls(WARM_UP_RATE, WARM_UP_SECONDS);
        report.doing("warm-up of " + WARM_UP_SECONDS + " s at " + WARM_UP_RATE + " calls/s: " + (cold == null ? "good" : cold));
        int sustained = 0;
        double cpuMillis = Double.NaN;
        String threads = "";
        String end = "no step failed";
        for (int rate : RATES) {
            Step step = step(gateway, load, rate);
            if (step.wrong != null) {
                report.doing(rate + " calls/s: " + step.wrong + "; once more");
                step = step(gateway, load, rate);
            }
            if (step.wrong != null) {
                end = "at " + rate + "/s, twice: " + step.wrong;
                break;
            }
            sustained = rate;
            cpuMillis = step.cpuMillis;
            threads = step.threads;
            report.doing("%d calls/s: good, %.2f ms CPU a call".formatted(rate, cpuMillis));
        }
        String what = "telephone to telephone, caller challenged, 180 and 200 at once, BYE at once; load: " + load.describe();
        report.row("calls.sustained", sustained, "calls/s", (long) sustained * STEP_SECONDS, what + "; the ramp ended " + end);
        report.row("calls.cpu", cpuMillis, "CPU ms/call", (long) sustained * STEP_SECONDS, "at that rate, whole process, RTP ports and record included; of it " + threads);
    }

    /// @param wrong null when all calls were good
    private record Step(String wrong, double cpuMillis, String threads) { }

    private static Step step(GatewayProcess gateway, Load load, int rate) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        ThreadTimes before = ThreadTimes.of(gateway.pid());
        Duration cpu = gateway.cpu();
        long start = System.nanoTime();
        String wrong = load.calls(rate, STEP_SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (wrong == null && seconds > STEP_SECONDS + LATE.toMillis() / 1e3) {
            wrong = "took %.1f s".formatted(seconds);
        }
        return new Step(wrong, gateway.cpu().minus(cpu).toNanos() / 1e6 / (rate * STEP_SECONDS), ThreadTimes.of(gateway.pid()).since(before));
    }
}
