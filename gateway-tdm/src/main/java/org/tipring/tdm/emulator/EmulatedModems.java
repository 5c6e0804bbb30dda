package org.tipring.tdm.emulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.tipring.tdm.serial.Pty;

/// An exchange and voice modems on pseudo-terminals, in real time, on one platform thread `emulator-<name>`.
///
/// The thread keeps an absolute schedule of [#TICK_NANOS] and sleeps in `poll` between, so that a command is answered at once and sound
/// comes in packets as small as a USB modem's. After a stall it goes on from now.
public final class EmulatedModems implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EmulatedModems.class.getName());
    private static final long TICK_NANOS = 8_000_000;
    /// A delay of the thread that is caught up at once: a modem's clock does not wait for the computer, and hosts keep 40 ms of sound in its
    /// buffer for that. Were each late tick lost instead, lines on a busy machine would run slow by a tenth, as no hardware does.
    private static final long CAUGHT_UP_NANOS = 3 * TICK_NANOS;
    /// Bytes from a host wait here when the modem's buffer is full; the pseudo-terminal holds the rest back.
    private static final int FROM_HOST = 1024;
    private static final int MOST_EVENTS = 10_000;

    /// One modem.
    ///
    /// @param number of its telephone line
    /// @param link where clients find the port: a symbolic link that survives a replug; null: the device's own name
    public record Line(String number, Path link, ModemSettings settings) { }

    /// Something to do with the exchange, on the emulator's thread.
    public interface Task {
        void run(Exchange exchange, long nowNanos);
    }

    private final Exchange exchange;
    private final List<Port> ports = new ArrayList<>();
    private final ConcurrentLinkedQueue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final CopyOnWriteArrayList<Consumer<ExchangeEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<ExchangeEvent> events = new ArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    /// Nanosecond zero of the emulated world. It moves with every stall of the thread: a world that was not looked after has stood still,
    /// and does not make up for it with a burst that no hardware would make.
    private long origin = System.nanoTime();
    private final Thread thread;
    private volatile boolean running = true;

    private EmulatedModems(String name, ExchangeSettings settings, List<Line> lines, long seed, Consumer<Exchange> subscribers)
            throws IOException {
        exchange = new Exchange(settings, this::record);
        subscribers.accept(exchange);
        try {
            for (Line line : lines) {
                ports.add(new Port(new VoiceModemEmulator(exchange.connect(line.number()), line.settings(), seed + ports.size()),
                        Pty.open(line.link())));
            }
        } catch (IOException e) {
            ports.forEach(port -> port.pty.close());
            throw e;
        }
        thread = Thread.ofPlatform().name("emulator-" + name).daemon(true).priority(Thread.MAX_PRIORITY).unstarted(this::run);
    }

    /// @param subscribers puts subscribers behind the exchange's numbers
    /// @throws IOException when a pseudo-terminal or its link cannot be made
    public static EmulatedModems start(String name, ExchangeSettings settings, List<Line> lines, long seed,
            Consumer<Exchange> subscribers) throws IOException {
        EmulatedModems modems = new EmulatedModems(name, settings, lines, seed, subscribers);
        modems.thread.start();
        return modems;
    }

    /// Where clients find the ports, in the order of the lines.
    public List<Path> paths() {
        return ports.stream().map(port -> port.path).toList();
    }

    /// Does something with the exchange within a tick. Any thread.
    public void execute(Task task) {
        tasks.add(task);
    }

    /// Pulls the modem out of its socket. Any thread.
    public void unplug(int line) {
        execute((_, now) -> ports.get(line).unplug(now));
    }

    public void replug(int line) {
        execute((_, now) -> ports.get(line).replug(now));
    }

    /// What the exchange has seen so far (of the latest ten thousand events). Any thread.
    public List<ExchangeEvent> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /// Tells of every event from now on, on the emulator's thread. Any thread.
    public void onEvent(Consumer<ExchangeEvent> listener) {
        listeners.add(listener);
    }

    private void record(ExchangeEvent event) {
        synchronized (events) {
            if (events.size() == MOST_EVENTS) {
                events.removeFirst();
            }
            events.add(event);
        }
        listeners.forEach(listener -> safely("a listener to " + event, () -> listener.accept(event)));
    }

    /// Pulls all plugs and ends the thread.
    @Override
    public void close() {
        running = false;
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long tick = System.nanoTime();
        List<Pty> polled = new ArrayList<>();
        while (running) {
            long now = System.nanoTime() - origin;
            perform(now);
            safely("the exchange", () -> exchange.advance(now));
            polled.clear();
            for (Port port : ports) {
                safely(port.path.toString(), () -> port.serve(now));
                if (port.wantsPoll()) {
                    polled.add(port.pty);
                }
            }
            long at = System.nanoTime();
            if (at >= tick) {
                // Far behind: the schedule starts anew, and the world has stood still meanwhile.
                long behind = at - tick;
                origin += behind > CAUGHT_UP_NANOS ? behind : 0;
                tick = behind > CAUGHT_UP_NANOS ? at + TICK_NANOS : tick + TICK_NANOS;
            }
            Pty.poll(polled, (int) Math.max(1, (tick - at + 999_999) / 1_000_000));
        }
        ports.forEach(port -> port.pty.close());
    }

    private void perform(long now) {
        Task task;
        while ((task = tasks.poll()) != null) {
            Task next = task;
            safely("a task", () -> next.run(exchange, now));
        }
    }

    /// A mistake in one place must not silence all lines: it is logged, once, and counted.
    private void safely(String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            if (failures.getAndIncrement() == 0) {
                LOG.log(System.Logger.Level.ERROR, "emulator: " + what + " failed; further failures are only counted", e);
            }
        }
    }

    /// Mistakes in the emulators, in tasks and in listeners since the start; 0 in a sound program.
    public int failures() {
        return failures.get();
    }

    /// One modem and its pseudo-terminal. Owned by the emulator's thread, but for the path.
    private static final class Port {

        private final VoiceModemEmulator modem;
        private final Pty pty;
        private final Path path;
        private final byte[] fromHost = new byte[FROM_HOST];
        private int fromHostAt;
        private int fromHostEnd;
        private final byte[] toHost = new byte[64];
        private int toHostAt;
        private int toHostEnd;
        private boolean open;

        Port(VoiceModemEmulator modem, Pty pty) {
            this.modem = modem;
            this.pty = pty;
            this.path = pty.path();
        }

        void serve(long now) {
            if (pty.plugged()) {
                listen(now);
                modem.advance(now);
                speak(now);
            }
        }

        /// Commands are to be answered at once. Sound can wait for the tick; and what the modem has no room for must not end every poll.
        boolean wantsPoll() {
            return open && fromHostAt == fromHostEnd && !modem.streaming();
        }

        private void listen(long now) {
            while (true) {
                if (fromHostAt == fromHostEnd) {
                    int count = pty.read(fromHost);
                    if (count == 0 && open) {
                        return;
                    }
                    becomes(count != Pty.NO_CLIENT, now);
                    if (count <= 0) {
                        return;
                    }
                    fromHostAt = 0;
                    fromHostEnd = count;
                }
                fromHostAt += modem.fromHost(fromHost, fromHostAt, fromHostEnd - fromHostAt, now);
                if (fromHostAt < fromHostEnd || fromHostEnd < fromHost.length) {
                    return;
                }
            }
        }

        private void becomes(boolean opened, long now) {
            if (open != opened) {
                open = opened;
                toHostAt = toHostEnd;
                modem.port(opened, now);
            }
        }

        private void speak(long now) {
            while (open) {
                if (toHostAt == toHostEnd) {
                    toHostAt = 0;
                    toHostEnd = modem.toHost(toHost, 0, toHost.length, now);
                    if (toHostEnd == 0) {
                        return;
                    }
                }
                int taken = pty.write(toHost, toHostAt, toHostEnd - toHostAt);
                toHostAt += taken;
                if (taken == 0) {
                    return;
                }
            }
        }

        void unplug(long now) {
            becomes(false, now);
            modem.unplug(now);
            pty.unplug();
            fromHostAt = fromHostEnd;
        }

        void replug(long now) {
            try {
                pty.replug();
                modem.replug(now);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.ERROR, "cannot plug the emulated modem in", e);
            }
        }
    }
}
