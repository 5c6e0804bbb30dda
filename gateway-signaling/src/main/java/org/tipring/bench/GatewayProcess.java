package org.tipring.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// One of the gateway's commands in a JVM of its own, with the options of `scripts/gateway` and the program of this JVM: it works
/// from the package and from `target/classes` alike. Its output is kept, line by line. Closing it ends it.
public final class GatewayProcess implements AutoCloseable {

    /// As in `scripts/gateway`.
    private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-XX:AutoBoxCacheMax=65536",
            "-Djava.awt.headless=true");
    private static final Duration STOP = Duration.ofSeconds(15);

    private final Process process;
    private final long startedNanos;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private boolean ended;

    private GatewayProcess(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(OPTIONS);
        command.addAll(program());
        command.addAll(arguments);
        startedNanos = System.nanoTime();
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = Thread.ofVirtual().name("output of " + process.pid()).start(this::read);
    }

    /// What was packaged is run as `scripts/gateway` runs it, with what Java has kept of the rehearsal, if it has.
    private static List<String> program() {
        String path = System.getProperty("java.class.path");
        if (!path.endsWith("tipring.jar") || path.contains(java.io.File.pathSeparator)) {
            return List.of("--enable-native-access=ALL-UNNAMED", "-cp", path, "org.tipring.Main");
        }
        List<String> words = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:AOTCache=") || option.startsWith("-Xlog:")).toList());
        words.addAll(List.of("-jar", path));
        return words;
    }

    /// @param arguments as after `scripts/gateway`
    public static GatewayProcess start(String... arguments) throws IOException {
        return new GatewayProcess(List.of(arguments));
    }

    /// `gateway run --config DIR`
    public static GatewayProcess run(ConfigFolder config) throws IOException {
        return start("run", "--config", config.path().toString());
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = output.readLine()) != null) {
                add(line);
            }
        } catch (IOException e) {
            add("(its output cannot be read: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// Types a line.
    public void say(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /// Waits for a line of output, from the beginning on.
    ///
    /// @return the line, or null when none came in time or before the end
    public String await(Predicate<String> wanted, Duration atMost) throws InterruptedException {
        return await(0, wanted, atMost);
    }

    /// Waits for a line of output among those after the first `from`.
    public synchronized String await(int from, Predicate<String> wanted, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        int at = from;
        while (true) {
            for (; at < lines.size(); at++) {
                if (wanted.test(lines.get(at))) {
                    return lines.get(at);
                }
            }
            long left = deadline - System.nanoTime();
            if (ended || left <= 0) {
                return null;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /// What it has printed so far.
    public synchronized List<String> output() {
        return List.copyOf(lines);
    }

    public long pid() {
        return process.pid();
    }

    /// When it was started, on the clock of `System.nanoTime`.
    public long startedNanos() {
        return startedNanos;
    }

    /// What it has used of a processor so far, all threads, those that have ended too.
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// Resident memory in kB, or -1 where the system does not tell it as Linux does.
    public long residentKilobytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(-1);
        } catch (IOException | UncheckedIOException e) {
            return -1;
        }
    }

    /// SIGTERM: what a service manager sends, and what Ctrl-C comes to.
    public void terminate() {
        process.destroy();
    }

    /// SIGKILL.
    public void kill() {
        process.destroyForcibly();
    }

    /// @return the exit status, or null when it still runs after that time
    public Integer exit(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            return null;
        }
        reader.join(atMost);
        return process.exitValue();
    }

    @Override
    public void close() {
        terminate();
        try {
            if (exit(STOP) == null) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
