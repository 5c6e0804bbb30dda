package org.tipring.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.tipring.tdm.emulator.Subscriber;

/// The delay that the gateway and its modem add to sound, each way. Both ends make short marks; a mark's way is timed from the moment when
/// its first sample is said to the moment when it could be played.
final class DelayBench implements Bench {

    private static final int CALLS = 20;
    private static final int WARM_UP_SECONDS = 15;
    private static final int WINDOW_SECONDS = 36;

    @Override
    public String name() {
        return "delay";
    }

    @Override
    public String measures() {
        return "delay of sound RTP -> line and line -> RTP, " + CALLS + " calls, " + WINDOW_SECONDS + " s after " + WARM_UP_SECONDS + " s of warm-up";
    }

    @Override
    public void run(Report report) throws Exception {
        Marks marks = new Marks(CALLS);
        try (LineWorld world = new LineWorld(CALLS, new Subscriber.Answers(2_000, marks::subscriber, Subscriber.NEVER), marks)) {
            world.talk();
            report.doing(CALLS + " calls are answered");
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            marks.begin();
            TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
            marks.end();
            rows(report, "delay", "RTP -> line -> RTP: the two ways of a mark and its answer, added", marks.both());
            rows(report, "delay.to-line", "from the packet on the wire to the far telephone; 40 to 60 ms of it wait in the modem's transmit buffer, which"
                    + " the driver keeps filled so; " + marks.drift() + "; for want of a processor the emulated lines stood still for %.0f ms in %d s,".formatted(
                    marks.stoodStillMillis(), WINDOW_SECONDS) + " which the jitter buffer takes up as delay (a real line does not stand still)", marks.toLine());
            rows(report, "delay.from-line", "from the far telephone to the packet, with the 20 ms that a packet collects", marks.fromLine());
            report.row("delay.lost", marks.lost(), "marks", marks.both().length, "said but not heard within half a second");
        }
    }

    private static void rows(Report report, String name, String conditions, double[] millis) {
        if (millis.length == 0) {
            report.failed(name, "no mark was heard");
            return;
        }
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        report.row(name + ".p50", at(sorted, 0.5), "ms", sorted.length, conditions);
        report.row(name + ".p99", at(sorted, 0.99), "ms", sorted.length, "");
        report.row(name + ".p99.9", at(sorted, 0.999), "ms", sorted.length, sorted.length < 1000 ? "fewer than 1000 marks: the maximum" : "");
    }

    private static double at(double[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
    }
}
