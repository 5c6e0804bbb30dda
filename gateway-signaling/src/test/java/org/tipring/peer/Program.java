package org.tipring.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A child process with its directory and its output in a file. Stopped by its own process, never by name.
final class Program implements AutoCloseable {

    private static final long STOP_SECONDS = 3;

    private final Process process;
    private final Path output;

    /// @param output where standard output and error go
    Program(List<String> command, Path directory, Path output) throws IOException {
        this.output = output;
        process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
            .redirectOutput(output.toFile()).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
    }

    /// The path of a program, or null where it is not installed. Daemons live in sbin, which is not on everybody's path.
    static String find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/bin";
        return Stream.of(path.split(":")).filter(directory -> !directory.isEmpty()).map(directory -> Path.of(directory, name))
            .filter(Files::isExecutable).map(Path::toString).findFirst().orElse(null);
    }

    boolean runs() {
        return process.isAlive();
    }

    /// The exit status, or null when it still runs after that time.
    Integer exitStatus(Duration deadline) throws InterruptedException {
        return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : null;
    }

    String output() {
        return read(output);
    }

    /// The last lines of a file; empty when there is none.
    static String tail(Path file, int lines) {
        List<String> all = read(file).lines().toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
