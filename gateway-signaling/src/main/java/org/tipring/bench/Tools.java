package org.tipring.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Programs of the machine that a bench uses where they are.
final class Tools {

    private Tools() {
    }

    static boolean installed(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// Runs a program that says nothing of interest.
    ///
    /// @return whether it ended well
    static boolean run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return process.waitFor() == 0;
    }

    /// Keeps a process or thread on the first core and before the others, where we may: the load has the last core.
    static void prefer(long task, boolean allThreads) throws IOException, InterruptedException {
        if (Runtime.getRuntime().availableProcessors() > 1 && installed("taskset")) {
            run(allThreads ? List.of("taskset", "-a", "-cp", "0", Long.toString(task)) : List.of("taskset", "-cp", "0", Long.toString(task)));
        }
        if (installed("renice")) {
            run(List.of("renice", "-n", "-5", "-p", Long.toString(task)));
        }
    }

    static void end(Process process, int patienceSeconds) {
        try {
            if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                process.destroy();
                if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
