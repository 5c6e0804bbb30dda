package org.tipring.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
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

    /// A thread of this JVM that does all of the work, where the subject is one.
    String THREAD = "bench-relay";
    int FIRST_PORT = 20_000;
    int LAST_PORT = 25_999;

    List<InetSocketAddress> ports();

    /// What each stream speaks: RTP payload type 0 or 8.
    byte[] payloadTypes();

    /// The process that does the work.
    long pid();

    @Override
    void close() throws IOException;

    static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// One that is a thread here.
    abstract class Threaded implements RelaySubject {

        private static final com.sun.management.ThreadMXBean THREADS = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

        private static final int STARTING_MILLIS = 1000;

        final RtpSocketNetwork network = new RtpSocketNetwork(InetAddress.getLoopbackAddress(), FIRST_PORT, LAST_PORT);
        final List<InetSocketAddress> ports = new ArrayList<>();

        Threaded() throws IOException { }

        @Override
        public List<InetSocketAddress> ports() {
            return ports;
        }

        /// This one: the bench itself only waits.
        @Override
        public long pid() {
            return ProcessHandle.current().pid();
        }

        /// Bytes that the thread has allocated so far.
        long allocated() {
            return THREADS.getThreadAllocatedBytes(Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(THREAD))
                    .findFirst().orElseThrow().threadId());
        }

        /// As [Tools#prefer], once the thread runs.
        void prefer() throws IOException, InterruptedException {
            // A thread that has just been started has its name only when it first runs.
            for (int i = 0; i < STARTING_MILLIS && !SystemCalls.exists(THREAD); i++) {
                Thread.sleep(1);
            }
            Tools.prefer(Long.parseLong(SystemCalls.kernelId(THREAD)), false);
        }
    }

    /// The gateway's media loop, its streams joined in pairs.
    final class Relay extends Threaded {

        private final MediaLoop loop;
        private final MediaThread thread;
        private final List<Long> ids = new ArrayList<>();
        private final byte[] payloadTypes;

        /// @param second what every other stream speaks; the first of a pair speaks A-law
        /// @param hearKeys with a jitter buffer, decoder and key detector each way
        Relay(int streams, IntUnaryOperator loadPort, AudioFormat second, boolean hearKeys) throws IOException, InterruptedException {
            loop = new MediaLoop(THREAD, network, MediaSettings.DEFAULTS.withHearKeys(hearKeys), _ -> { });
            thread = new MediaThread(loop);
            payloadTypes = new byte[streams];
            thread.start();
            prefer();
            for (int i = 0; i < streams; i++) {
                AudioFormat format = i % 2 == 0 ? AudioFormat.PCMA : second;
                long id = loop.openRtp();
                ids.add(id);
                ports.add(local(loop.localPort(id)));
                payloadTypes[i] = (byte) format.payloadType();
                post(new MediaCommand.Negotiate(id, new RtpParameters(local(loadPort.applyAsInt(i)), format, -1, 20, true, true)));
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
        public void close() {
            thread.close();
            network.close();
        }
    }

    /// The same sockets without the gateway's media engine: each packet goes back at once.
    final class JdkReflector extends Threaded {

        private final Thread thread = Thread.ofPlatform().name(THREAD).daemon().unstarted(this::run);
        private volatile boolean running = true;

        JdkReflector(int streams, IntUnaryOperator loadPort) throws IOException, InterruptedException {
            for (int i = 0; i < streams; i++) {
                DatagramPair pair = network.open();
                pair.attach(local(loadPort.applyAsInt(i)));
                ports.add(local(pair.rtpPort()));
            }
            thread.start();
            prefer();
        }

        private void run() {
            DatagramNetwork.Receiver receiver = this::reflect;
            while (running) {
                network.poll(Long.MAX_VALUE, receiver);
            }
        }

        private void reflect(DatagramPair pair, boolean rtcp, long source, byte[] data, int length, long atNanos) {
            pair.sendRtp(data, length, (InetSocketAddress) pair.attachment());
        }

        @Override
        public byte[] payloadTypes() {
            byte[] types = new byte[ports.size()];
            Arrays.fill(types, (byte) AudioFormat.PCMA.payloadType());
            return types;
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
