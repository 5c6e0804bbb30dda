package org.tipring.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// `load.c`, running: it is out of the measured process, in C, and stamped by the kernel, so what it finds is not its own.
final class LoadTool implements AutoCloseable {

    private static final int STOP_SECONDS = 3;

    /// One window.
    ///
    /// @param sent in the window; @param received of those; @param late of those; @param bad could not be read
    /// @param tardyMicros p99.9 of how late the load itself was
    record Window(long sent, long received, long late, long bad, long p50, long p99, long p999, long max, long tardyMicros, long cpuNanos) {

        /// Lost or late, of what was sent.
        double lateShare() {
            return sent == 0 ? 1 : (double) (sent - received + late) / sent;
        }
    }

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final int[] ports;

    LoadTool(CProgram program) throws IOException {
        process = program.start();
        answers = process.inputReader();
        orders = process.outputWriter();
        String[] words = Objects.requireNonNull(answers.readLine(), "the load has ended").split(" ");
        ports = Stream.of(words).skip(1).mapToInt(Integer::parseInt).toArray();
    }

    /// Where a stream's packets come from and are expected.
    int port(int stream) {
        return ports[stream % ports.length];
    }

    /// Every stream begins.
    void start(List<InetSocketAddress> remotes, byte[] payloadTypes) throws IOException {
        for (int i = 0; i < remotes.size(); i++) {
            add(remotes.get(i), payloadTypes[i], i % ports.length);
        }
        go();
    }

    /// @param socket from which, by its index; see [#port]
    void add(InetSocketAddress remote, int payloadType, int socket) throws IOException {
        orders.write("leg " + remote.getPort() + " " + payloadType + " " + socket + "\n");
    }

    void go() throws IOException {
        order("go");
    }

    void begin(long lateMicros) throws IOException {
        order("window " + lateMicros);
    }

    Window end() throws IOException {
        order("end");
        long[] n = Stream.of(Objects.requireNonNull(answers.readLine(), "the load has ended").split(" ")).mapToLong(Long::parseLong).toArray();
        return new Window(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9]);
    }

    private void order(String line) throws IOException {
        orders.write(line + "\n");
        orders.flush();
    }

    @Override
    public void close() throws IOException {
        // Its threads never end by themselves; its input's end makes it exit.
        orders.close();
        Tools.end(process, STOP_SECONDS);
    }
}
