package org.tipring.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// `floor.c`, compiled with the compiler of this machine: a reflector that does nothing else.
final class CFloor implements RelaySubject {

    private static final long STOP_SECONDS = 3;

    private final Path folder = Files.createTempDirectory("tipring-floor-");
    private final List<InetSocketAddress> ports;
    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    CFloor(int streams) throws IOException, InterruptedException {
        ports = IntStream.range(0, streams).mapToObj(i -> RelaySubject.local(FIRST_PORT + 2 * i)).toList();
        Path source = folder.resolve("floor.c");
        try (InputStream in = Objects.requireNonNull(CFloor.class.getResourceAsStream("floor.c"))) {
            Files.copy(in, source);
        }
        Path program = folder.resolve("floor");
        Process compiler = new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString()).inheritIO().start();
        if (compiler.waitFor() != 0) {
            throw new IOException("floor.c does not compile");
        }
        process = new ProcessBuilder(program.toString(), Integer.toString(FIRST_PORT), Integer.toString(streams))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers = process.inputReader();
        questions = process.outputWriter();
        if (!"ready".equals(answers.readLine())) {
            close();
            throw new IOException("floor.c cannot bind its ports from " + FIRST_PORT + " on");
        }
    }

    static boolean possible() {
        return Files.isReadable(Path.of("/usr/include/sys/epoll.h")) || Files.isReadable(Path.of("/usr/include/x86_64-linux-gnu/sys/epoll.h"))
                ? Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, "cc"))) : false;
    }

    @Override
    public List<InetSocketAddress> ports() {
        return ports;
    }

    @Override
    public byte[] payloadTypes() {
        return new byte[ports.size()];
    }

    private long[] ask() throws IOException {
        questions.write("\n");
        questions.flush();
        return Stream.of(Objects.requireNonNull(answers.readLine(), "the floor has ended").split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @Override
    public long packets() throws IOException {
        return ask()[0];
    }

    @Override
    public long cpuNanos() throws IOException {
        return ask()[1];
    }

    @Override
    public long allocated() {
        return -1;
    }

    @Override
    public void close() throws IOException {
        questions.close();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        for (String name : List.of("floor.c", "floor")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
    }
}
