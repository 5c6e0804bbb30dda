package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tipring.media.engine.MediaWorld.share;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.media.codec.ALaw;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.FractionalResampler;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.srtp.KeyExchange;
import org.tipring.media.srtp.MasterKey;
import org.tipring.media.srtp.SrtpSession;
import org.tipring.media.srtp.SrtpSuite;

/// SRTP in calls: threat T21, and what a re-INVITE does to keys.
class SecureSoundTest {

    private static final InetSocketAddress PEER = new InetSocketAddress("192.168.0.77", 4000);
    private static final InetSocketAddress BEHIND_NAT = new InetSocketAddress("198.51.100.9", 61_000);

    private final MediaWorld world = new MediaWorld();
    private final MediaWorld.Line line = new MediaWorld.Line("fxo1");
    private final short[] silence = new short[Pcm.FRAME];
    private final MediaWorld.Sine voice = new MediaWorld.Sine(600);
    private final ALaw law = new ALaw();
    private final List<byte[]> sent = new ArrayList<>();
    private final List<byte[]> sentRtcp = new ArrayList<>();
    private int sequence = 100;

    SecureSoundTest() {
        for (InetSocketAddress at : List.of(PEER, BEHIND_NAT)) {
            world.network.attach(at, (_, data, length, _) -> sent.add(Arrays.copyOf(data, length)));
            world.network.attach(new InetSocketAddress(at.getAddress(), at.getPort() + 1),
                    (_, data, length, _) -> sentRtcp.add(Arrays.copyOf(data, length)));
        }
    }

    private static MasterKey key(SrtpSuite suite, int number) {
        byte[] bytes = new byte[suite.keyAndSaltLength()];
        new Random(number).nextBytes(bytes);
        return new MasterKey(suite, bytes);
    }

    private static MediaPath secured(MasterKey ours, MasterKey theirs) {
        return new MediaPath(null, false, false, null, new MediaPath.Keys.Agreed(new SrtpSession(ours, theirs)));
    }

    private long open(MediaPath path) throws IOException {
        long id = world.loop.openRtp();
        world.loop.post(new MediaCommand.Negotiate(id, parameters(), path));
        world.connect(1, new Termination.Rtp(id), line.termination());
        return id;
    }

    private static RtpParameters parameters() {
        return new RtpParameters(PEER, AudioFormat.PCMA, 101, 20, true, true);
    }

    private byte[] spoken() {
        byte[] payload = new byte[160];
        law.encode(voice.frame(), 0, 160, payload, 0);
        return Packets.rtp(8, sequence & 0xffff, sequence++ * 160, 5, payload);
    }

    private void say(long id, SrtpSession phone, InetSocketAddress from) {
        byte[] packet = Arrays.copyOf(spoken(), 172 + SrtpSession.MOST_OVERHEAD);
        int length = phone.protect(packet, 172);
        world.network.deliver(from, world.loop.localPort(id), packet, length);
        line.say(silence);
    }

    private double heard(int from) {
        short[] all = line.heardSamples();
        return share(all, from, all.length, 600);
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void soundIsHeardBothWaysAndOnlyEncrypted(SrtpSuite suite) throws IOException {
        MasterKey ours = key(suite, 1);
        MasterKey theirs = key(suite, 2);
        long id = open(secured(ours, theirs));
        SrtpSession phone = new SrtpSession(theirs, ours);
        short[] loud = new MediaWorld.Sine(900).frame();
        world.run(10_000, () -> {
            say(id, phone, PEER);
            line.said.clear();
            line.say(loud);
        });

        assertThat(heard(320)).isGreaterThan(0.99);
        assertThat(sent).hasSizeBetween(495, 500);
        byte[] expected = new byte[160];
        // What is said is later by what a resampler's taps need; 900 Hz are whole periods in a frame.
        short[] said = new short[160];
        for (int i = 0; i < 160; i++) {
            said[i] = loud[(i - FractionalResampler.DELAY + 160) % 160];
        }
        law.encode(said, 0, 160, expected, 0);
        for (byte[] packet : sent.subList(3, sent.size())) {
            assertThat(Arrays.copyOfRange(packet, 12, 172)).as("in clear").isNotEqualTo(expected);
            int clear = phone.unprotect(packet, packet.length);
            assertThat(clear).isEqualTo(172);
            assertThat(Arrays.copyOfRange(packet, 12, 172)).isEqualTo(expected);
        }
        assertThat(sentRtcp).isNotEmpty().allSatisfy(packet -> {
            int clear = phone.unprotectRtcp(packet, packet.length);
            assertThat(clear).isGreaterThan(28);
            assertThat(packet[1] & 0xff).isEqualTo(200);
        });
        assertThat(world.loop.statistics().paths().unauthentic()).isZero();
    }

    /// T21: in clear, with a wrong tag, replayed: dropped and counted, and the call goes on.
    @ParameterizedTest
    @EnumSource(value = SrtpSuite.class, names = {"AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32", "AEAD_AES_128_GCM"})
    void whatIsNotThePeersIsDroppedCountedAndHarmless(SrtpSuite suite) throws IOException {
        MasterKey ours = key(suite, 1);
        MasterKey theirs = key(suite, 2);
        long id = open(secured(ours, theirs));
        SrtpSession phone = new SrtpSession(theirs, ours);
        int port = world.loop.localPort(id);
        Random random = new Random(4);
        byte[] recorded = Arrays.copyOf(spoken(), 172 + SrtpSession.MOST_OVERHEAD);
        int recordedLength = phone.protect(recorded, 172);
        world.network.deliver(PEER, port, recorded, recordedLength);
        world.run(4000, () -> {
            byte[] inClear = Packets.rtp(8, sequence & 0xffff, 0, 5, new byte[160]);
            world.network.deliver(PEER, port, inClear, inClear.length);
            byte[] forged = Arrays.copyOf(recorded, recordedLength);
            forged[2] = (byte) (sequence >> 8);
            forged[3] = (byte) sequence;
            forged[random.nextInt(12, recordedLength)] ^= (byte) (1 + random.nextInt(255));
            world.network.deliver(PEER, port, forged, forged.length);
            world.network.deliver(PEER, port, recorded, recordedLength);
            byte[] fakeBye = HexFormat.of().parseHex("80c9000100000005" + "81cb000100000005");
            world.network.deliver(new InetSocketAddress(PEER.getAddress(), 4001), port + 1, fakeBye, fakeBye.length);
            say(id, phone, PEER);
        });

        assertThat(heard(480)).isGreaterThan(0.99);
        assertThat(world.loop.statistics().paths().unauthentic()).isEqualTo(800);
        assertThat(world.loop.statistics().malformedPackets()).isZero();
        assertThat(world.loop.statistics().faults()).isZero();
    }

    /// RFC 3711 section 3.3.1: the roll-over counter, in both directions.
    @Test
    void soundGoesOnOverTheWrapOfTheSequenceNumbers() throws IOException {
        SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
        MasterKey ours = key(suite, 1);
        MasterKey theirs = key(suite, 2);
        long id = open(secured(ours, theirs));
        SrtpSession phone = new SrtpSession(theirs, ours);
        sequence = 32_000;
        // 700 s: the peer's numbers wrap, and ours if they began above 30,000.
        int[] clear = {0};
        world.run(700_000, () -> {
            say(id, phone, PEER);
            if (line.heard.size() > 100) {
                line.heard.clear();
            }
            for (byte[] packet : sent) {
                clear[0] += phone.unprotect(packet, packet.length) == 172 ? 1 : 0;
            }
            sent.clear();
        });
        assertThat(sequence).isGreaterThan(65_536);
        assertThat(world.loop.statistics().paths().unauthentic()).isZero();
        assertThat(clear[0]).isGreaterThan(34_990);
    }

    @Test
    void aReinviteWithTheSameKeysGoesOnAndWithNewOnesChangesThemWithoutAGap() throws IOException {
        SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
        MasterKey ours = key(suite, 1);
        MasterKey theirs = key(suite, 2);
        long id = open(secured(ours, theirs));
        SrtpSession phone = new SrtpSession(theirs, ours);
        world.run(1000, () -> say(id, phone, PEER));
        int firstSsrc = ssrc(sent.getLast());
        byte[] old = Arrays.copyOf(sent.getLast(), sent.getLast().length);

        world.loop.post(new MediaCommand.Negotiate(id, parameters(), secured(ours, theirs)));
        world.run(1000, () -> say(id, phone, PEER));
        assertThat(ssrc(sent.getLast())).as("the same key, the same source").isEqualTo(firstSsrc);
        assertThat(world.loop.statistics().paths().unauthentic()).isZero();

        MasterKey newOurs = key(suite, 3);
        MasterKey newTheirs = key(suite, 4);
        world.loop.post(new MediaCommand.Negotiate(id, parameters(), secured(newOurs, newTheirs)));
        // Some packets under the old key are still under way.
        world.run(100, () -> say(id, phone, PEER));
        assertThat(world.loop.statistics().paths().unauthentic()).isZero();
        SrtpSession next = new SrtpSession(newTheirs, newOurs);
        sent.clear();
        world.run(1000, () -> say(id, next, PEER));
        assertThat(world.loop.statistics().paths().unauthentic()).isZero();
        assertThat(heard(320)).isGreaterThan(0.99);
        assertThat(sent).hasSizeGreaterThan(45).allSatisfy(packet -> {
            assertThat(ssrc(packet)).as("a new key, a new source").isNotEqualTo(firstSsrc);
            assertThat(next.unprotect(packet, packet.length)).isEqualTo(172);
        });

        byte[] late = Arrays.copyOf(spoken(), 172 + SrtpSession.MOST_OVERHEAD);
        int length = phone.protect(late, 172);
        world.network.deliver(PEER, world.loop.localPort(id), late, length);
        world.turn();
        assertThat(world.loop.statistics().paths().unauthentic()).as("the old key is over once the new one is heard").isEqualTo(1);
        assertThat(old).isNotEmpty();
    }

    private static int ssrc(byte[] packet) {
        RtpPacket view = new RtpPacket();
        assertThat(view.parse(packet, packet.length)).isTrue();
        return view.ssrc();
    }

    /// An authentic packet is proof enough: no probation.
    @Test
    void aPeerBehindNatIsFollowedByItsFirstAuthenticPacket() throws Exception {
        SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
        MasterKey ours = key(suite, 1);
        MasterKey theirs = key(suite, 2);
        InetAddress host = BEHIND_NAT.getAddress();
        MediaPath path = new MediaPath(null, false, false, host, new MediaPath.Keys.Agreed(new SrtpSession(ours, theirs)));
        long id = open(path);
        SrtpSession phone = new SrtpSession(theirs, ours);
        byte[] forged = new byte[182];
        RtpPacket.writeHeader(forged, false, 8, 7, 7, 7);
        InetSocketAddress neighbour = new InetSocketAddress(host, 50_000);
        world.run(1000, () -> {
            world.network.deliver(neighbour, world.loop.localPort(id), forged, forged.length);
            forged[3]++;
            say(id, phone, BEHIND_NAT);
        });
        assertThat(heard(320)).isGreaterThan(0.99);
        assertThat(world.events(MediaEvent.PeerLearnt.class)).containsExactly(new MediaEvent.PeerLearnt(id, BEHIND_NAT));
        assertThat(world.loop.statistics().packetsReceived()).isEqualTo(50);
    }

    /// What a key exchange sends and gets, without one.
    private static final class ScriptedExchange implements KeyExchange {
        private final List<String> got = new ArrayList<>();
        private Wire wire;
        private boolean closed;

        @Override
        public void start(Wire to) {
            wire = to;
            wire.send(HexFormat.of().parseHex("16feff0001"));
        }

        @Override
        public void received(byte[] data, int length) {
            got.add(HexFormat.of().formatHex(data, 0, length));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /// T22: before the answer, and from anywhere but the peer, nothing reaches the exchange; until it is done no sound goes in or out.
    @Test
    void keysAreAgreedOnWithThePeerOnlyAndNothingIsHeardBefore() throws IOException {
        long id = world.loop.openRtp();
        int port = world.loop.localPort(id);
        InetSocketAddress stranger = new InetSocketAddress("203.0.113.66", 4000);
        byte[] hello = HexFormat.of().parseHex("16feff000000000000000000040100000000");
        world.network.deliver(stranger, port, hello, hello.length);
        world.network.deliver(PEER, port, hello, hello.length);
        world.turn();
        ScriptedExchange exchange = new ScriptedExchange();
        world.loop.post(new MediaCommand.Negotiate(id, parameters(),
                new MediaPath(null, true, false, null, new MediaPath.Keys.ToAgree(exchange))));
        world.connect(1, new Termination.Rtp(id), line.termination());
        world.run(200, () -> {
            world.network.deliver(stranger, port, hello, hello.length);
            byte[] inClear = spoken();
            world.network.deliver(PEER, port, inClear, inClear.length);
            line.say(voice.frame());
        });
        assertThat(exchange.got).isEmpty();
        assertThat(sent).as("the exchange, and nothing in clear").singleElement().satisfies(packet -> assertThat(packet[0]).isEqualTo((byte) 22));
        world.network.deliver(PEER, port, hello, hello.length);
        world.turn();
        assertThat(exchange.got).hasSize(1);
        assertThat(IntStream.range(0, line.heardSamples().length).map(i -> line.heardSamples()[i]).max().orElse(0)).isZero();

        MasterKey ours = key(SrtpSuite.AEAD_AES_128_GCM, 1);
        MasterKey theirs = key(SrtpSuite.AEAD_AES_128_GCM, 2);
        exchange.wire.agreed(new SrtpSession(ours, theirs));
        world.turn();
        assertThat(world.events(MediaEvent.Secured.class)).containsExactly(new MediaEvent.Secured(id, "AEAD_AES_128_GCM"));
        SrtpSession phone = new SrtpSession(theirs, ours);
        line.heard.clear();
        world.run(1000, () -> say(id, phone, PEER));
        assertThat(heard(320)).isGreaterThan(0.99);

        world.loop.post(new MediaCommand.Negotiate(id, parameters(),
                new MediaPath(null, true, false, null, new MediaPath.Keys.ToAgree(exchange))));
        world.run(1000, () -> say(id, phone, PEER));
        assertThat(exchange.closed).as("the same exchange again goes on").isFalse();
        assertThat(world.loop.statistics().paths().unauthentic()).isEqualTo(10);
        world.loop.post(new MediaCommand.CloseRtp(id));
        world.turn();
        assertThat(exchange.closed).isTrue();
    }

    /// A re-INVITE has named another certificate while the first handshake was still under way.
    @Test
    void anExchangeThatWasReplacedHasNothingToSay() throws IOException {
        ScriptedExchange first = new ScriptedExchange();
        ScriptedExchange second = new ScriptedExchange();
        long id = open(new MediaPath(null, true, false, null, new MediaPath.Keys.ToAgree(first)));
        world.loop.post(new MediaCommand.Negotiate(id, parameters(), new MediaPath(null, true, false, null, new MediaPath.Keys.ToAgree(second))));
        world.turn();
        assertThat(first.closed).isTrue();
        MasterKey ours = key(SrtpSuite.AEAD_AES_128_GCM, 1);
        MasterKey theirs = key(SrtpSuite.AEAD_AES_128_GCM, 2);
        first.wire.agreed(new SrtpSession(ours, theirs));
        first.wire.failed("too late");
        world.turn();
        assertThat(world.events(MediaEvent.Secured.class)).isEmpty();
        assertThat(world.events(MediaEvent.NotSecured.class)).isEmpty();
        second.wire.failed("the other side's certificate is not the one that its SDP names");
        world.turn();
        assertThat(world.events(MediaEvent.NotSecured.class)).hasSize(1);
    }
}
