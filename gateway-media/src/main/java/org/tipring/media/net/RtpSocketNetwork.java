package org.tipring.media.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.tipring.media.rtp.DatagramNetwork;
import org.tipring.media.rtp.DatagramPair;

/// RTP and RTCP over the JDK's `DatagramChannel` and one `Selector`; measured against Netty in this module's README.
///
/// Each turn takes one datagram from every ready socket. RTP leaves no more in it, so reading until it is empty would be a second system
/// call for each packet, in vain; where there is more, the selector says so again at once, and a flooded port cannot keep the others waiting. Nothing is allocated per packet. [#open] and closing may be called by any thread, [#poll] by the media thread only.
public final class RtpSocketNetwork implements DatagramNetwork, AutoCloseable {

    /// How long a port rests after a call: longer than packets wander about in networks and jitter buffers.
    private static final long REST_NANOS = 5_000_000_000L;

    private final InetAddress bindAddress;
    private final RtpPortPool ports;
    private final Selector selector;
    private final PacketBuffers buffers = new PacketBuffers();
    private final LongAdder sendFailures = new LongAdder();
    private final LongAdder receiveFailures = new LongAdder();
    private final Consumer<SelectionKey> onReady = this::onReady;
    private Receiver receiver;

    /// @param bindAddress IPv4 address to bind, `0.0.0.0` for all
    /// @param firstPort even; @param lastPort odd
    public RtpSocketNetwork(InetAddress bindAddress, int firstPort, int lastPort) throws IOException {
        this(bindAddress, firstPort, lastPort, REST_NANOS);
    }

    RtpSocketNetwork(InetAddress bindAddress, int firstPort, int lastPort, long restNanos) throws IOException {
        this.bindAddress = bindAddress;
        this.ports = new RtpPortPool(firstPort, lastPort, restNanos, new SecureRandom());
        this.selector = Selector.open();
    }

    @Override
    public DatagramPair open() throws IOException {
        for (int tries = 0; tries < ports.pairs(); tries++) {
            int port = ports.acquire(System.nanoTime());
            try {
                SocketPair pair = new SocketPair(port, bindAddress, selector, buffers, sendFailures, this::release);
                selector.wakeup();
                return pair;
            } catch (BindException _) {
                // Another program has it, or its odd neighbour. It rests like a used one, then it is tried again.
                ports.release(port, System.nanoTime());
            } catch (IOException e) {
                ports.release(port, System.nanoTime());
                throw new IOException("RTP port " + port + " cannot be opened on " + bindAddress.getHostAddress() + ": " + e.getMessage()
                        + ". Is this an address of this machine, and may this process open enough files (ulimit -n)?", e);
            }
        }
        throw new IOException("none of the RTP ports can be bound on " + bindAddress.getHostAddress()
                + ": other programs have them, or it is no address of this machine.");
    }

    private void release(int port) {
        ports.release(port, System.nanoTime());
        selector.wakeup();
    }

    @Override
    public void poll(long waitNanos, Receiver to) {
        receiver = to;
        try {
            if (waitNanos <= 0) {
                selector.selectNow(onReady);
            } else if (waitNanos == Long.MAX_VALUE) {
                selector.select(onReady);
            } else {
                // Rounded up: a millisecond late is better than a millisecond of spinning.
                selector.select(onReady, (waitNanos + 999_999) / 1_000_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("waiting for RTP", e);
        }
    }

    private void onReady(SelectionKey key) {
        RtpSocket socket = (RtpSocket) key.attachment();
        try {
            socket.receive(receiver, System.nanoTime());
        } catch (IOException _) {
            // Closed meanwhile, or an ICMP error of an earlier send.
            receiveFailures.increment();
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    /// Port pairs that are open. Any thread.
    public int openPairs() {
        return ports.inUse();
    }

    /// Datagrams that the kernel did not take. Any thread.
    public long sendFailures() {
        return sendFailures.sum();
    }

    /// Reads that failed. Any thread.
    public long receiveFailures() {
        return receiveFailures.sum();
    }

    /// Closes every socket. When the media thread has ended.
    @Override
    public void close() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the RTP sockets", e);
        }
    }
}
