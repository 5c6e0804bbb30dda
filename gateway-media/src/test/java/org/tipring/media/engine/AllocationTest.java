package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codec;
import org.tipring.media.codec.Codecs;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.DatagramNetwork;
import org.tipring.media.rtp.DatagramPair;
import org.tipring.media.rtp.PackedAddress;
import org.tipring.media.rtp.PacketLog;
import org.tipring.media.srtp.MasterKey;
import org.tipring.media.srtp.SrtpSession;
import org.tipring.media.srtp.SrtpSuite;

/// Nothing is allocated per packet: counted, not believed.
class AllocationTest {

    private static final int PACKETS = 100_000;
    private static final int WARM_UP = 30_000;

    /// A network that allocates nothing itself: each poll hands over one datagram for each pair, from the same array.
    private static final class StillNetwork implements DatagramNetwork {
        private final DatagramPair[] pairs = new DatagramPair[2];
        private final long[] sources = new long[2];
        private byte[] packet = Packets.rtp(8, 0, 0, 77, new byte[160]);
        private int ticks = 160;
        /// Only this one gets packets; all when negative.
        private int only = -1;
        private int open;
        private int sequence;
        private boolean lossy;
        /// The telephone's end of a secured call.
        private SrtpSession phone;
        private final byte[] secured = new byte[172 + SrtpSession.MOST_OVERHEAD];
        private final byte[] wire = new byte[secured.length];
        private boolean quiet;
        private long sent;
        private long now;

        @Override
        public DatagramPair open() {
            int port = 10_000 + 2 * open;
            DatagramPair pair = new DatagramPair() {
                private Object owner;

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
                    sent++;
                }

                @Override
                public void sendRtcp(byte[] data, int length, InetSocketAddress to) {
                    sent++;
                }

                @Override
                public void close() {
                    open--;
                }
            };
            pairs[open++] = pair;
            return pair;
        }

        @Override
        public void poll(long waitNanos, Receiver receiver) {
            sequence++;
            if (quiet || lossy && sequence % 20 == 0) {
                return;
            }
            packet[2] = (byte) (sequence >> 8);
            packet[3] = (byte) sequence;
            int timestamp = sequence * ticks;
            packet[4] = (byte) (timestamp >> 24);
            packet[5] = (byte) (timestamp >> 16);
            packet[6] = (byte) (timestamp >> 8);
            packet[7] = (byte) timestamp;
            int securedLength = 0;
            if (phone != null) {
                System.arraycopy(packet, 0, secured, 0, packet.length);
                securedLength = phone.protect(secured, packet.length);
            }
            for (int i = 0; i < open; i++) {
                if (phone != null) {
                    System.arraycopy(secured, 0, wire, 0, securedLength);
                    receiver.datagram(pairs[i], false, sources[i], wire, securedLength, now);
                } else if (only < 0 || only == i) {
                    receiver.datagram(pairs[i], false, sources[i], packet, packet.length, now);
                }
            }
        }

        @Override
        public void wakeup() {
            // Nobody sleeps here.
        }
    }

    private static final class StillLine implements AudioEndpoint {
        private final short[] noise = new short[Pcm.FRAME];
        private boolean due;

        @Override
        public boolean read(short[] frame) {
            boolean give = due;
            due = false;
            if (give) {
                System.arraycopy(noise, 0, frame, 0, Pcm.FRAME);
            }
            return give;
        }

        @Override
        public void write(short[] frame) {
            // Heard by nobody.
        }
    }

    private final StillNetwork network = new StillNetwork();
    private long captured;
    /// Counts, and keeps nothing.
    private final PacketLog log = new PacketLog() {
        @Override
        public void write(long epochNanos, boolean sent, int localPort, long remote, byte[] data, int length) {
            captured++;
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };
    private MediaLoop loop = loop(MediaSettings.DEFAULTS.withHoldSound(new HoldSound.Music(new short[2 * Pcm.RATE])));
    private final StillLine line = new StillLine();

    private MediaLoop loop(MediaSettings settings) {
        return new MediaLoop("media-test", network, settings, _ -> { }, _ -> {
            throw new IOException("no recorder");
        }, (_, _) -> log, Runnable::run, new Random(4711));
    }

    private long leg(AudioFormat format) throws IOException {
        return leg(format, 101, 20);
    }

    private long leg(AudioFormat format, int telephoneEvent, int packetMillis) throws IOException {
        int index = network.open;
        InetSocketAddress peer = new InetSocketAddress("192.168.0." + (index + 1), 4000);
        network.sources[index] = PackedAddress.of(peer);
        long id = loop.openRtp();
        loop.post(new MediaCommand.Negotiate(id, new RtpParameters(peer, format, telephoneEvent, packetMillis, true, true)));
        return id;
    }

    private double bytesPerTurn(String what) {
        return bytesPerTurn(what, PACKETS);
    }

    private double bytesPerTurn(String what, int packets) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < Math.min(WARM_UP, packets); i++) {
            turn();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        long cpuBefore = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < packets; i++) {
            turn();
        }
        long cpu = threads.getCurrentThreadCpuTime() - cpuBefore;
        double bytes = (double) (threads.getCurrentThreadAllocatedBytes() - before) / packets;
        System.out.printf("%s: %.3f bytes and %.2f us CPU a turn%n", what, bytes, cpu / 1000.0 / packets);
        return bytes;
    }

    private void turn() {
        network.now += Pcm.FRAME_NANOS;
        line.due = true;
        loop.runOnce(network.now, false);
    }

    @Test
    void aRelayAllocatesNothingPerPacket() throws IOException {
        long a = leg(AudioFormat.PCMA);
        long b = leg(AudioFormat.PCMA);
        loop.post(new MediaCommand.Connect(1, new Termination.Rtp(a), new Termination.Rtp(b)));

        assertThat(bytesPerTurn("relay, both ways")).as("bytes for two packets in and two out").isLessThan(1);
        assertThat(network.sent).isGreaterThan(2 * PACKETS);
    }

    /// One direction; the Opus library allocates for itself, and how much is held here so that it is known when it grows.
    @ParameterizedTest
    @CsvSource({"PCMA,PCMU,20,20,1", "PCMA,PCMU,20,60,1", "PCMA,PCMA,60,20,1", "G722,G722,20,20,1", "G722,G722,20,30,1", "PCMA,G722,20,20,1",
        "G722,PCMU,20,20,1", "L16,PCMA,20,20,1", "G722,L16,20,20,1", "OPUS,OPUS,20,20,1", "PCMA,OPUS,20,20,80000", "OPUS,PCMA,20,20,8000",
        "G722,OPUS,20,20,80000", "OPUS,G722,20,20,8000"})
    void betweenCodecsNothingIsAllocatedPerPacket(String from, String to, int fromMillis, int toMillis, double most) throws IOException {
        AudioFormat fromFormat = format(from);
        packets(fromFormat, fromMillis);
        network.only = 0;
        long a = leg(fromFormat, 101, fromMillis);
        long b = leg(format(to), 101, toMillis);
        loop.post(new MediaCommand.Connect(1, new Termination.Rtp(a), new Termination.Rtp(b)));

        int packets = most > 1 ? 1000 : WARM_UP;
        assertThat(bytesPerTurn(from + " to " + to + ", " + fromMillis + " to " + toMillis + " ms", packets)).as("bytes for a packet in").isLessThan(most);
        assertThat(network.sent).isGreaterThan((long) packets * fromMillis / toMillis);
    }

    @Test
    void hearingKeysOnBothLegsAllocatesNothingPerPacket() throws IOException {
        loop = loop(MediaSettings.DEFAULTS.withHearKeys(true));
        packets(AudioFormat.PCMA, 20);
        long a = leg(AudioFormat.PCMA, -1, 20);
        long b = leg(AudioFormat.PCMA, -1, 20);
        loop.post(new MediaCommand.Connect(1, new Termination.Rtp(a), new Termination.Rtp(b)));

        assertThat(bytesPerTurn("jitter buffer and key detector, both ways", PACKETS)).as("bytes for two packets in and two out").isLessThan(1);
        assertThat(network.sent).isGreaterThan(2 * PACKETS);
    }

    private static AudioFormat format(String name) {
        return Codecs.ALL.stream().filter(format -> format.encoding().equals(name)).findFirst().orElseThrow();
    }

    /// From now on packets hold a voice in this codec, always the same piece of it.
    private void packets(AudioFormat format, int millis) {
        Codec codec = Codecs.of(format);
        short[] speech = new SpeechLike(5).take(600);
        byte[] payload = new byte[1440];
        int length = 0;
        for (int at = 0; at + 8 * millis <= speech.length; at += 8 * millis) {
            length = codec.encode(speech, at, 8 * millis, payload, 0);
        }
        network.packet = Packets.rtp(format.payloadType(), 0, 0, 77, Arrays.copyOf(payload, length));
        network.ticks = millis * format.clockRate() / 1000;
    }

    /// Two packets opened, two secured.
    @ParameterizedTest
    @CsvSource({"AES_CM_128_HMAC_SHA1_80,1", "AES_CM_128_HMAC_SHA1_32,1", "AEAD_AES_128_GCM,1"})
    void aSecuredRelayAllocatesNoMoreThanItsCipher(SrtpSuite suite, int most) throws IOException {
        byte[] ours = new byte[suite.keyAndSaltLength()];
        byte[] theirs = new byte[suite.keyAndSaltLength()];
        theirs[0] = 1;
        network.phone = new SrtpSession(new MasterKey(suite, theirs), new MasterKey(suite, ours));
        long[] ids = new long[2];
        for (int i = 0; i < 2; i++) {
            InetSocketAddress peer = new InetSocketAddress("192.168.0." + (i + 1), 4000);
            network.sources[i] = PackedAddress.of(peer);
            ids[i] = loop.openRtp();
            SrtpSession session = new SrtpSession(new MasterKey(suite, ours), new MasterKey(suite, theirs));
            loop.post(new MediaCommand.Negotiate(ids[i], new RtpParameters(peer, AudioFormat.PCMA, 101, 20, true, true),
                    new MediaPath(null, false, false, null, new MediaPath.Keys.Agreed(session))));
        }
        loop.post(new MediaCommand.Connect(1, new Termination.Rtp(ids[0]), new Termination.Rtp(ids[1])));

        // The telephone's own end is in it, too: one more packet secured.
        assertThat(bytesPerTurn("relay secured by " + suite + ", both ways, and the telephone")).isLessThan(most);
        assertThat(network.sent).isGreaterThan(2 * PACKETS);
        assertThat(loop.statistics().paths().unauthentic()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLineAllocatesNothingPerPacketNotEvenWithLoss(boolean lossy) throws IOException {
        network.lossy = lossy;
        Random random = new Random(1);
        for (int i = 0; i < Pcm.FRAME; i++) {
            line.noise[i] = (short) random.nextInt(-3000, 3000);
        }
        long a = leg(AudioFormat.PCMA);
        loop.post(new MediaCommand.Connect(1, new Termination.Rtp(a), new Termination.Line("fxo1", line, TonePlan.US)));

        assertThat(bytesPerTurn(lossy ? "line with noise, 5 % lost" : "line with noise")).as("bytes for a frame each way").isLessThan(1);
        assertThat(network.sent).isGreaterThan(PACKETS);
        assertThat(loop.statistics().concealedFrames()).isBetween(lossy ? (PACKETS + WARM_UP) / 20L - 1 : 0, lossy ? (PACKETS + WARM_UP) / 20L : 0);
    }

    @Test
    void musicOnHoldAllocatesNothing() throws IOException {
        network.quiet = true;
        long a = leg(AudioFormat.PCMA);
        long b = leg(AudioFormat.PCMA);
        loop.post(new MediaCommand.Connect(1, new Termination.Rtp(a), new Termination.Rtp(b)));
        loop.post(new MediaCommand.Negotiate(b, new RtpParameters(new InetSocketAddress("192.168.0.2", 4000), AudioFormat.PCMA, 101, 20, false, false)));

        assertThat(bytesPerTurn("music on hold")).isLessThan(1);
        assertThat(network.sent).isGreaterThan(PACKETS);
    }

    @Test
    void aCaptureAllocatesNothingOnTheMediaThread() throws IOException {
        long a = leg(AudioFormat.PCMA);
        long b = leg(AudioFormat.PCMA);
        loop.post(new MediaCommand.Connect(1, new Termination.Rtp(a), new Termination.Rtp(b)));
        loop.post(new MediaCommand.Capture(1, java.util.List.of(a, b), (java.net.Inet4Address) java.net.InetAddress.getByName("192.0.2.9"),
                java.nio.file.Path.of("none.pcap"), 0));

        assertThat(bytesPerTurn("relay with a capture, both ways")).as("bytes for two packets in and two out").isLessThan(1);
        assertThat(captured).isGreaterThan(4 * PACKETS);
    }

    @Test
    void aSilentPeerCostsNextToNothing() throws IOException {
        network.quiet = true;
        long a = leg(AudioFormat.PCMA);
        loop.post(new MediaCommand.Connect(1, new Termination.Rtp(a), new Termination.Line("fxo1", line, TonePlan.US)));

        assertThat(bytesPerTurn("silent line, silent peer")).isLessThan(1);
    }

    @Test
    void aConferenceAllocatesNothingPerFrame() throws IOException {
        Random random = new Random(8);
        for (int i = 0; i < line.noise.length; i++) {
            line.noise[i] = (short) random.nextInt(-3000, 3000);
        }
        long a = leg(AudioFormat.PCMA);
        long b = leg(AudioFormat.PCMU);
        packets(AudioFormat.PCMA, 20);
        loop.post(new MediaCommand.Confer(1,
                java.util.List.of(new Termination.Line("fxs1", line, TonePlan.US), new Termination.Rtp(a), new Termination.Rtp(b))));
        assertThat(bytesPerTurn("conference of a line and two peers")).as("bytes for a frame from and to each").isLessThan(1);
        assertThat(network.sent).isGreaterThan(2 * PACKETS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAttendedLineAllocatesNothingPerFrame(boolean noisy) {
        Random random = new Random(1);
        for (int i = 0; noisy && i < Pcm.FRAME; i++) {
            line.noise[i] = (short) random.nextInt(-3000, 3000);
        }
        loop.post(new MediaCommand.Attend(1, new Termination.Line("fxo1", line, TonePlan.US), CallProgressTone.DIAL));

        assertThat(bytesPerTurn(noisy ? "attended line with noise" : "attended line")).as("bytes for a frame each way").isLessThan(1);
        assertThat(loop.statistics().lineFrames()).isGreaterThan(PACKETS);
    }
}
