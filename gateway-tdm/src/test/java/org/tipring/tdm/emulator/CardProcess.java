package org.tipring.tdm.emulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/// A running emulated line card, for tests: commands in, events out. The card is the sanitized one, so that its mistakes are loud.
public final class CardProcess implements AutoCloseable {

    /// @param millis on the card's clock; @param port -1 for what is no port's
    public record Event(long millis, int port, String what) { }

    private final Process process;
    private final PrintWriter in;
    private final List<Event> events = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    private CardProcess(Process process) {
        this.process = process;
        this.in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread.ofPlatform().name("card-events").daemon(true).start(this::read);
    }

    /// @param ports `FFX`: telephones and exchange lines; @param link where the gateway finds it
    public static CardProcess start(String ports, Path link) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("tipring.home", ".."));
        String obstacle = EmulatedCard.obstacle(home);
        Assumptions.assumeTrue(obstacle == null, () -> "no emulated line card: " + obstacle);
        Path program = EmulatedCard.build(home, home.resolve("gateway-tdm/target/line-card-sanitized"), true);
        CardProcess card = new CardProcess(new ProcessBuilder(program.toString(), "--ports", ports, "--link", link.toString())
                .redirectErrorStream(true).start());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!Files.exists(link)) {
            if (System.nanoTime() > deadline || !card.process.isAlive()) {
                throw new IOException("the emulated card does not start: " + card.output());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return card;
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] parts = line.split(" ", 3);
                synchronized (events) {
                    if (parts.length == 3 && parts[0].matches("\\d+") && parts[1].matches("\\d+")) {
                        events.add(new Event(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2]));
                    } else {
                        others.add(line);
                    }
                    events.notifyAll();
                }
            }
        } catch (IOException e) {
            synchronized (events) {
                others.add(e.toString());
            }
        }
    }

    public void tell(String command) {
        in.println(command);
    }

    /// The next event like that after those already awaited of the port with the same words; waits for it.
    public Event await(int port, String what, int nth, Duration patience) throws InterruptedException {
        Event event = await(all -> all.port == port && all.what.equals(what), nth, patience);
        if (event == null) {
            throw new AssertionError("port " + port + ": no '" + what + "' (" + nth + ") within " + patience + ": " + output());
        }
        return event;
    }

    private Event await(Predicate<Event> wanted, int nth, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (events) {
            while (true) {
                List<Event> found = events.stream().filter(wanted).toList();
                if (found.size() >= nth) {
                    return found.get(nth - 1);
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return null;
                }
                events.wait(left);
            }
        }
    }

    /// Events of a port so far.
    public List<Event> events(int port) {
        synchronized (events) {
            return events.stream().filter(event -> event.port == port).toList();
        }
    }

    public String output() {
        synchronized (events) {
            return others + " " + events;
        }
    }

    @Override
    public void close() {
        in.println("quit");
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            } else if (process.exitValue() != 0) {
                throw new AssertionError("the card ended with " + process.exitValue() + ": " + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
