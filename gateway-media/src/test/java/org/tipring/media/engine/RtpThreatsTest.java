package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tipring.media.engine.MediaWorld.rms;
import static org.tipring.media.engine.MediaWorld.share;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.ALaw;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;

/// Threats T16 to T20: what strangers and broken peers send to RTP ports.
class RtpThreatsTest {

    private static final long SEED = Long.getLong("tipring.seed", 20261125);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("203.0.113.66", 4000);

    private final MediaWorld world = new MediaWorld();
    private final MediaWorld.Line line = new MediaWorld.Line("fxo1");
    private final short[] silence = new short[Pcm.FRAME];
    private int toStranger;

    RtpThreatsTest() {
        world.network.attach(STRANGER, (_, _, _, _) -> toStranger++);
        world.network.attach(new InetSocketAddress(STRANGER.getAddress(), STRANGER.getPort() + 1), (_, _, _, _) -> toStranger++);
    }

    private byte[] loud(int sequence, int ssrc) {
        byte[] payload = new byte[160];
        new ALaw().encode(new MediaWorld.Sine(1800).frame(), 0, 160, payload, 0);
        return Packets.rtp(8, sequence & 0xffff, sequence * 160, ssrc, payload);
    }

    private void spray(InetSocketAddress from, int port, byte[] data) {
        world.network.deliver(from, port, data, data.length);
        world.network.deliver(from, port + 1, data, data.length);
    }

    /// T19, RTP bleed (CVE-2017-14099, CVE-2025-53399): before, at and after answer.
    @Test
    void aStrangerIsNeverHeardAndNeverAnswered() throws IOException {
        long id = world.loop.openRtp();
        int port = world.loop.localPort(id);
        world.connect(1, new Termination.Rtp(id), line.termination());
        for (int i = 0; i < 50; i++) {
            spray(STRANGER, port, loud(i, 0xbad));
            world.run(20, () -> line.say(silence));
        }
        assertThat(world.network.sentByGateway()).as("before SDP is settled nobody gets anything").isZero();

        InetSocketAddress peer = new InetSocketAddress("192.168.0.9", 4000);
        spray(STRANGER, port, loud(50, 0xbad));
        world.loop.post(new MediaCommand.Negotiate(id, new RtpParameters(peer, AudioFormat.PCMA, 101, 20, true, true)));
        for (int i = 51; i < 600; i++) {
            spray(STRANGER, port, loud(i, 0xbad));
            // The right host with the wrong port, the wrong host with the right port, RTP from the RTCP port.
            spray(new InetSocketAddress("192.168.0.9", 4002), port, loud(i, 0xbad));
            spray(new InetSocketAddress("192.168.0.10", 4000), port, loud(i, 0xbad));
            world.network.deliver(new InetSocketAddress("192.168.0.9", 4001), port, loud(i, 0xbad), 172);
            world.run(20, () -> line.say(silence));
        }

        assertThat(toStranger).isZero();
        assertThat(rms(line.heardSamples(), 0, line.heardSamples().length)).isZero();
        assertThat(world.events(MediaEvent.RtpStarted.class)).isEmpty();
        assertThat(world.loop.statistics().packetsReceived()).isZero();
        assertThat(world.loop.statistics().foreignPackets()).isGreaterThan(600 * 2);
    }

    /// T20, RTP inject: the SSRC and even the numbers of the real stream are known.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void injectedPacketsAreNotHeard(boolean ssrcGuessed) throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        MediaWorld.Sine voice = new MediaWorld.Sine(600);
        int ssrc = ssrcGuessed ? leg.phone().address().hashCode() : 0xbad;
        int port = world.loop.localPort(leg.id());
        int[] sequence = {leg.phone().address().getPort() & 0xffff};
        world.run(2000, () -> {
            for (int ahead = 0; ahead < 5; ahead++) {
                spray(STRANGER, port, loud(sequence[0] + ahead, ssrc));
            }
            sequence[0]++;
            leg.phone().say(voice.frame());
            line.say(silence);
        });

        assertThat(share(line.heardSamples(), 160, 16_000, 600)).isGreaterThan(0.99);
        assertThat(toStranger).isZero();
        world.loop.post(new MediaCommand.CloseRtp(leg.id()));
        world.turn();
        RtpStatistics figures = world.events(MediaEvent.RtpClosed.class).getFirst().statistics();
        assertThat(figures.foreign()).isEqualTo(1000);
        assertThat(figures.packetsReceived()).isEqualTo(100);
        assertThat(figures.lost()).isZero();
    }

    /// T16, T17, T18 from the negotiated address itself: counted, unheard, and the call goes on.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        padding 255                     | a008 %s ffffffffff
        padding 0                       | a008 %s ffffff00
        CC 15                           | 8f08 %s ffffffff
        extension longer than packet    | 9008 %s bede00ff ffffffff
        version 1                       | 4008 %s ffff
        payload type never agreed       | 8003 %s ffff
        payload type of RTCP            | 80c8 %s ffff
        DTLS ClientHello                | 16feff000000000000000000040100000000
        one byte                        | 80
        nothing                         |
        """)
    void brokenPacketsAreCountedAndUnheard(String what, String hex) throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        byte[] bad = HexFormat.of().parseHex(hex == null ? "" : hex.replace("%s", "00010000000200000003").replace(" ", ""));
        MediaWorld.Sine voice = new MediaWorld.Sine(600);
        world.run(1000, () -> {
            world.network.deliver(leg.phone().address(), world.loop.localPort(leg.id()), bad, bad.length);
            leg.phone().say(voice.frame());
            line.say(silence);
        });

        assertThat(world.loop.statistics().malformedPackets()).as(what).isEqualTo(50);
        assertThat(world.loop.statistics().faults()).isZero();
        assertThat(share(line.heardSamples(), 160, 8000, 600)).isGreaterThan(0.99);
    }

    /// T16: sizes that nobody agreed to.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 79, 161, 480, 1440, 1441, 1988, 3988})
    void anySizeIsBorne(int payload) throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, 20);
        MediaWorld.Leg c = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, a.termination(), b.termination());
        world.connect(2, c.termination(), line.termination());
        int[] at = {0};
        world.run(4000, () -> {
            byte[] packet = Packets.rtp(8, at[0], at[0] * payload, 5, new byte[payload]);
            at[0]++;
            world.network.deliver(a.phone().address(), world.loop.localPort(a.id()), packet, packet.length);
            world.network.deliver(c.phone().address(), world.loop.localPort(c.id()), packet, packet.length);
            line.say(silence);
        });

        assertThat(world.loop.statistics().faults()).isZero();
        assertThat(line.heard).hasSize(200);
        // What goes on has the length that was agreed.
        assertThat(b.phone().soundPackets()).isEqualTo(payload > 1440 ? 0 : 200 * payload / Pcm.FRAME);
    }

    /// An SDP can name anything; what is no single host gets nothing. 0.0.0.0 is the old form of hold (RFC 2543).
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "224.0.1.1", "255.255.255.255", "::1"})
    void whatIsNoTelephoneGetsNothing(String address) throws IOException {
        long id = world.loop.openRtp();
        world.connect(1, new Termination.Rtp(id), line.termination());
        world.loop.post(new MediaCommand.Negotiate(id,
                new RtpParameters(new InetSocketAddress(address, 4000), AudioFormat.PCMA, 101, 20, true, true)));
        world.run(20_000, () -> line.say(silence));
        world.loop.post(new MediaCommand.CloseRtp(id));
        world.turn();

        assertThat(world.network.sentByGateway()).isZero();
    }

    /// T17: two sources behind one address, and a source that changes.
    @Test
    void twoSourcesAtOnceAreNotMixed() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        MediaWorld.Sine voice = new MediaWorld.Sine(600);
        int[] sequence = {0};
        world.run(2000, () -> {
            leg.phone().say(voice.frame());
            byte[] second = loud(sequence[0]++, 0xbad);
            world.network.deliver(leg.phone().address(), world.loop.localPort(leg.id()), second, second.length);
            line.say(silence);
        });
        assertThat(share(line.heardSamples(), 160, 16_000, 600)).isGreaterThan(0.99);

        line.heard.clear();
        world.run(1000, () -> {
            byte[] second = loud(sequence[0]++, 0xbad);
            world.network.deliver(leg.phone().address(), world.loop.localPort(leg.id()), second, second.length);
            line.say(silence);
        });
        // Each packet of the test is the same 20 ms of 1800 Hz.
        assertThat(share(line.heardSamples(), 1600, 8000, 1800)).as("the second is heard when the first has stopped").isGreaterThan(0.95);
    }

    /// T18: whatever comes to either port from the right address, in any order.
    @Test
    void randomPacketsFromThePeerNeverStopTheLoop() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, 20);
        MediaWorld.Leg c = world.leg(AudioFormat.PCMU, 20);
        world.connect(1, a.termination(), b.termination());
        world.connect(2, c.termination(), line.termination());
        Random random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            byte[] data = new byte[random.nextInt(220)];
            random.nextBytes(data);
            if (data.length > RtpPacket.HEADER && random.nextInt(8) > 0) {
                int[] types = {0, 8, 13, 101};
                RtpPacket.writeHeader(data, random.nextBoolean(), types[random.nextInt(4)],
                        random.nextInt(4) == 0 ? random.nextInt(65_536) : i / 7 + random.nextInt(5) & 0xffff,
                        random.nextInt(4) == 0 ? random.nextInt() : i / 7 * 160, random.nextInt(20) == 0 ? 7 : 1);
            }
            MediaWorld.Leg leg = random.nextBoolean() ? a : c;
            int rtcp = random.nextInt(8) == 0 ? 1 : 0;
            InetSocketAddress from = new InetSocketAddress(leg.phone().address().getAddress(), 4000 + rtcp);
            world.network.deliver(from, world.loop.localPort(leg.id()) + rtcp, data, data.length);
            if (i % 4 == 0) {
                line.say(silence);
                world.clock.advanceMillis(random.nextInt(40));
                world.turn();
            }
            if (i % 5000 == 0) {
                line.heard.clear();
                b.heard().clear();
            }
        }
        assertThat(world.loop.statistics().faults()).as("seed " + SEED).isZero();
        assertThat(world.loop.statistics().packetsReceived()).isGreaterThan(10_000);
        assertThat(b.phone().malformed()).isZero();
    }
}
