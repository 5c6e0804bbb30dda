package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtcpParser;
import org.tipring.media.rtp.RtcpReports;
import org.tipring.media.rtp.RtpSender;
import org.tipring.media.rtp.VoipMetrics;

/// The E-model (ITU-T G.107) and RTCP XR (RFC 3611) in calls.
class CallQualityTest {

    private static final InetSocketAddress PEER = new InetSocketAddress("192.168.0.9", 4000);
    private static final InetSocketAddress PEER_RTCP = new InetSocketAddress("192.168.0.9", 4001);

    private final MediaWorld world = new MediaWorld();
    private final MediaWorld.Line line = new MediaWorld.Line("fxo1");
    private final short[] silence = new short[Pcm.FRAME];
    private final List<byte[]> reports = new ArrayList<>();
    private int sequence;
    private int ssrcOfGateway;
    private long id;

    private void call(boolean extended) throws IOException {
        world.network.attach(PEER, (_, data, _, _) -> ssrcOfGateway = int32(data, 8));
        world.network.attach(PEER_RTCP, (_, data, length, _) -> reports.add(Arrays.copyOf(data, length)));
        id = world.loop.openRtp();
        world.loop.post(new MediaCommand.Negotiate(id, new RtpParameters(PEER, AudioFormat.PCMA, 101, 20, true, true),
                new MediaPath(null, false, extended, null, new MediaPath.Keys.None())));
        world.connect(1, new Termination.Rtp(id), line.termination());
    }

    private static int int32(byte[] data, int at) {
        return (data[at] & 0xff) << 24 | (data[at + 1] & 0xff) << 16 | (data[at + 2] & 0xff) << 8 | data[at + 3] & 0xff;
    }

    private void talk(long millis, int lostPercent) {
        world.run(millis, () -> {
            int number = sequence++;
            if (number * 37 % 100 >= lostPercent) {
                byte[] packet = Packets.rtp(8, number & 0xffff, number * 160, 5, new byte[160]);
                world.network.deliver(PEER, world.loop.localPort(id), packet, packet.length);
            }
            line.say(silence);
        });
    }

    private RtpStatistics hangUp() {
        world.loop.post(new MediaCommand.CloseRtp(id));
        world.turn();
        return world.events(MediaEvent.RtpClosed.class).getFirst().statistics();
    }

    /// R = 93.2 less a little delay is MOS 4.4; the rest follows Ie-eff of clause 7.4 with Bpl 25.1.
    @ParameterizedTest
    @CsvSource({"0,4.3,4.5", "5,3.6,4.0", "20,1.8,2.6"})
    void lossIsHeardInTheScore(int percent, double least, double most) throws IOException {
        call(false);
        talk(60_000, percent);
        assertThat(hangUp().quality().mosReceived()).isBetween(least, most);
        assertThat(world.events(MediaEvent.Quality.class)).isNotEmpty();
    }

    @Test
    void nothingReceivedHasNoScore() throws IOException {
        call(false);
        world.run(10_000, () -> line.say(silence));
        assertThat(hangUp().quality()).isEqualTo(new CallQuality(CallQuality.UNKNOWN, CallQuality.UNKNOWN));
    }

    @Test
    void whoAsksIsToldHowItIsHeard() throws IOException {
        call(true);
        talk(60_000, 10);
        VoipMetrics metrics = reports.stream().map(CallQualityTest::metrics).filter(found -> found != null).toList().getLast();
        assertThat(metrics.ssrc()).isEqualTo(5);
        assertThat(metrics.lossRate()).isCloseTo(26, within(2));
        assertThat(metrics.gapMinimum()).isEqualTo(16);
        assertThat(metrics.mosConversation()).isBetween(28, 36);
        assertThat(metrics.rating()).isBetween(55, 75);
        assertThat(reports).allSatisfy(report -> assertThat(new RtcpParser().parse(report, report.length, 5, 0)).isTrue());
    }

    @Test
    void whoDoesNotAskIsNotTold() throws IOException {
        call(false);
        talk(30_000, 0);
        assertThat(reports).hasSizeGreaterThan(2).allSatisfy(report -> assertThat(metrics(report)).isNull());
    }

    private static VoipMetrics metrics(byte[] report) {
        for (int at = 0; at < report.length;) {
            int length = 4 + 4 * ((report[at + 2] & 0xff) << 8 | report[at + 3] & 0xff);
            if ((report[at + 1] & 0xff) == VoipMetrics.PACKET_TYPE) {
                return VoipMetrics.parse(report, at, length).orElse(null);
            }
            at += length;
        }
        return null;
    }

    private void theyReport(VoipMetrics metrics) {
        RtcpReports own = new RtcpReports("phone@test");
        int length = own.write(new RtpSender(5, 1, 1, 8000), false, null, new RtcpParser(), metrics, false, world.clock.now());
        world.network.deliver(PEER_RTCP, world.loop.localPort(id) + 1, own.bytes(), length);
        world.turn();
    }

    @Test
    void whatThePeerSaysOfOurSoundIsBelieved() throws IOException {
        call(false);
        talk(1000, 0);
        theyReport(new VoipMetrics(ssrcOfGateway, 20, 0, 0, 0, 0, 0, 50, 40, 127, 127, 127, 16, 70, 127, 38, 35, 0, 0, 0, 0));
        talk(20_000, 0);
        assertThat(reports.stream().map(CallQualityTest::metrics).toList()).as("who sends such reports gets them").last().isNotNull();
        RtpStatistics figures = hangUp();
        assertThat(figures.quality().mosSent()).isEqualTo(3.5);
        assertThat(figures.quality().mosReceived()).isGreaterThan(4.3);
    }

    /// A report about somebody else.
    @Test
    void whatIsNotAboutUsIsNotBelieved() throws IOException {
        call(false);
        talk(1000, 0);
        theyReport(new VoipMetrics(ssrcOfGateway + 1, 20, 0, 0, 0, 0, 0, 50, 40, 127, 127, 127, 16, 70, 127, 38, 35, 0, 0, 0, 0));
        assertThat(hangUp().quality().mosSent()).isEqualTo(CallQuality.UNKNOWN);
    }
}
