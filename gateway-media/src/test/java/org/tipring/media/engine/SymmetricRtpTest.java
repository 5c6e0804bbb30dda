package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tipring.media.engine.MediaWorld.share;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.codec.ALaw;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtcpReports;
import org.tipring.media.rtp.RtpSender;

/// A peer behind a NAT is found; a stranger is not taken for it (threats T19, T20 with learning on).
class SymmetricRtpTest {

    private static final InetSocketAddress SAID = new InetSocketAddress("192.168.7.7", 4000);
    private static final InetSocketAddress REAL = new InetSocketAddress("198.51.100.9", 61_000);
    private static final InetSocketAddress REAL_RTCP = new InetSocketAddress("198.51.100.9", 61_377);
    private static final InetSocketAddress NEIGHBOUR = new InetSocketAddress("198.51.100.9", 50_000);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("203.0.113.66", 4000);

    private final MediaWorld world = new MediaWorld();
    private final MediaWorld.Line line = new MediaWorld.Line("fxo1");
    private final short[] silence = new short[Pcm.FRAME];
    private final ALaw law = new ALaw();
    private final MediaWorld.Sine voice = new MediaWorld.Sine(600);
    private final MediaWorld.Sine intruder = new MediaWorld.Sine(1800);
    private int sequence;
    private int toReal;
    private int toRealRtcp;
    private int toOthers;
    private long id;

    @BeforeEach
    void connect() throws IOException {
        world.network.attach(REAL, (_, _, _, _) -> toReal++);
        world.network.attach(REAL_RTCP, (_, _, _, _) -> toRealRtcp++);
        world.network.attach(NEIGHBOUR, (_, _, _, _) -> toOthers++);
        world.network.attach(STRANGER, (_, _, _, _) -> toOthers++);
        id = world.loop.openRtp();
        world.connect(1, new Termination.Rtp(id), line.termination());
    }

    private void negotiate(InetAddress learnFrom) {
        world.loop.post(new MediaCommand.Negotiate(id, new RtpParameters(SAID, AudioFormat.PCMA, 101, 20, true, true),
                new MediaPath(null, false, false, learnFrom, new MediaPath.Keys.None())));
        world.turn();
    }

    private void packet(InetSocketAddress from, int number, int ssrc, short[] sound) {
        byte[] payload = new byte[160];
        law.encode(sound, 0, 160, payload, 0);
        byte[] packet = Packets.rtp(8, number & 0xffff, number * 160, ssrc, payload);
        world.network.deliver(from, world.loop.localPort(id), packet, packet.length);
    }

    private void talk(long millis) {
        world.run(millis, () -> {
            packet(REAL, sequence++, 5, voice.frame());
            line.say(silence);
        });
    }

    private double voiceHeard(int from) {
        short[] all = line.heardSamples();
        return share(all, from, all.length, 600);
    }

    @Test
    void thePeerIsFoundWhereItSendsFrom() {
        negotiate(REAL.getAddress());
        talk(1000);
        assertThat(world.events(MediaEvent.PeerLearnt.class)).containsExactly(new MediaEvent.PeerLearnt(id, REAL));
        assertThat(voiceHeard(800)).isGreaterThan(0.99);
        assertThat(toReal).isBetween(45, 50);
        assertThat(world.loop.statistics().foreignPackets()).as("its probation").isEqualTo(2);
        assertThat(world.loop.statistics().paths().learnt()).isEqualTo(1);
    }

    /// T19: sprayed before, at and after the answer, over the whole time, from another host and from another port of the same one.
    @ParameterizedTest
    @CsvSource({"203.0.113.66,4000", "198.51.100.9,50000"})
    void aSprayerGetsNothingOnceThePeerSpeaks(String host, int port) {
        InetSocketAddress sprayer = new InetSocketAddress(host, port);
        for (int i = 0; i < 50; i++) {
            packet(sprayer, i, 0xbad, intruder.frame());
            world.run(20, () -> line.say(silence));
        }
        negotiate(REAL.getAddress());
        line.heard.clear();
        world.run(10_000, () -> {
            packet(REAL, sequence++, 5, voice.frame());
            // Every fourth only: a row without a gap from the same host before the peer itself has spoken could not be told from it.
            packet(sprayer, 4 * sequence, 0xbad, intruder.frame());
            line.say(silence);
        });
        assertThat(toOthers).isZero();
        assertThat(voiceHeard(800)).isGreaterThan(0.99);
        assertThat(world.events(MediaEvent.PeerLearnt.class)).hasSize(1);
    }

    /// T20: the intruder knows the SSRC and the numbers.
    @Test
    void injectedPacketsAreNotHeardNorFollowed() {
        negotiate(REAL.getAddress());
        talk(200);
        line.heard.clear();
        world.run(5000, () -> {
            for (int ahead = 0; ahead < 3; ahead++) {
                packet(NEIGHBOUR, sequence + ahead, 5, intruder.frame());
                packet(STRANGER, sequence + ahead, 5, intruder.frame());
            }
            packet(REAL, sequence++, 5, voice.frame());
            line.say(silence);
        });
        assertThat(voiceHeard(0)).isGreaterThan(0.99);
        assertThat(toOthers).isZero();
    }

    @Test
    void aPeerThatMovesIsFollowedAfterItsSilenceOnly() {
        negotiate(REAL.getAddress());
        talk(1000);
        world.run(2000, () -> {
            packet(NEIGHBOUR, sequence++, 5, voice.frame());
            line.say(silence);
        });
        assertThat(toOthers).isZero();
        world.run(2000, () -> {
            packet(NEIGHBOUR, sequence++, 5, voice.frame());
            line.say(silence);
        });
        assertThat(world.events(MediaEvent.PeerLearnt.class)).last().isEqualTo(new MediaEvent.PeerLearnt(id, NEIGHBOUR));
        assertThat(toOthers).isGreaterThan(20);
    }

    @Test
    void itsRtcpIsFoundByTheSourceOfItsSound() {
        negotiate(REAL.getAddress());
        talk(1000);
        RtpSender other = new RtpSender(0xbad, 1, 1, 8000);
        RtpSender own = new RtpSender(5, 1, 1, 8000);
        RtcpReports reports = new RtcpReports("phone@test");
        int length = reports.write(other, false, null, new org.tipring.media.rtp.RtcpParser(), false, world.clock.now());
        world.network.deliver(NEIGHBOUR, world.loop.localPort(id) + 1, reports.bytes(), length);
        world.turn();
        assertThat(world.loop.statistics().rtcpReceived()).as("another source").isZero();
        length = reports.write(own, false, null, new org.tipring.media.rtp.RtcpParser(), false, world.clock.now());
        world.network.deliver(REAL_RTCP, world.loop.localPort(id) + 1, reports.bytes(), length);
        world.turn();
        assertThat(world.loop.statistics().rtcpReceived()).isEqualTo(1);
        talk(20_000);
        assertThat(toRealRtcp).isPositive();
        assertThat(toOthers).isZero();
    }

    @Test
    void rtcpOnOnePortGoesBothWaysWhereItWasAgreed() {
        world.network.attach(SAID, (_, data, _, _) -> toReal += (data[1] & 0xff) == 201 ? 1 : 0);
        world.loop.post(new MediaCommand.Negotiate(id, new RtpParameters(SAID, AudioFormat.PCMA, 101, 20, false, true),
                new MediaPath(null, true, false, null, new MediaPath.Keys.None())));
        byte[] report = HexFormat.of().parseHex("80c9000100000005");
        world.run(20_000, () -> {
            world.network.deliver(SAID, world.loop.localPort(id), report, report.length);
            line.say(silence);
        });
        assertThat(world.loop.statistics().rtcpReceived()).isEqualTo(1000);
        assertThat(world.loop.statistics().malformedPackets()).isZero();
        assertThat(toReal).isBetween(2, 8);
    }

    @Test
    void rtcpGoesWhereTheDescriptionSays() {
        world.network.attach(STRANGER, (_, data, _, _) -> toOthers += (data[1] & 0xff) == 201 ? 1 : 0);
        world.loop.post(new MediaCommand.Negotiate(id, new RtpParameters(SAID, AudioFormat.PCMA, 101, 20, false, true),
                new MediaPath(STRANGER, false, false, null, new MediaPath.Keys.None())));
        world.run(20_000, () -> line.say(silence));
        assertThat(toOthers).isBetween(2, 8);
    }

    /// RFC 7983: STUN is known for what it is, not answered, and counted.
    @Test
    void stunIsCountedAndNotAnswered() {
        negotiate(null);
        byte[] request = HexFormat.of().parseHex("000100002112a442000000000000000000000000");
        long before = world.network.sentByGateway();
        for (int i = 0; i < 10; i++) {
            world.network.deliver(SAID, world.loop.localPort(id), request, request.length);
            world.network.deliver(STRANGER, world.loop.localPort(id), request, request.length);
        }
        world.turn();
        assertThat(world.loop.statistics().paths().stun()).isEqualTo(10);
        assertThat(world.loop.statistics().foreignPackets()).isEqualTo(10);
        assertThat(world.network.sentByGateway()).isEqualTo(before);
    }

    /// Hold, in every form: nobody has to send anything then.
    @ParameterizedTest
    @CsvSource({"true,true,true", "false,true,false", "true,false,false", "false,false,false"})
    void silenceIsReportedOnlyWhereBothAreToTalk(boolean send, boolean receive, boolean told) {
        world.loop.post(new MediaCommand.Negotiate(id, new RtpParameters(SAID, AudioFormat.PCMA, 101, 20, send, receive)));
        world.run(Duration.ofSeconds(31).toMillis(), () -> line.say(silence));
        assertThat(world.events(MediaEvent.RtpSilent.class)).hasSize(told ? 1 : 0);
    }

    @Test
    void aPeerThatSaysNothingButReportsIsThere() {
        negotiate(null);
        byte[] report = HexFormat.of().parseHex("80c9000100000005");
        InetSocketAddress rtcp = new InetSocketAddress(SAID.getAddress(), 4001);
        world.run(60_000, () -> {
            if (world.clock.now() / 1_000_000 % 5000 == 0) {
                world.network.deliver(rtcp, world.loop.localPort(id) + 1, report, report.length);
            }
            line.say(silence);
        });
        assertThat(world.events(MediaEvent.RtpSilent.class)).isEmpty();
    }
}
