package org.tipring.tdm.emulator;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.tipring.media.dsp.FskTones;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.CallerIdSender;
import org.tipring.tdm.callerid.LineMessage;

/// The exchange behind the exchange lines of an emulated line card, which is a process of its own: `exchange.h` of its source says what goes
/// over the socket. The card's clock leads. One thread, `card-exchange`.
public final class CardExchange implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CardExchange.class.getName());
    private static final int SAMPLES = 64;
    private static final int MESSAGE = 2 + 2 * SAMPLES;
    private static final long BLOCK_NANOS = 8_000_000;
    private static final int FIRST_NUMBER = 5550110;
    /// As strong as an exchange sends it (GR-30-CORE).
    private static final double FSK_DBM0 = -13.5;

    private final ServerSocketChannel server;
    private final Exchange exchange;
    private final FskTones fsk;
    private final List<String> numbers;
    private final List<Line> lines;
    /// In the order in which they are first heard of.
    private final Map<Integer, Line> ports = new HashMap<>();
    private final ConcurrentLinkedQueue<EmulatedModems.Task> tasks = new ConcurrentLinkedQueue<>();
    private final CopyOnWriteArrayList<ExchangeEvent> events = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Consumer<ExchangeEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile SocketChannel card;

    private CardExchange(ExchangeSettings settings, int count, Path socket, Consumer<Exchange> subscribers) throws IOException {
        exchange = new Exchange(settings, this::record);
        subscribers.accept(exchange);
        fsk = settings.callerIdOrder() == ExchangeSettings.CallerIdOrder.BEFORE_FIRST_RING ? FskTones.V23 : FskTones.BELL_202;
        numbers = IntStream.range(0, count).mapToObj(i -> Integer.toString(FIRST_NUMBER + i)).toList();
        lines = numbers.stream().map(Line::new).toList();
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        thread = Thread.ofPlatform().name("card-exchange").daemon(true).priority(Thread.MAX_PRIORITY).unstarted(this::run);
    }

    /// @param lines how many the card has; @param socket where the card finds it; @param subscribers puts subscribers behind its numbers
    public static CardExchange start(ExchangeSettings settings, int lines, Path socket, Consumer<Exchange> subscribers) throws IOException {
        CardExchange exchange = new CardExchange(settings, lines, socket, subscribers);
        exchange.thread.start();
        return exchange;
    }

    /// Of its lines, in the order of the card's ports.
    public List<String> numbers() {
        return numbers;
    }

    /// Does something with the exchange within a block. Any thread.
    public void execute(EmulatedModems.Task task) {
        tasks.add(task);
    }

    /// Tells of every event from now on, on the exchange's thread. Any thread.
    public void onEvent(Consumer<ExchangeEvent> listener) {
        listeners.add(listener);
    }

    private void record(ExchangeEvent event) {
        events.add(event);
        listeners.forEach(listener -> listener.accept(event));
    }

    /// What it has seen so far. Any thread.
    public List<ExchangeEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public void close() {
        try {
            server.close();
            if (card != null) {
                card.close();
            }
            thread.join(2_000);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the exchange's socket: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (SocketChannel channel = server.accept()) {
            card = channel;
            ByteBuffer in = ByteBuffer.allocate(MESSAGE).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer out = ByteBuffer.allocate(MESSAGE).order(ByteOrder.LITTLE_ENDIAN);
            while (whole(channel, in)) {
                int port = in.get() & 0xFF;
                Line line = ports.computeIfAbsent(port, _ -> lines.get(ports.size()));
                line.block(in.get() != 0, in, out.clear(), port);
                out.flip();
                while (out.hasRemaining()) {
                    channel.write(out);
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the card has gone: {0}", e.getMessage());
        }
    }

    private static boolean whole(SocketChannel channel, ByteBuffer in) throws IOException {
        in.clear();
        while (in.hasRemaining()) {
            if (channel.read(in) < 0) {
                return false;
            }
        }
        in.flip();
        return true;
    }

    private final class Line implements TelephoneSet {

        private final Loop loop;
        private final short[] fromCard = new short[SAMPLES];
        private final short[] toCard = new short[SAMPLES];
        private final List<CallerIdSender> announcements = new ArrayList<>();
        private long now;
        private boolean closed;
        private boolean rings;

        Line(String number) {
            loop = exchange.connect(number);
            loop.attach(this);
        }

        void block(boolean offHook, ByteBuffer in, ByteBuffer out, int port) {
            now += BLOCK_NANOS;
            for (EmulatedModems.Task task = tasks.poll(); task != null; task = tasks.poll()) {
                carryOut(task);
            }
            exchange.advance(now);
            if (offHook != closed) {
                closed = offHook;
                announcements.clear();
                loop.offHook(offHook, now);
            }
            for (int i = 0; i < SAMPLES; i++) {
                fromCard[i] = in.getShort();
            }
            loop.transfer(fromCard, toCard, SAMPLES, now);
            announce();
            int state = !loop.battery() ? 0 : loop.reversed() ? 2 : 1;
            out.put((byte) port).put((byte) ((rings ? 1 : 0) | state << 1));
            for (short sample : toCard) {
                out.putShort(sample);
            }
        }

        private void carryOut(EmulatedModems.Task task) {
            try {
                task.run(exchange, now);
            } catch (RuntimeException wrong) {
                // Whose idea it was has its line, and the others theirs.
                LOG.log(System.Logger.Level.WARNING, "the exchange cannot do that: {0}", wrong.getMessage());
            }
        }

        private void announce() {
            if (!announcements.isEmpty()) {
                announcements.getFirst().next(toCard, 0, SAMPLES);
                if (announcements.getFirst().done()) {
                    announcements.removeFirst();
                }
            }
        }

        @Override
        public void catchUp(long atNanos) { }

        @Override
        public void ringing(boolean on, long atNanos) {
            rings = on;
        }

        @Override
        public void callerId(CallerId caller, LocalDateTime date, long atNanos) {
            announcements.add(CallerIdSender.onHook(fsk, CallerIdSender.Format.MDMF, LineMessage.CallSetup.of(caller), FSK_DBM0));
        }

        @Override
        public void battery(boolean on, long atNanos) { }

        @Override
        public void reversed(long atNanos) { }

        @Override
        public void soundChanged(long atNanos) { }
    }
}
