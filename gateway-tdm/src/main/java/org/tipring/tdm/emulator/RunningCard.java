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

/// A running emulated line card: commands in, events out.
public final class RunningCard implements AutoCloseable {

    /// @param millis on the card's clock; @param readNanos when it was read here
    public record Event(long millis, int port, String what, long readNanos) { }

    private final Process process;
    private final PrintWriter in;
    private final List<Event> events = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    private RunningCard(Process process) {
        this.process = process;
        this.in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread.ofPlatform().name("card-events").daemon(true).start(this::read);
    }

    /// @param program built by [EmulatedCard#build]; @param ports `FFX`: telephones and exchange lines
    /// @param link where a gateway finds it; @param options more of the program's
    public static RunningCard start(Path program, String ports, Path link, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--ports", ports, "--link", link.toString()));
        command.addAll(List.of(options));
        RunningCard card = new RunningCard(new ProcessBuilder(command).redirectErrorStream(true).start());
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
                        events.add(new Event(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2], System.nanoTime()));
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

    /// The nth event of a port with these words, from 1; waits for it.
    public Event await(int port, String what, int nth, Duration patience) throws InterruptedException {
        Event event = await(all -> all.port == port && all.what.equals(what), nth, patience);
        if (event == null) {
            throw new IllegalStateException("port " + port + ": no '" + what + "' (" + nth + ") within " + patience + ": " + output());
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

    public int count(int port, String what) {
        return (int) events(port).stream().filter(event -> event.what().equals(what)).count();
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
                throw new IllegalStateException("the card ended with " + process.exitValue() + ": " + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
