package org.tipring.peer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Remote control of a baresip: its `ctrl_tcp` module, which talks JSON in netstrings (`12:{"event":...},`).
public final class BaresipControl implements AutoCloseable {

    /// @param type as in baresip's `uag_event_str`: `REGISTER_OK`, `CALL_INCOMING`, ...
    /// @param parameter depends on the type; may be empty
    public record Event(String type, String parameter) { }

    private static final Pattern TYPE = Pattern.compile("\"type\":\"([A-Z_]+)\"");
    private static final Pattern PARAMETER = Pattern.compile("\"param\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Duration START = Duration.ofSeconds(10);

    private final Socket socket;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<String> said = new CopyOnWriteArrayList<>();

    BaresipControl(int port, BooleanSupplier alive) throws IOException {
        socket = connect(port, alive);
        Thread.ofVirtual().name("baresip-control").start(this::read);
    }

    void command(String name, String parameters) {
        String json = "{\"command\":\"" + name + "\",\"params\":\"" + parameters + "\"}";
        try {
            socket.getOutputStream().write((json.length() + ":" + json + ",").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError("baresip has gone", e);
        }
    }

    /// Null when it did not come in time.
    Event await(String type, Duration deadline) {
        long until = System.nanoTime() + deadline.toNanos();
        try {
            Event event;
            while ((event = events.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS)) != null) {
                if (event.type().equals(type)) {
                    return event;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    List<String> said() {
        return said;
    }

    @Override
    public void close() {
        try {
            command("quit", "");
            socket.close();
        } catch (AssertionError | IOException e) {
            // It has gone already.
        }
    }

    private static Socket connect(int port, BooleanSupplier alive) throws IOException {
        long until = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException notYet) {
                if (!alive.getAsBoolean() || System.nanoTime() > until) {
                    throw notYet;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
            for (int length = length(in); length >= 0; length = length(in)) {
                String json = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                in.read();
                Matcher type = TYPE.matcher(json);
                if (type.find()) {
                    Matcher parameter = PARAMETER.matcher(json);
                    said.add(type.group(1));
                    events.add(new Event(type.group(1), parameter.find() ? parameter.group(1) : ""));
                }
            }
        } catch (IOException e) {
            // Closed; who waits for an event runs into his deadline.
        }
    }

    /// Digits up to the colon; -1 at the end.
    private static int length(InputStream in) throws IOException {
        int length = 0;
        int c;
        while ((c = in.read()) != ':') {
            if (c < '0' || c > '9') {
                return -1;
            }
            length = length * 10 + c - '0';
        }
        return length;
    }
}
