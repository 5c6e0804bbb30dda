package org.tipring.signaling.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Measures; the bounds are wide, for machines that are busy. The printed figures are what counts.
class PlanScaleTest {

    private static final CallSource PHONE = new CallSource("phones", "201");
    private static final Instant NOW = Instant.parse("2026-03-03T10:00:00Z");

    static String plan(int routes, Random random) {
        StringBuilder text = new StringBuilder(Plans.OFFICE);
        for (int i = 0; i < routes; i++) {
            text.append("[route ").append(i).append("]\nfrom=phones\ncalled=9 ").append(100_000 + random.nextInt(900_000));
            text.append(switch (random.nextInt(4)) {
                case 0 -> "...";
                case 1 -> "X{4}";
                case 2 -> "[2-5]X{3-5}";
                default -> "";
            }).append("\nto=carrier,strip 1\n");
        }
        return text.append("[route last]\nto=reject 404\n").toString();
    }

    @Test
    void aDecisionCostsTheSameHoweverManyRoutesThereAre() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("PlanScaleTest seed " + seed + " (-Dtipring.seed=...)");
        double small = figures(10, seed);
        double large = figures(10_000, seed);
        for (int again = 0; again < 2 && large > 3 * small + 500; again++) {
            small = Math.max(small, figures(10, seed));
            large = Math.min(large, figures(10_000, seed));
        }
        assertThat(large).as("median for 10,000 routes against %s ns for 10", small).isLessThan(3 * small + 500);
    }

    private static double figures(int routes, long seed) {
        Random random = new Random(seed);
        String text = plan(routes, random);
        // Time of the processor: the wall clock of a busy machine says nothing about a plan.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        DialPlan plan = Plans.of(text);
        long loaded = threads.getCurrentThreadCpuTime() - start;
        List<String> prefixes = text.lines().filter(line -> line.startsWith("called=9 ")).map(line -> "9" + line.substring(9, 15)).toList();
        String[] numbers = new String[2_000];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = prefixes.get(random.nextInt(prefixes.size())) + "3" + random.nextInt(100, 1_000);
        }
        long[] nanos = new long[numbers.length * 40];
        int other = 0;
        for (int i = 0; i < nanos.length; i++) {
            long before = System.nanoTime();
            RouteDecision decision = plan.route(new RouteRequest(PHONE, numbers[i % numbers.length], "201", NOW));
            nanos[i] = System.nanoTime() - before;
            other += decision instanceof RouteDecision.Attempts ? 1 : 0;
        }
        long[] warm = Arrays.copyOfRange(nanos, nanos.length / 2, nanos.length);
        Arrays.sort(warm);
        System.out.printf("dial plan: %,d routes (%,d kB) load in %,d ms of CPU, %,d states; decision p50 %,d ns, p99 %,d ns, p99.9 %,d ns; %d%% routed%n",
                routes, text.length() / 1024, loaded / 1_000_000, plan.storedStates(), warm[warm.length / 2],
                warm[(int) (warm.length * 0.99)], warm[(int) (warm.length * 0.999)], 100L * other / nanos.length);
        assertThat(loaded).isLessThan(2_000_000_000L);
        return warm[warm.length / 2];
    }
}
