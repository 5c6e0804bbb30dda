package org.tipring.peer;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// One SIPp that plays one scenario of `scripts/sipp/` once. Its messages and errors stay in `target/sipp/`.
public final class Sipp implements AutoCloseable {

    /// What SIPp is to do.
    ///
    /// @param name file in `scripts/sipp/`, without `.xml`
    /// @param remote where it sends to; null for a scenario that waits to be called
    /// @param user and `password` for the challenge; `calling` is the number it dials
    /// @param talk how long the pauses of the scenario are
    /// @param port its own; 0 for any free one. A telephone that registers and then waits to be called is two scenarios, one after the
    ///     other on the same port, because a gateway calls it where its REGISTER came from, whatever its Contact says
    public record Scenario(String name, InetSocketAddress remote, String user, String password, String calling, Duration talk,
                           int port, boolean tcp) {

        public static Scenario of(String name, InetSocketAddress remote) {
            return new Scenario(name, remote, "201", "", "none", Duration.ofMillis(500), 0, false);
        }

        /// One that is called.
        public static Scenario waiting(String name) {
            return of(name, null);
        }

        public Scenario as(String user, String password) {
            return new Scenario(name, remote, user, password, calling, talk, port, tcp);
        }

        public Scenario calling(String number) {
            return new Scenario(name, remote, user, password, number, talk, port, tcp);
        }

        public Scenario talkingFor(Duration time) {
            return new Scenario(name, remote, user, password, calling, time, port, tcp);
        }

        public Scenario at(int ownPort) {
            return new Scenario(name, remote, user, password, calling, talk, ownPort, tcp);
        }

        public Scenario overTcp() {
            return new Scenario(name, remote, user, password, calling, talk, port, true);
        }
    }

    private static final AtomicInteger RUNS = new AtomicInteger();

    private final Scenario scenario;
    private final Path directory;
    private final int port;
    private final int mediaPort = Ports.freeRun(4);
    private final Program program;

    private Sipp(Scenario scenario) throws IOException {
        this.scenario = scenario;
        port = scenario.port() == 0 ? Ports.free() : scenario.port();
        directory = Path.of("target", "sipp", String.format("%03d-%s", RUNS.incrementAndGet(), scenario.name())).toAbsolutePath();
        Files.createDirectories(directory);
        // What an earlier run of the tests left there must not pass for messages of this one.
        Files.deleteIfExists(directory.resolve("messages.txt"));
        Files.deleteIfExists(directory.resolve("errors.txt"));
        program = new Program(command(), directory, directory.resolve("screen.txt"));
    }

    public static void assumeInstalled() {
        assumeTrue(Program.find("sipp") != null, "sipp is not installed (Debian package sip-tester): skipped");
    }

    public static Sipp start(Scenario scenario) throws IOException {
        return new Sipp(scenario);
    }

    /// Plays it to its end, which must be a good one.
    public static void play(Scenario scenario, Duration deadline) throws IOException, InterruptedException {
        try (Sipp sipp = start(scenario)) {
            sipp.succeed(deadline);
        }
    }

    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /// Where it listens for RTP and sends it back to where it came from.
    public int mediaPort() {
        return mediaPort;
    }

    /// Fails with what SIPp says unless the scenario ends well in that time.
    public void succeed(Duration deadline) throws InterruptedException {
        Integer status = program.exitStatus(deadline);
        if (status == null || status != 0) {
            fail("scenario %s %s%n%s%n--- messages:%n%s%n--- all in %s", scenario.name(),
                status == null ? "is not over after " + deadline : "failed, exit " + status,
                Program.tail(directory.resolve("errors.txt"), 40) + Program.tail(directory.resolve("screen.txt"), status == null ? 30 : 0),
                Program.tail(directory.resolve("messages.txt"), 120), directory);
        }
    }

    /// All messages sent and received so far.
    public String messages() {
        return Program.read(directory.resolve("messages.txt"));
    }

    @Override
    public void close() {
        program.close();
    }

    private List<String> command() {
        Path file = Path.of(System.getProperty("tipring.home", ".."), "scripts", "sipp", scenario.name() + ".xml").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of("sipp"));
        if (scenario.remote() != null) {
            command.add(scenario.remote().getAddress().getHostAddress() + ":" + scenario.remote().getPort());
        }
        command.addAll(List.of("-sf", file.toString(), "-m", "1", "-nostdin", "-i", "127.0.0.1", "-bind_local", "-p", "" + port,
            "-mi", "127.0.0.1", "-mp", "" + mediaPort, "-rtp_echo", "-t", scenario.tcp() ? "t1" : "u1", "-cp", "" + Ports.free(),
            "-s", scenario.calling(), "-key", "user", scenario.user(), "-au", scenario.user(), "-ap", scenario.password(),
            "-d", "" + scenario.talk().toMillis(),
            "-trace_err", "-error_file", directory.resolve("errors.txt").toString(),
            "-trace_msg", "-message_file", directory.resolve("messages.txt").toString()));
        return command;
    }
}
