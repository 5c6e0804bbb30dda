package org.tipring.tdm.emulator;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// An exchange and voice modems on pseudo-terminals, in real time, on one thread of their own.
public final class EmulatedModems implements AutoCloseable {

    /// One modem.
    ///
    /// @param number of its telephone line
    /// @param link where clients find the port: a symbolic link that survives a replug
    public record Line(String number, Path link, ModemSettings settings) { }

    public static EmulatedModems start(String name, ExchangeSettings settings, List<Line> lines, long seed,
            Consumer<Exchange> subscribers) throws java.io.IOException {
        throw new UnsupportedOperationException();
    }

    /// The links, in the order of the lines.
    public List<Path> paths() {
        return List.of();
    }

    /// What the exchange is told, with the emulator's time.
    public interface Task {
        void run(Exchange exchange, long nowNanos);
    }

    /// Does something with the exchange on the emulator's thread, soon.
    public void execute(Task task) {
    }

    /// Pulls the modem out of its socket.
    public void unplug(int line) {
    }

    public void replug(int line) {
    }

    /// What the exchange has seen so far. Any thread.
    public List<ExchangeEvent> events() {
        return List.of();
    }

    @Override
    public void close() {
    }
}
