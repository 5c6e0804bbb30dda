package org.tipring.signaling.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/// A routing decision with plans of growing length, measured with JMH. No test of every build: the `bench` profile runs the annotation
/// processor that JMH needs, as README.md says.
@State(Scope.Benchmark)
public class DialPlanBenchmark {

    private static final CallSource PHONE = new CallSource("phones", "201");
    private static final Instant NOW = Instant.parse("2026-03-03T10:00:00Z");
    private static final int NUMBERS = 2_048;

    @Param({"10", "1000", "10000"})
    public int routes;

    private DialPlan plan;
    private final RouteRequest[] requests = new RouteRequest[NUMBERS];
    private int next;

    @Setup
    public void load() {
        Random random = new Random(2_026);
        String text = PlanScaleTest.plan(routes, random);
        long start = System.nanoTime();
        plan = Plans.of(text);
        System.out.printf("%,d routes load in %,d ms, the first plan of a cold machine%n", routes, (System.nanoTime() - start) / 1_000_000);
        List<String> prefixes = text.lines().filter(line -> line.startsWith("called=9 ")).map(line -> "9" + line.substring(9, 15)).toList();
        for (int i = 0; i < NUMBERS; i++) {
            String number = prefixes.get(random.nextInt(prefixes.size())) + "3" + random.nextInt(100, 1_000);
            requests[i] = new RouteRequest(PHONE, number, "201", NOW);
        }
    }

    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public RouteDecision decision() {
        next = (next + 1) % NUMBERS;
        return plan.route(requests[next]);
    }

    @Test
    void measure() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder().include(DialPlanBenchmark.class.getName()).forks(1)
                .jvmArgs("-Xmx512m", "-XX:+UseSerialGC").warmupIterations(3).warmupTime(TimeValue.seconds(2)).measurementIterations(5)
                .measurementTime(TimeValue.seconds(2)).build()).run();
        Map<Integer, Statistics> byRoutes = new TreeMap<>();
        for (RunResult result : results) {
            byRoutes.put(Integer.valueOf(result.getParams().getParam("routes")), result.getPrimaryResult().getStatistics());
        }
        byRoutes.forEach((routes, figures) -> System.out.printf("dial plan, JMH: %,6d routes: decision p50 %,5.0f ns, mean %,5.0f ns, p99 %,6.0f ns, p99.9 %,7.0f ns%n",
                routes, figures.getPercentile(50), figures.getMean(), figures.getPercentile(99), figures.getPercentile(99.9)));
        Statistics small = byRoutes.get(10);
        Statistics large = byRoutes.get(10_000);
        System.out.printf("dial plan, JMH: 10 -> 10,000 routes: p50 x %.2f, mean x %.2f, p99 x %.2f%n", large.getPercentile(50) / small.getPercentile(50),
                large.getMean() / small.getMean(), large.getPercentile(99) / small.getPercentile(99));
        assertThat(large.getPercentile(99)).as("p99 with 10,000 routes, in ns").isLessThan(20_000);
    }
}
