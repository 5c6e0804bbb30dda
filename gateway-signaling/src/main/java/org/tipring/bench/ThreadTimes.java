package org.tipring.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which threads of a process used the processor, by name without its digits (Linux; elsewhere it says nothing).
record ThreadTimes(Map<String, Long> nanos) {

    private static final double LEAST = 0.01;

    static ThreadTimes of(long pid) throws IOException {
        Map<String, Long> nanos = new TreeMap<>();
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (Files.isDirectory(tasks)) {
            List<Path> threads;
            try (Stream<Path> all = Files.list(tasks)) {
                threads = all.toList();
            }
            for (Path thread : threads) {
                try {
                    String name = Files.readString(thread.resolve("comm")).strip().replaceAll("[#\\d]+", "*");
                    nanos.merge(name, Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]), Long::sum);
                } catch (NoSuchFileException e) {
                    // It has ended since.
                }
            }
        }
        return new ThreadTimes(nanos);
    }

    /// Shares of all that was used since then, the greatest first.
    String since(ThreadTimes before) {
        Map<String, Long> used = new TreeMap<>();
        nanos.forEach((name, value) -> used.put(name, Math.max(0, value - before.nanos.getOrDefault(name, 0L))));
        double all = Math.max(1, used.values().stream().mapToLong(Long::longValue).sum());
        return used.entrySet().stream().filter(entry -> entry.getValue() / all >= LEAST)
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(entry -> String.format(Locale.ROOT, "%s %.0f %%", entry.getKey(), 100 * entry.getValue() / all)).collect(Collectors.joining(", "));
    }
}
