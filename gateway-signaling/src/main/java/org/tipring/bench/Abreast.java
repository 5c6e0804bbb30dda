package org.tipring.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Measurements in virtual time, on all processors at once, with word of how far they are.
final class Abreast {

    private static final long TELL_NANOS = 15_000_000_000L;

    private final Report report;
    private final int processors = Runtime.getRuntime().availableProcessors();

    Abreast(Report report) {
        this.report = report;
    }

    /// @return the results, in the order of the parts
    <T, R> List<R> measure(String what, List<T> parts, Function<T, R> work) throws InterruptedException {
        List<R> results = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(processors)) {
            List<Future<R>> all = parts.stream().map(part -> pool.submit(() -> work.apply(part))).toList();
            long begun = System.nanoTime();
            long told = begun;
            for (Future<R> one : all) {
                results.add(one.get());
                long now = System.nanoTime();
                if (now - told > TELL_NANOS && results.size() < all.size()) {
                    told = now;
                    report.doing("lines: " + what + ", " + results.size() + " of " + all.size() + " done, about "
                            + (now - begun) / 1_000_000_000L * (all.size() - results.size()) / results.size() + " s to go");
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(what, e.getCause());
        }
        return results;
    }
}
