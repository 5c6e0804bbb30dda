package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.demo.FarEnd;
import org.tipring.demo.Telephone;
import org.tipring.media.codec.ULaw;
import org.tipring.media.dsp.FollowedSimilarity;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.pcm.Pcm;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.emulator.Subscriber;

/// What goes wrong around a call, with a whole gateway in this process.
@Timeout(120)
class GatewayMishapsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SUBSCRIBER = "5550178";
    private static final int SPEECH_MILLIS = 4_000;

    @TempDir
    static Path folder;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.start(folder, Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
    }

    @BeforeEach
    void lineTakesCalls() throws Exception {
        gateway.awaitIdle();
    }

    @Test
    void garbageOnTheRtpPortsChangesNothingThatIsHeard() throws Exception {
        short[] answering = new SpeechLike(31).take(SPEECH_MILLIS);
        short[] spoken = new SpeechLike(32, 210, -16).take(SPEECH_MILLIS);
        FarEnd subscriber = new FarEnd(answering);
        try (Telephone telephone = gateway.telephone("201")) {
            talk(telephone, subscriber);
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger sent = new AtomicInteger();
            Thread stranger = Thread.ofVirtual().start(() -> disturb(enough, sent));
            telephone.device().speak(spoken);
            telephone.await(event -> event instanceof SipEvent.Released, SPEECH_MILLIS + 1_500);
            enough.set(true);
            stranger.join();
            telephone.hangUp();

            CallRecord record = gateway.nextRecord(SOON);
            assertThat(record.cause()).as(RunningGateway.timeline(record)).isEqualTo(ReleaseCause.NORMAL);
            assertThat(sent.get()).isGreaterThan(5_000);
            assertThat(record.media()).singleElement().satisfies(media -> {
                assertThat(media.foreign()).as("packets from strangers, of %s", sent).isPositive();
                assertThat(media.lost()).isZero();
            });
            alike("at the telephone", answering, telephone.device().played(), record);
            alike("at the subscriber", spoken, subscriber.heard(), record);
        }
    }

    @Test
    void aModemThatIsPulledOutEndsTheCallAndComesBackByItself() throws Exception {
        try (Telephone telephone = gateway.telephone("201")) {
            talk(telephone, new FarEnd(new SpeechLike(33).take(1_000)));
            gateway.exchange().unplug(0);
            SipEvent end = telephone.await(event -> event instanceof SipEvent.Released, 10_000);
            assertThat(end).isNotNull();
            CallRecord record = gateway.nextRecord(SOON);
            assertThat(record.cause()).as(RunningGateway.timeline(record)).isEqualTo(ReleaseCause.OUT_OF_ORDER);
            assertThat(record.detail()).isNotEmpty();
            gateway.awaitHealth(said -> said.startsWith("503 no line is in service: fxo1 "), SOON);

            telephone.call("9" + SUBSCRIBER);
            SipEvent.Released refused = (SipEvent.Released) telephone.await(event -> event instanceof SipEvent.Released, 10_000);
            assertThat(refused).isNotNull();
            assertThat(refused.status()).isBetween(500, 503);
            gateway.nextRecord(SOON);

            gateway.exchange().replug(0);
            gateway.awaitIdle();
            gateway.awaitHealth(said -> said.equals("200 ok"), SOON);
            talk(telephone, new FarEnd(new SpeechLike(33).take(1_000)));
            telephone.hangUp();
            assertThat(gateway.nextRecord(SOON).cause()).isEqualTo(ReleaseCause.NORMAL);
        }
    }

    private static void alike(String where, short[] said, short[] heard, CallRecord record) {
        FollowedSimilarity likeness = FollowedSimilarity.between(said, heard);
        assertThat(likeness.correlation()).as("%s: %s%n%s", where, likeness, RunningGateway.timeline(record)).isGreaterThan(0.95);
    }

    private static void talk(Telephone telephone, FarEnd subscriber) throws IOException, InterruptedException {
        gateway.exchange().execute((exchange, _) ->
            exchange.subscribe(SUBSCRIBER, new Subscriber.Answers(500, () -> subscriber, Subscriber.NEVER)));
        telephone.device().rewind();
        telephone.call("9" + SUBSCRIBER);
        SipEvent outcome = telephone.await(event -> event instanceof SipEvent.Answered || event instanceof SipEvent.Released, SOON.toMillis());
        assertThat(outcome).isInstanceOf(SipEvent.Answered.class);
    }

    /// Somebody who is no part of the call, at every media port: noise, sound that looks right, RTCP that ends the stream, STUN, too much
    /// and nothing at all.
    private static void disturb(AtomicBoolean enough, AtomicInteger sent) {
        Random random = new Random(20261125);
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int first = gateway.config().media().firstPort();
            int last = gateway.config().media().lastPort();
            while (!enough.get()) {
                for (int port = first; port <= last; port++) {
                    byte[] packet = garbage(random);
                    socket.send(new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
                    sent.incrementAndGet();
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] garbage(Random random) {
        byte[] bytes = new byte[switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(40);
            case 2 -> 12 + Pcm.FRAME;
            default -> 1_400;
        }];
        random.nextBytes(bytes);
        if (bytes.length == 12 + Pcm.FRAME) {
            // RTP, PCMU, as loud as can be.
            bytes[0] = (byte) 0x80;
            bytes[1] = 0;
            for (int i = 12; i < bytes.length; i++) {
                bytes[i] = ULaw.encode((short) (random.nextBoolean() ? 30_000 : -30_000));
            }
        } else if (bytes.length >= 8 && random.nextBoolean()) {
            // RTCP BYE, or a STUN binding request.
            boolean bye = random.nextBoolean();
            System.arraycopy(bye ? new byte[] {(byte) 0x81, (byte) 203, 0, 1} : new byte[] {0, 1, 0, 0, 0x21, 0x12, (byte) 0xa4, 0x42}, 0, bytes, 0,
                bye ? 4 : 8);
        }
        return bytes;
    }
}
