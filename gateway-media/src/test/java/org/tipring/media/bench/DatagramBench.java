package org.tipring.media.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.tipring.media.net.RtpSocketNetwork;
import org.tipring.media.rtp.DatagramNetwork;
import org.tipring.media.rtp.DatagramPair;
import org.tipring.media.rtp.RtpPacket;

/// What a packet costs below the media engine: our [RtpSocketNetwork] and Netty reflect 172-byte packets on many sockets, in turns, each
/// socket getting one every 20 ms. Printed is the CPU time of the reflecting thread for each packet received and sent.
///
/// Arguments: sockets, seconds measured, rounds. Run it with the command in this module's README.
public final class DatagramBench {

    private static final int FIRST_PORT = 31_000;
    private static final long PERIOD_NANOS = 20_000_000L;
    private static final long WAKE_NANOS = 500_000L;

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final int sockets;
    private final int seconds;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private DatagramBench(int sockets, int seconds) {
        this.sockets = sockets;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        int sockets = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 400;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        DatagramBench bench = new DatagramBench(sockets, seconds);
        System.out.printf("%d sockets, 50 packets of 172 bytes a second each, %d s measured after %d s of warm-up%n", sockets, seconds, seconds);
        for (int round = 1; round <= rounds; round++) {
            bench.jdk(round);
            bench.netty(round);
        }
    }

    private void jdk(int round) throws Exception {
        try (RtpSocketNetwork network = new RtpSocketNetwork(loopback, FIRST_PORT - FIRST_PORT % 2, FIRST_PORT + 2 * sockets - 1)) {
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < sockets; i++) {
                ports.add(network.open().rtpPort());
            }
            Reflector reflector = new Reflector(network);
            Thread thread = Thread.ofPlatform().name("reflector").start(reflector);
            load("JDK DatagramChannel + Selector", round, thread, ports, reflector.reflected::get);
            reflector.running = false;
            network.wakeup();
            thread.join();
        }
    }

    private static final class Reflector implements Runnable {
        private final RtpSocketNetwork network;
        private final AtomicLong reflected = new AtomicLong();
        private volatile boolean running = true;
        private long lastSource;
        private InetSocketAddress lastAddress;

        Reflector(RtpSocketNetwork network) {
            this.network = network;
        }

        @Override
        public void run() {
            DatagramNetwork.Receiver receiver = this::reflect;
            while (running) {
                network.poll(Long.MAX_VALUE, receiver);
            }
        }

        private void reflect(DatagramPair pair, boolean rtcp, long source, byte[] data, int length, long atNanos) {
            if (source != lastSource) {
                lastSource = source;
                lastAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) (source & 0xffff));
            }
            pair.sendRtp(data, length, lastAddress);
            reflected.setRelease(reflected.getPlain() + 1);
        }
    }

    private void netty(int round) throws Exception {
        AtomicReference<Thread> eventLoop = new AtomicReference<>();
        try (NettyReflector reflector = new NettyReflector(loopback, FIRST_PORT, 2 * sockets, task -> {
            eventLoop.set(new Thread(task, "netty"));
            return eventLoop.get();
        })) {
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < sockets; i++) {
                ports.add(FIRST_PORT + 2 * i);
            }
            load("Netty NIO", round, eventLoop.get(), ports, reflector.reflected::get);
        }
    }

    /// Sends to all ports in an even stream, first to warm up, then to measure.
    private void load(String what, int round, Thread reflecting, List<Integer> ports, LongSupplier reflected) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            channel.bind(new InetSocketAddress(loopback, 0));
            channel.configureBlocking(false);
            List<InetSocketAddress> targets = ports.stream().map(p -> new InetSocketAddress(loopback, p)).toList();
            drive(channel, targets);
            long reflectedBefore = reflected.getAsLong();
            long bytesBefore = threads.getThreadAllocatedBytes(reflecting.threadId());
            long cpuBefore = threads.getThreadCpuTime(reflecting.threadId());
            long sent = drive(channel, targets);
            long cpu = threads.getThreadCpuTime(reflecting.threadId()) - cpuBefore;
            long bytes = threads.getThreadAllocatedBytes(reflecting.threadId()) - bytesBefore;
            long packets = reflected.getAsLong() - reflectedBefore;
            System.out.printf("round %d  %-32s %6.2f us CPU and %5.1f bytes allocated a packet (received and sent), %d sent, %d reflected%s%n",
                    round, what, cpu / 1000.0 / packets, (double) bytes / packets, sent, packets,
                    Math.abs(sent - packets) > sent / 100 ? " - fell behind: the machine was busy, do not compare" : "");
        }
    }

    /// @return packets sent
    private long drive(DatagramChannel channel, List<InetSocketAddress> targets) throws IOException {
        ByteBuffer packet = ByteBuffer.allocateDirect(172);
        ByteBuffer echo = ByteBuffer.allocateDirect(2048);
        byte[] header = new byte[RtpPacket.HEADER];
        RtpPacket.writeHeader(header, false, 8, 1, 160, 7);
        packet.put(0, header);
        long interval = PERIOD_NANOS / sockets;
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        long sent = 0;
        for (long now = start; now < end; now = System.nanoTime()) {
            while (start + sent * interval <= now) {
                channel.send(packet.clear(), targets.get((int) (sent % sockets)));
                sent++;
            }
            while (channel.receive(echo.clear()) != null) {
                // Only to keep the queue short: the reflector counts.
            }
            LockSupport.parkNanos(WAKE_NANOS);
        }
        return sent;
    }
}
