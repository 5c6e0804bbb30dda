package org.tipring.tdm.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The emulated line card: the firmware's own core, compiled for this machine, with telephones that do as they are told. A process of its own,
/// because firmware is C.
public final class EmulatedCard {

    private static final Path SOURCE = Path.of("gateway-tdm", "src", "main", "c", "line-card");
    private static final Path BUILT = Path.of("gateway-tdm", "target", "line-card");
    private static final int EXIT_CANNOT = 69;

    private EmulatedCard() {
    }

    /// Runs it until it is told to end. What is typed is for the card, or for the exchange behind its exchange lines.
    ///
    /// @return the exit code
    public static int run(List<String> options, InputStream in, PrintStream out, PrintStream err) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("tipring.home", "."));
        String obstacle = obstacle(home);
        if (obstacle != null) {
            err.println("gateway emulate line-card: " + obstacle);
            return EXIT_CANNOT;
        }
        List<String> command = new ArrayList<>(List.of(build(home, home.resolve(BUILT), false).toString()));
        command.addAll(options);
        int ports = options.indexOf("--ports");
        String kinds = ports < 0 || ports + 1 >= options.size() ? "" : options.get(ports + 1);
        long lines = kinds.chars().filter(kind -> kind == 'X').count();
        if (lines == 0 || options.contains("--exchange")) {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        }
        // Someone must be behind its exchange lines: an exchange as that of the emulated modems.
        Path folder = Files.createTempDirectory("tipring-exchange-");
        Path socket = folder.resolve("socket");
        try (CardExchange exchange = CardExchange.start(ExchangeSettings.of("US").startingAt(java.time.LocalDateTime.now()), (int) lines, socket,
                EmulateVoiceModem::subscribeAll)) {
            command.addAll(List.of("--exchange", socket.toString()));
            err.println("its exchange lines have the numbers " + exchange.numbers() + ", and understand: PORT " + TypedDeed.HELP);
            Process card = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            TypedCard typed = new TypedCard(kinds, exchange, out);
            Thread.ofPlatform().name("typed").daemon(true).start(() -> typed.pass(in, card));
            card.inputReader().lines().forEach(out::println);
            return card.waitFor();
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
    }

    /// @return why it cannot be built here, or null
    public static String obstacle(Path home) {
        if (!Files.isReadable(home.resolve(SOURCE).resolve("build.sh"))) {
            return "the firmware's source is not in " + home.resolve(SOURCE) + "; start from a checkout";
        }
        boolean compiler = Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, "gcc")));
        return compiler ? null : "there is no gcc here; on Debian: apt-get install gcc libc6-dev";
    }

    /// Compiles it, unless it is there and newer than its source.
    ///
    /// @param sanitize with the compiler's checks of memory and arithmetic
    /// @return the program
    public static Path build(Path home, Path folder, boolean sanitize) throws IOException, InterruptedException {
        Path program = folder.resolve("line-card");
        Path source = home.resolve(SOURCE);
        if (!Files.exists(program) || newest(source) > Files.getLastModifiedTime(program).toMillis()) {
            List<String> command = new ArrayList<>(List.of("sh", source.resolve("build.sh").toString(), "host", folder.toString()));
            if (sanitize) {
                command.add("--sanitize");
            }
            if (new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT).start().waitFor() != 0) {
                throw new IOException("the line card's firmware does not compile; the reason is above");
            }
        }
        return program;
    }

    private static long newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().lastModified()).max().orElse(Long.MAX_VALUE);
        }
    }
}
