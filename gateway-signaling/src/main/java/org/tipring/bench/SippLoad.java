package org.tipring.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// SIPp as the caller and as the called telephone. Both are registered.
final class SippLoad implements CallsBench.Load {

    private static final long PATIENCE_SECONDS = 30;

    private final ConfigFolder config;
    private final Process called;

    SippLoad(ConfigFolder config) throws IOException, InterruptedException {
        this.config = config;
        // From the port where it will be called: a telephone is called where its registration came from, as if it were behind NAT.
        String port = Integer.toString(ConfigFolder.freePort());
        Process register = start("register", List.of(target(), "-sf", scenario("load-register").toString(), "-m", "1", "-p", port,
                "-au", "202", "-ap", ConfigFolder.PASSWORD, "-key", "contact_port", port));
        if (!ends(register)) {
            throw new IOException("SIPp cannot register: " + errors("register"));
        }
        called = start("called", List.of("-sf", scenario("load-called").toString(), "-p", port));
    }

    static boolean installed() {
        return Tools.installed("sipp");
    }

    @Override
    public String describe() {
        return "SIPp over UDP";
    }

    @Override
    public String calls(int rate, int seconds) throws IOException, InterruptedException {
        String name = "caller-" + rate;
        Process caller = start(name, List.of(target(), "-sf", scenario("load-caller").toString(), "-p", Integer.toString(ConfigFolder.freePort()),
                "-s", "202", "-au", "201", "-ap", ConfigFolder.PASSWORD, "-r", Integer.toString(rate), "-m", Integer.toString(rate * seconds),
                "-l", Integer.toString(rate * 4), "-timeout", Long.toString(seconds + PATIENCE_SECONDS / 2)));
        return ends(caller) ? null : "SIPp counts failed calls: " + errors(name);
    }

    private static boolean ends(Process sipp) throws InterruptedException {
        try {
            return sipp.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && sipp.exitValue() == 0;
        } finally {
            sipp.destroyForcibly();
        }
    }

    private String target() {
        return "127.0.0.1:" + config.udpPort();
    }

    private Process start(String name, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of("sipp"));
        command.addAll(options);
        command.addAll(List.of("-nostdin", "-i", "127.0.0.1", "-bind_local", "-mi", "127.0.0.1", "-cp", Integer.toString(ConfigFolder.freePort()),
                "-trace_err", "-error_file", config.path().resolve(name + "-errors.txt").toString()));
        return new ProcessBuilder(command).directory(config.path().toFile()).redirectErrorStream(true)
                .redirectOutput(config.path().resolve(name + "-screen.txt").toFile()).redirectInput(new java.io.File("/dev/null")).start();
    }

    /// The first thing that SIPp complained of.
    private String errors(String name) throws IOException {
        Path file = config.path().resolve(name + "-errors.txt");
        if (!Files.exists(file)) {
            return "it did not end in time";
        }
        return Files.readAllLines(file, java.nio.charset.StandardCharsets.ISO_8859_1).stream().filter(line -> line.length() > 20 && !line.contains("following events")).findFirst().orElse("?")
                .replaceFirst("^\\d{4}-\\S+\\s+\\S+\\s+\\d+\\.\\d+: ", "").strip();
    }

    private Path scenario(String name) throws IOException {
        Path file = config.path().resolve(name + ".xml");
        if (!Files.exists(file)) {
            try (InputStream in = Objects.requireNonNull(SippLoad.class.getResourceAsStream(name + ".xml"), name)) {
                Files.copy(in, file);
            }
        }
        return file;
    }

    @Override
    public void close() {
        called.destroyForcibly();
    }
}
