package org.tipring.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A C program that the package brings as source, compiled with the compiler of this machine into a folder of its own.
record CProgram(Path folder, String name) implements AutoCloseable {

    /// @return why it cannot be compiled here, or null
    static String obstacle() {
        boolean linux = Stream.of("/usr/include/sys/epoll.h", "/usr/include/x86_64-linux-gnu/sys/epoll.h", "/usr/include/aarch64-linux-gnu/sys/epoll.h")
                .anyMatch(header -> Files.isReadable(Path.of(header)));
        return !Tools.installed("cc") ? "no C compiler (cc) here" : linux ? null : "no epoll here";
    }

    static CProgram compile(String name) throws IOException, InterruptedException {
        CProgram program = new CProgram(Files.createTempDirectory("tipring-" + name + "-"), name);
        try (InputStream in = Objects.requireNonNull(CProgram.class.getResourceAsStream(name + ".c"), name)) {
            Files.copy(in, program.source());
        }
        Process compiler = new ProcessBuilder("cc", "-O2", "-pthread", "-o", program.binary().toString(), program.source().toString()).inheritIO().start();
        if (compiler.waitFor() != 0) {
            program.close();
            throw new IOException(name + ".c does not compile");
        }
        return program;
    }

    private Path source() {
        return folder.resolve(name + ".c");
    }

    private Path binary() {
        return folder.resolve(name);
    }

    Process start(Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(binary().toString()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(source());
        Files.deleteIfExists(binary());
        Files.delete(folder);
    }
}
