package org.tipring.signaling.ops;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;

/// Orders for a gateway that runs, through a socket in its state directory which only the user that runs it (and root) may open: one line
/// comes, an answer goes, and that was it. Nothing of it can be reached from the network.
public final class ControlSocket implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ControlSocket.class.getName());
    private static final String NAME = "control";
    /// Longer than the longest text message.
    private static final int LONGEST_ORDER = 8192;
    private static final int LONGEST_ANSWER = 1 << 20;

    private final Path path;
    private final ServerSocketChannel listener;
    private final UnaryOperator<String> orders;

    /// @param state the gateway's state directory
    /// @param orders carries an order out and says what came of it; called on a virtual thread
    /// @throws IOException when it cannot listen there, with the reason
    public ControlSocket(Path state, UnaryOperator<String> orders) throws IOException {
        this.path = state.resolve(NAME);
        this.orders = orders;
        if (alive(path)) {
            throw new IOException("a gateway runs with the state directory " + state + " already: give this one another ('state' in gateway.ini)");
        }
        Files.createDirectories(state);
        Files.deleteIfExists(path);
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | UnsupportedOperationException e) {
            listener.close();
            throw new IOException("orders cannot be taken at " + path + ": " + e.getMessage(), e);
        }
        Thread.ofVirtual().name("orders").start(this::accept);
    }

    /// Gives an order to the gateway that runs with this state directory.
    ///
    /// @throws IOException when none does
    public static String ask(Path state, String order) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(state.resolve(NAME)))) {
            channel.write(ByteBuffer.wrap((order + "\n").getBytes(StandardCharsets.UTF_8)));
            return read(channel, LONGEST_ANSWER, false);
        } catch (java.net.SocketException e) {
            throw new IOException("no gateway that runs with the state directory " + state + " can be reached (" + e.getMessage() + "): is one running, and as this user?", e);
        }
    }

    private static boolean alive(Path path) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return channel.isConnected();
        } catch (IOException _) {
            // Nobody listens: what is there was left behind.
            return false;
        }
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel channel = listener.accept();
                Thread.ofVirtual().name("order").start(() -> serve(channel));
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "orders are not taken any more: {0}", e.getMessage());
                return;
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            ByteBuffer answer = ByteBuffer.wrap(orders.apply(read(channel, LONGEST_ORDER, true)).getBytes(StandardCharsets.UTF_8));
            while (answer.hasRemaining()) {
                channel.write(answer);
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "an order failed: {0}", e.toString());
        }
    }

    /// @param line up to the end of the line; else of the stream
    private static String read(SocketChannel channel, int most, boolean line) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(most);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            if (line && bytes.position() > 0 && bytes.get(bytes.position() - 1) == '\n') {
                break;
            }
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() {
        try {
            listener.close();
            Files.deleteIfExists(path);
        } catch (IOException _) {
            // What is left behind is taken away by the next start.
        }
    }
}
