package org.tipring.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.engine.MediaCommand;
import org.tipring.media.engine.MediaLoop;
import org.tipring.media.engine.MediaSettings;
import org.tipring.media.engine.MediaThread;
import org.tipring.media.engine.RtpParameters;
import org.tipring.media.engine.Termination;
import org.tipring.media.net.RtpSocketNetwork;
import org.tipring.media.rtp.DatagramNetwork;
import org.tipring.media.rtp.DatagramPair;

/// What `bench media` loads: something with a port for each stream that passes packets on.
interface RelaySubject extends AutoCloseable {

    /// A thread of this JVM that does all of the work.
    String THREAD = "bench-relay";
    int FIRST_PORT = 20_000;
    int LAST_PORT = 25_999;

    List<InetSocketAddress> ports();

    byte[] payloadTypes();

    /// Packets passed on so far.
    long packets() throws IOException;

    long cpuNanos() throws IOException;

    /// Bytes allocated so far, -1 where there is no such thing.
    long allocated();

    @Override
    void close() throws IOException;

    static Thread thread() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(THREAD)).findFirst().orElseThrow();
    }

    static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// One that is a thread here.
    abstract class Threaded implements RelaySubject {

        private static final com.sun.management.ThreadMXBean THREADS = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

        final RtpSocketNetwork network = new RtpSocketNetwork(InetAddress.getLoopbackAddress(), FIRST_PORT, LAST_PORT);
        final List<InetSocketAddress> ports = new ArrayList<>();

        Threaded() throws IOException { }

        @Override
        public List<InetSocketAddress> ports() {
            return ports;
        }

        @Override
        public long cpuNanos() {
            return THREADS.getThreadCpuTime(thread().threadId());
        }

        @Override
        public long allocated() {
            return THREADS.getThreadAllocatedBytes(thread().threadId());
        }
    }

    /// The gateway's media loop, its streams joined in pairs.
    final class Relay extends Threaded {

        private final MediaLoop loop = new MediaLoop(THREAD, network, MediaSettings.DEFAULTS, _ -> { });
        private final MediaThread thread = new MediaThread(loop);
        private final List<Long> ids = new ArrayList<>();
        private final byte[] payloadTypes;

        /// @param second what every other stream speaks; the first of a pair speaks A-law
        Relay(int streams, int loadPort, AudioFormat second) throws IOException {
            payloadTypes = new byte[streams];
            thread.start();
            for (int i = 0; i < streams; i++) {
                AudioFormat format = i % 2 == 0 ? AudioFormat.PCMA : second;
                long id = loop.openRtp();
                ids.add(id);
                ports.add(local(loop.localPort(id)));
                payloadTypes[i] = (byte) format.payloadType();
                post(new MediaCommand.Negotiate(id, new RtpParameters(local(loadPort), format, -1, 20, true, true)));
                if (i % 2 == 1) {
                    post(new MediaCommand.Connect(i, new Termination.Rtp(ids.get(i - 1)), new Termination.Rtp(id)));
                }
            }
        }

        private void post(MediaCommand command) {
            while (!loop.post(command)) {
                Thread.onSpinWait();
            }
        }

        @Override
        public byte[] payloadTypes() {
            return payloadTypes;
        }

        @Override
        public long packets() {
            return loop.statistics().packetsSent();
        }

        @Override
        public void close() {
            thread.close();
            network.close();
        }
    }

    /// The same sockets without the gateway's media engine: each packet goes back at once.
    final class JdkReflector extends Threaded {

        private final AtomicLong reflected = new AtomicLong();
        private final InetSocketAddress load;
        private final Thread thread = Thread.ofPlatform().name(THREAD).daemon().unstarted(this::run);
        private volatile boolean running = true;

        JdkReflector(int streams, int loadPort) throws IOException {
            load = local(loadPort);
            for (int i = 0; i < streams; i++) {
                ports.add(local(network.open().rtpPort()));
            }
            thread.start();
        }

        private void run() {
            DatagramNetwork.Receiver receiver = this::reflect;
            while (running) {
                network.poll(Long.MAX_VALUE, receiver);
            }
        }

        private void reflect(DatagramPair pair, boolean rtcp, long source, byte[] data, int length, long atNanos) {
            pair.sendRtp(data, length, load);
            reflected.setRelease(reflected.getPlain() + 1);
        }

        @Override
        public byte[] payloadTypes() {
            return new byte[ports.size()];
        }

        @Override
        public long packets() {
            return reflected.get();
        }

        @Override
        public void close() {
            running = false;
            network.wakeup();
            try {
                thread.join(2_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            network.close();
        }
    }
}
