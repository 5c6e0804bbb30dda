package org.tipring.tdm.emulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.tipring.tdm.serial.Pty;

/// Cellular modules on pseudo-terminals, two for each, in real time, on one platform thread `emulator-<name>`. Each has a network of its own.
///
/// The thread keeps an absolute schedule of [#TICK_NANOS] and sleeps in `poll` between, so that a command is answered at once.
public final class EmulatedMobiles implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EmulatedMobiles.class.getName());
    private static final long TICK_NANOS = 10_000_000;
    /// Farther behind than this the world has stood still, and does not make up for it.
    private static final long CAUGHT_UP_NANOS = 3 * TICK_NANOS;
    private static final int BUFFER = 1024;

    /// One module.
    ///
    /// @param number of its SIM card
    /// @param commands where clients find the port for commands: a symbolic link that survives a replug
    /// @param sound where they find that for sound
    public record Line(String number, Path commands, Path sound, CellularProfile profile, Set<CellularMisbehaviour> misbehaviours) { }

    /// Something to do with a network, on the emulator's thread.
    public interface Task {
        void run(MobileNetwork network, long nowNanos);
    }

    private final List<Module> modules = new ArrayList<>();
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger stalls = new AtomicInteger();
    private final Thread thread;
    /// Nanosecond zero of the emulated world; moves when the thread could not run.
    private long origin = System.nanoTime();
    private long now;
    private volatile boolean running = true;

    private EmulatedMobiles(String name, List<Line> lines, long seed, Consumer<MobileNetwork> subscribers) throws IOException {
        try {
            for (Line line : lines) {
                modules.add(new Module(line, seed + modules.size(), subscribers));
            }
        } catch (IOException e) {
            modules.forEach(Module::close);
            throw e;
        }
        thread = Thread.ofPlatform().name("emulator-" + name).daemon(true).priority(Thread.MAX_PRIORITY).unstarted(this::run);
    }

    /// @param subscribers puts subscribers behind each network's numbers
    /// @throws IOException when a pseudo-terminal or its link cannot be made
    public static EmulatedMobiles start(String name, List<Line> lines, long seed, Consumer<MobileNetwork> subscribers) throws IOException {
        EmulatedMobiles mobiles = new EmulatedMobiles(name, lines, seed, subscribers);
        mobiles.thread.start();
        return mobiles;
    }

    /// Does something with a module's network within a tick. Any thread.
    public void execute(int line, Task task) {
        tasks.add(() -> task.run(modules.get(line).network, now));
    }

    /// Pulls a module out of its socket. Any thread.
    public void unplug(int line) {
        tasks.add(() -> modules.get(line).unplug(now));
    }

    public void replug(int line) {
        tasks.add(() -> modules.get(line).replug(now));
    }

    /// Mistakes in the emulators since the start; 0 in a sound program.
    public int failures() {
        return failures.get();
    }

    /// How often the emulated world stood still because this computer had no time for it. Sound slips then, as with no hardware.
    public int stalls() {
        return stalls.get();
    }

    /// How often a module had no sound to play. Any thread, roughly.
    public long underruns() {
        return modules.stream().mapToLong(module -> module.module.underruns()).sum();
    }

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
            now = System.nanoTime() - origin;
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                safely(task);
            }
            polled.clear();
            for (Module module : modules) {
                safely(() -> module.serve(now));
                if (module.commands.open) {
                    polled.add(module.commands.pty);
                }
            }
            long at = System.nanoTime();
            if (at >= tick) {
                long behind = at - tick;
                if (behind > CAUGHT_UP_NANOS) {
                    origin += behind;
                    stalls.incrementAndGet();
                }
                tick = behind > CAUGHT_UP_NANOS ? at + TICK_NANOS : tick + TICK_NANOS;
            }
            Pty.poll(polled, (int) Math.max(1, (tick - at + 999_999) / 1_000_000));
        }
        modules.forEach(Module::close);
    }

    /// A mistake in one place must not silence all lines: it is logged, once, and counted.
    private void safely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            if (failures.getAndIncrement() == 0) {
                LOG.log(System.Logger.Level.ERROR, "emulator: a module failed; further failures are only counted", e);
            }
        }
    }

    /// One module and its two pseudo-terminals. Owned by the emulator's thread.
    private static final class Module {
        private final MobileNetwork network = new MobileNetwork();
        private final CellularEmulator module;
        private final Port commands;
        private final Port sound;

        Module(Line line, long seed, Consumer<MobileNetwork> subscribers) throws IOException {
            subscribers.accept(network);
            module = new CellularEmulator(line.profile(), line.misbehaviours(), network, seed);
            commands = new Port(Pty.open(line.commands()), module::fromHost, module::toHost);
            try {
                sound = new Port(Pty.open(line.sound()), module::soundFromHost, module::soundToHost);
            } catch (IOException e) {
                commands.pty.close();
                throw e;
            }
            module.onReset(this::portsGo, this::portsCome);
        }

        void serve(long now) {
            module.advance(now);
            commands.serve(now);
            sound.serve(now);
        }

        void unplug(long now) {
            module.unplug(now);
            portsGo();
        }

        void replug(long now) {
            module.replug(now);
            portsCome();
        }

        private void portsGo() {
            commands.pty.unplug();
            sound.pty.unplug();
        }

        private void portsCome() {
            try {
                commands.pty.replug();
                sound.pty.replug();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.ERROR, "cannot plug the emulated module in", e);
            }
        }

        void close() {
            commands.pty.close();
            sound.pty.close();
        }
    }

    /// What a module takes or gives at one of its ports.
    private interface Bytes {
        int pass(byte[] bytes, int offset, int length, long nowNanos);
    }

    private static final class Port {
        private final Pty pty;
        private final Bytes fromHost;
        private final Bytes toHost;
        private final byte[] in = new byte[BUFFER];
        private final byte[] out = new byte[BUFFER];
        private int outAt;
        private int outEnd;
        private boolean open;

        Port(Pty pty, Bytes fromHost, Bytes toHost) {
            this.pty = pty;
            this.fromHost = fromHost;
            this.toHost = toHost;
        }

        void serve(long now) {
            if (!pty.plugged()) {
                open = false;
                return;
            }
            int count = pty.read(in);
            while (count > 0) {
                open = true;
                fromHost.pass(in, 0, count, now);
                count = pty.read(in);
            }
            open = count != Pty.NO_CLIENT;
            speak(now);
        }

        private void speak(long now) {
            while (true) {
                if (outAt == outEnd) {
                    outAt = 0;
                    outEnd = toHost.pass(out, 0, BUFFER, now);
                }
                if (outEnd == 0) {
                    return;
                }
                // Without a client it is lost.
                int taken = open ? pty.write(out, outAt, outEnd - outAt) : outEnd - outAt;
                outAt += taken;
                if (taken == 0) {
                    return;
                }
            }
        }
    }
}
