package org.tipring.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What `strace -c` counts.
final class SystemCalls {

    private SystemCalls() {
    }

    /// @return why it cannot be counted here, or null
    static String obstacle() {
        if (!Files.isDirectory(Path.of("/proc/self/task"))) {
            return "strace is for Linux";
        }
        return Tools.installed("strace") ? null : "strace is not installed";
    }

    /// @param process with all of its threads
    /// @return calls by name
    static Map<String, Long> count(long process, int seconds) throws IOException, InterruptedException {
        return count(List.of("-f", "-p", Long.toString(process)), seconds);
    }

    /// @param thread of this JVM
    static Map<String, Long> count(String thread, int seconds) throws IOException, InterruptedException {
        return count(List.of("-p", kernelId(thread)), seconds);
    }

    private static Map<String, Long> count(List<String> whom, int seconds) throws IOException, InterruptedException {
        Path summary = Files.createTempFile("tipring-strace-", ".txt");
        try {
            List<String> command = new ArrayList<>(List.of("strace", "-c", "-o", summary.toString()));
            command.addAll(whom);
            Process strace = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            boolean ended = strace.waitFor(seconds, TimeUnit.SECONDS);
            strace.destroy();
            if (ended || !strace.waitFor(5, TimeUnit.SECONDS)) {
                strace.destroyForcibly();
                throw new IOException("strace may not attach to a thread here");
            }
            Map<String, Long> calls = new HashMap<>();
            for (String line : Files.readAllLines(summary)) {
                // % time, seconds, usecs/call, calls, [errors], name
                String[] fields = line.strip().split("\\s+");
                if (fields.length >= 5 && fields[3].matches("\\d+")) {
                    calls.put(fields[fields.length - 1], Long.parseLong(fields[3]));
                }
            }
            calls.remove("total");
            return calls;
        } finally {
            Files.delete(summary);
        }
    }

    /// Whether this JVM has such a thread.
    static boolean exists(String thread) throws IOException {
        return !find(thread).isEmpty();
    }

    static String kernelId(String thread) throws IOException {
        String id = find(thread);
        if (id.isEmpty()) {
            throw new IOException("no thread " + thread);
        }
        return id;
    }

    /// The kernel keeps fifteen characters of a name.
    private static String find(String thread) throws IOException {
        List<Path> tasks;
        try (Stream<Path> all = Files.list(Path.of("/proc/self/task"))) {
            tasks = all.toList();
        }
        for (Path task : tasks) {
            if (Files.readString(task.resolve("comm")).strip().equals(thread.substring(0, Math.min(15, thread.length())))) {
                return task.getFileName().toString();
            }
        }
        return "";
    }
}
