package org.tipring.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.tipring.media.rtp.RtpPacket;

/// The far ends of many RTP streams on one socket: a packet of 20 ms to each, evenly spread, and whatever comes back. One thread.
final class RtpStreams implements AutoCloseable {

    static final int PAYLOAD = 160;
    private static final long PERIOD_NANOS = 20_000_000;
    private static final long WAKE_NANOS = 250_000;
    private static final int BUFFER = 4 << 20;

    /// What is said and heard, on the streams' thread.
    interface Sound {

        /// Fills the payload of the next packet, which leaves now.
        void speak(int stream, byte[] payload, long nowNanos);

        /// @param packet position at the payload
        default void hear(int stream, ByteBuffer packet, long nowNanos) { }
    }

    private final DatagramChannel channel = DatagramChannel.open();
    private final int port;
    private final Sound sound;
    private final Thread thread = Thread.ofPlatform().name("rtp-load").daemon().priority(Thread.MAX_PRIORITY).unstarted(this::run);
    private int[] streamOfPort;
    private List<InetSocketAddress> remotes;
    private byte[] payloadTypes;
    private volatile boolean running = true;
    private volatile long sent;
    private volatile long received;

    RtpStreams(Sound sound) throws IOException {
        this.sound = sound;
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    int port() {
        return port;
    }

    /// @param remotes where each stream goes, and comes from; all on the loopback interface
    void start(List<InetSocketAddress> remotes, byte[] payloadTypes) {
        this.remotes = List.copyOf(remotes);
        this.payloadTypes = payloadTypes.clone();
        streamOfPort = new int[1 << 16];
        Arrays.fill(streamOfPort, -1);
        for (int i = 0; i < remotes.size(); i++) {
            streamOfPort[remotes.get(i).getPort()] = i;
        }
        thread.start();
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    private void run() {
        try {
            load();
        } catch (IOException e) {
            throw new IllegalStateException("the load's socket failed", e);
        }
    }

    private void load() throws IOException {
        int count = remotes.size();
        long interval = PERIOD_NANOS / count;
        byte[] payload = new byte[PAYLOAD];
        byte[] header = new byte[RtpPacket.HEADER];
        ByteBuffer out = ByteBuffer.allocateDirect(RtpPacket.HEADER + PAYLOAD);
        ByteBuffer in = ByteBuffer.allocateDirect(2048);
        long start = System.nanoTime();
        for (long packets = 0; running;) {
            long now = System.nanoTime();
            while (start + packets * interval <= now && running) {
                int stream = (int) (packets % count);
                int turn = (int) (packets / count);
                RtpPacket.writeHeader(header, turn == 0, payloadTypes[stream], turn & 0xffff, turn * PAYLOAD, 0x1000 + stream);
                now = System.nanoTime();
                sound.speak(stream, payload, now);
                out.clear().put(header).put(payload).flip();
                channel.send(out, remotes.get(stream));
                packets++;
            }
            sent = packets;
            receive(in);
            LockSupport.parkNanos(WAKE_NANOS);
        }
    }

    private void receive(ByteBuffer in) throws IOException {
        while (true) {
            try {
                InetSocketAddress from = (InetSocketAddress) channel.receive(in.clear());
                if (from == null) {
                    return;
                }
                received++;
                int stream = streamOfPort[from.getPort()];
                if (stream >= 0 && in.position() > RtpPacket.HEADER) {
                    sound.hear(stream, in.flip().position(RtpPacket.HEADER), System.nanoTime());
                }
            } catch (PortUnreachableException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        running = false;
        try {
            if (thread.isAlive()) {
                thread.join(2_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channel.close();
    }
}
