package org.tipring.media.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.tipring.media.rtp.DatagramNetwork;
import org.tipring.media.rtp.DatagramPair;
import org.tipring.media.rtp.PackedAddress;
import org.tipring.media.time.Deadlines;

/// A network without sockets, in virtual time. The gateway's ports are at [#GATEWAY]; peers have whatever address a test gives them.
///
/// ```
/// peer.send ──► weather ──► in flight until its time ──► poll ──► MediaLoop
/// MediaLoop ──► sendRtp ──► weather ──► in flight ──► poll or [#settle] ──► peer
/// ```
/// Without weather nothing is in flight: the gateway finds datagrams at its next poll, peers get theirs at once. One thread.
public final class InMemoryNetwork implements DatagramNetwork {

    public static final String GATEWAY = "10.0.0.1";

    /// Who gets what the gateway sends to an address.
    public interface Peer {
        /// The array is reused when the call returns.
        void datagram(long from, byte[] data, int length, long atNanos);
    }

    /// What the network does to a datagram.
    public interface Weather {
        Weather FAIR = (_, _) -> 0;
        long LOST = -1;

        /// @return how long it is under way, nanoseconds, or [#LOST]
        long delayNanos(boolean towardsGateway, long nowNanos);
    }

    private record Flight(long atNanos, long number, long from, long to, byte[] data) { }

    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 59_998;

    private final LongSupplier clock;
    private final Map<Integer, MemoryPair> pairs = new HashMap<>();
    private final Map<Long, Peer> peers = new HashMap<>();
    private final PriorityQueue<Flight> inFlight = new PriorityQueue<>(
            (a, b) -> a.atNanos != b.atNanos ? Long.compare(a.atNanos, b.atNanos) : Long.compare(a.number, b.number));
    private final ArrayDeque<Flight> arrived = new ArrayDeque<>();
    private Weather weather = Weather.FAIR;
    private int portLimit = Integer.MAX_VALUE;
    private int nextPort = FIRST_PORT;
    private long flights;
    private long unreachable;
    private long sentByGateway;

    /// @param clock `VirtualClock::now`
    public InMemoryNetwork(LongSupplier clock) {
        this.clock = clock;
    }

    public void weather(Weather newWeather) {
        weather = newWeather;
    }

    /// How many pairs may be open before [#open] fails as a used-up range does.
    public void limitPairs(int limit) {
        portLimit = limit;
    }

    public static InetSocketAddress gateway(int port) {
        return new InetSocketAddress(GATEWAY, port);
    }

    /// Whatever the gateway sends to this address from now on goes there; null for nobody.
    public void attach(InetSocketAddress address, Peer peer) {
        if (peer == null) {
            peers.remove(PackedAddress.of(address));
        } else {
            peers.put(PackedAddress.of(address), peer);
        }
    }

    /// Sends a datagram to the gateway, from anywhere: senders can lie. The bytes are copied.
    public void deliver(InetSocketAddress from, int gatewayPort, byte[] data, int length) {
        deliver(PackedAddress.of(from), gatewayPort, data, length);
    }

    public void deliver(long from, int gatewayPort, byte[] data, int length) {
        Flight flight = new Flight(0, 0, from, gatewayPort, Arrays.copyOf(data, length));
        launch(flight, true);
    }

    private void launch(Flight flight, boolean towardsGateway) {
        long now = clock.getAsLong();
        long delay = weather.delayNanos(towardsGateway, now);
        if (delay == 0 && towardsGateway) {
            arrived.add(flight);
        } else if (delay == 0) {
            land(flight);
        } else if (delay > 0) {
            // A peer's address is negative in flight: both kinds share one queue.
            inFlight.add(new Flight(now + delay, flights++, flight.from, towardsGateway ? flight.to : -flight.to, flight.data));
        }
    }

    private void land(Flight flight) {
        Peer peer = peers.get(flight.to);
        if (peer == null) {
            unreachable++;
        } else {
            peer.datagram(flight.from, flight.data, flight.data.length, clock.getAsLong());
        }
    }

    @Override
    public DatagramPair open() throws IOException {
        if (pairs.size() >= portLimit) {
            throw new IOException("no RTP port is free between " + FIRST_PORT + " and " + (LAST_PORT + 1) + " (limited by the test)");
        }
        while (pairs.containsKey(nextPort)) {
            turnPort();
        }
        MemoryPair pair = new MemoryPair(nextPort);
        pairs.put(nextPort, pair);
        turnPort();
        return pair;
    }

    private void turnPort() {
        nextPort = nextPort >= LAST_PORT ? FIRST_PORT : nextPort + 2;
    }

    @Override
    public void poll(long waitNanos, Receiver receiver) {
        settle();
        long now = clock.getAsLong();
        for (int left = arrived.size(); left > 0; left--) {
            Flight flight = arrived.poll();
            int port = (int) flight.to;
            MemoryPair pair = pairs.get(port & ~1);
            if (pair == null) {
                unreachable++;
            } else {
                receiver.datagram(pair, (port & 1) == 1, flight.from, flight.data, flight.data.length, now);
            }
        }
    }

    /// Brings to its place what is due by now.
    public void settle() {
        long now = clock.getAsLong();
        while (!inFlight.isEmpty() && inFlight.peek().atNanos <= now) {
            Flight flight = inFlight.poll();
            if (flight.to > 0) {
                arrived.add(flight);
            } else {
                land(new Flight(flight.atNanos, 0, flight.from, -flight.to, flight.data));
            }
        }
    }

    /// When the next datagram lands, or `Deadlines.NEVER`.
    public long nextDeadline() {
        if (!arrived.isEmpty()) {
            return clock.getAsLong();
        }
        return inFlight.isEmpty() ? Deadlines.NEVER : inFlight.peek().atNanos;
    }

    @Override
    public void wakeup() {
        // Nobody sleeps here.
    }

    public int openPairs() {
        return pairs.size();
    }

    /// Datagrams for ports and peers that are not there.
    public long unreachable() {
        return unreachable;
    }

    public long sentByGateway() {
        return sentByGateway;
    }

    private final class MemoryPair implements DatagramPair {

        private final int port;
        private final long rtpAddress;
        private Object owner;

        MemoryPair(int port) {
            this.port = port;
            this.rtpAddress = PackedAddress.of(gateway(port));
        }

        @Override
        public int rtpPort() {
            return port;
        }

        @Override
        public void attach(Object newOwner) {
            owner = newOwner;
        }

        @Override
        public Object attachment() {
            return owner;
        }

        @Override
        public void sendRtp(byte[] data, int length, InetSocketAddress to) {
            send(rtpAddress, data, length, to);
        }

        @Override
        public void sendRtcp(byte[] data, int length, InetSocketAddress to) {
            send(rtpAddress + 1, data, length, to);
        }

        private void send(long from, byte[] data, int length, InetSocketAddress to) {
            sentByGateway++;
            long packed = PackedAddress.of(to);
            if (!peers.containsKey(packed)) {
                unreachable++;
                return;
            }
            launch(new Flight(0, 0, from, packed, Arrays.copyOf(data, length)), false);
        }

        @Override
        public void close() {
            pairs.remove(port, this);
        }
    }
}
