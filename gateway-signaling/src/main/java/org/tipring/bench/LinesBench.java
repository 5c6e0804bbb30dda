package org.tipring.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.tipring.tdm.emulator.Subscriber;

/// How well lines are supervised ([LineFigures]), and what a minute of a call on a line costs: SIP leg, RTP both ways, modem stream on a pseudo-terminal.
final class LinesBench implements Bench {

    private static final int CALLS = 50;
    private static final int WARM_UP_SECONDS = 20;
    private static final int WINDOW_SECONDS = 20;

    private final boolean quick;
    private final long seed;

    LinesBench(boolean quick, long seed) {
        this.quick = quick;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "lines";
    }

    @Override
    public String measures() {
        return "caller IDs, hang-ups, answers and false releases in every country, about " + LineFigures.minutes(quick) + " minutes where nothing else runs; then CPU of "
                + CALLS + " calls on " + CALLS + " emulated lines, " + WINDOW_SECONDS + " s after " + WARM_UP_SECONDS + " s of warm-up";
    }

    @Override
    public void run(Report report) throws Exception {
        new LineFigures(quick, seed).run(report);
        cost(report);
    }

    private static void cost(Report report) throws Exception {
        try (LineWorld world = new LineWorld(CALLS, Subscriber.announces(), new Speech(CALLS))) {
            world.talk();
            report.doing(CALLS + " calls are answered");
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            ThreadTimes before = ThreadTimes.of(world.gateway.pid());
            Duration cpu = world.gateway.cpu();
            long emulation = LineWorld.emulationCpuNanos();
            long sent = world.streams().sent();
            long received = world.streams().received();
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
            cpu = world.gateway.cpu().minus(cpu);
            emulation = LineWorld.emulationCpuNanos() - emulation;
            double callMinutes = CALLS * (System.nanoTime() - start) / 60e9;
            sent = world.streams().sent() - sent;
            received = world.streams().received() - received;
            ThreadTimes after = ThreadTimes.of(world.gateway.pid());
            long talking = world.talking();
            if (talking < CALLS) {
                report.failed("lines.gateway", "only " + talking + " of " + CALLS + " calls lived to the end: " + world.gateway.output().getLast());
                return;
            }
            String conditions = "mu-law, both ends speak all the time (the dearest case); RTP packets in the window: %d to the gateway, %d from it".formatted(
                    sent, received);
            report.row("lines.gateway", cpu.toNanos() / 1e9 / callMinutes, "CPU s/call-minute", CALLS, conditions + "; of it " + after.since(before));
            report.row("lines.emulation", emulation / 1e9 / callMinutes, "CPU s/call-minute", CALLS,
                    "modems and exchange, in the bench's own process, not in the figure above");
        }
    }
}
