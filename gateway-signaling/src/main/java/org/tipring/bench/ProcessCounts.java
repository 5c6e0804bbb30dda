package org.tipring.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the kernel counts of a process (Linux): all of its threads that live.
///
/// @param cpuNanos used of a processor
/// @param waits voluntary context switches: how often a thread had nothing to do and slept
record ProcessCounts(long cpuNanos, long waits, long residentKilobytes, int threads) {

    static ProcessCounts of(long pid) throws IOException {
        long cpu = 0;
        long waits = 0;
        int threads = 0;
        List<Path> tasks;
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            tasks = all.toList();
        }
        for (Path task : tasks) {
            try {
                cpu += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
                waits += field(task.resolve("status"), "voluntary_ctxt_switches:");
                threads++;
            } catch (NoSuchFileException e) {
                // It has ended since.
            }
        }
        return new ProcessCounts(cpu, waits, field(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:"), threads);
    }

    private static long field(Path status, String name) throws IOException {
        return Files.readAllLines(status).stream().filter(line -> line.startsWith(name)).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst().orElseThrow(() -> new NoSuchFileException(status.toString()));
    }
}
