package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.registrar.Credentials;
import org.tipring.signaling.sip.Wire.Talk;

/// What wears a SIP port down: garbage, half messages, missing ACKs, a stack that went deaf, a control thread that is full.
class EnduranceTest {

    @Test
    void afterGarbageANormalCallWorks() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Station gateway = Station.gateway(); Wire wire = new Wire(gateway.sip().udpPort())) {
            Talk talk = wire.new Talk("201", "sip:900@tipring.test");
            for (int i = 0; i < 3_000; i++) {
                byte[] message = i % 3 == 0 ? noise(random) : spoilt(talk, random);
                wire.send(message);
            }
            for (String odd : List.of("\r\n\r\n", "", "\0", "INVITE", "SIP/2.0", "SIP/2.0 200 OK\r\n\r\n", "INVITE sip:x SIP/2.0\r\n\r\n",
                "OPTIONS sip:x SIP/2.0\r\n" + "Via: SIP/2.0/UDP a\r\n".repeat(2_000), "OPTIONS sip:x SIP/2.0\r\nCSeq: " + "x".repeat(30_000),
                "INVITE sip:" + "(".repeat(20_000) + " SIP/2.0\r\n\r\n", "Content-Length: -1\r\n\r\n")) {
                wire.send(odd);
            }
            gateway.hasNoMore();
            TortureTest.callSucceeds(gateway);
            assertThat(gateway.sip().counters().legs()).as("seed " + seed).isZero();
        }
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(1_500)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] spoilt(Talk talk, Random random) {
        StringBuilder message = new StringBuilder(talk.request("INVITE", 1, talk.contact() + Talk.sdp(Station.offer(4000))));
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(message.length());
            switch (random.nextInt(3)) {
                case 0 -> message.setCharAt(at, (char) random.nextInt(128));
                case 1 -> message.delete(at, Math.min(message.length(), at + random.nextInt(30)));
                default -> message.insert(at, message.substring(at, Math.min(message.length(), at + random.nextInt(60))));
            }
        }
        return message.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void halfMessagesAndBytesOverTcpHoldUpNobody() throws Exception {
        try (Station gateway = Station.gateway()) {
            Socket[] idle = new Socket[50];
            for (int i = 0; i < idle.length; i++) {
                idle[i] = new Socket("127.0.0.1", gateway.sip().tcpPort());
                idle[i].getOutputStream().write("INVITE sip:900@x SIP/2.0\r\nVia: SIP/".getBytes(StandardCharsets.US_ASCII));
            }
            try (Station phone = gateway.registered("201", "tcp")) {
                assertThat(phone.sip().reachable(new SipEndpoint.Target.Trunk("gateway", "1"))).isTrue();
            }
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void anAnswerThatNobodyAcknowledgesEndsTheCall() throws Exception {
        LinkedBlockingQueue<SipEvent> events = new LinkedBlockingQueue<>();
        ExecutorService control = Executors.newSingleThreadExecutor();
        try (JainSipEndpoint gateway = new JainSipEndpoint(Station.settings(), Station::newLeg, control, events::add,
            Duration.ofSeconds(1))) {
            gateway.start();
            try (Wire wire = new Wire(gateway.udpPort())) {
                Talk talk = wire.new Talk("201", "sip:900@tipring.test");
                talk.inviteAuthenticated("secret-201", talk.contact() + Talk.sdp(Station.offer(4000)));
                SipEvent.Invited invited = (SipEvent.Invited) events.poll(10, TimeUnit.SECONDS);
                gateway.answer(invited.leg(), Station.offer(5000));
                wire.await("SIP/2.0 200");
                String bye = wire.await("BYE");
                wire.send(wire.response("200 OK", bye, "", ""));
                SipEvent.Released released = (SipEvent.Released) events.poll(10, TimeUnit.SECONDS);
                assertThat(released.cause()).isEqualTo(ReleaseCause.TIMER);
                assertThat(released.detail()).contains("no ACK");
                assertThat(gateway.counters().legs()).isZero();
            }
        } finally {
            control.shutdownNow();
        }
    }

    @Test
    void theWatchdogNoticesThatNobodyAnswersAnyMoreAndARestartHelps() throws Exception {
        SipSettings settings = new SipSettings("127.0.0.1", 0, 0, Station.REALM, "", "Tipring test",
            Map.of("201", Credentials.ofPassword("201", Station.REALM, "secret-201")), List.of(),
            new SipSettings.Limits(16_384, 2_000, Duration.ofMillis(100)));
        LinkedBlockingQueue<SipEvent> events = new LinkedBlockingQueue<>();
        ExecutorService control = Executors.newSingleThreadExecutor();
        AtomicBoolean deaf = new AtomicBoolean();
        try (JainSipEndpoint gateway = new JainSipEndpoint(settings, Station::newLeg, control, events::add)) {
            gateway.deafTo(_ -> deaf.get());
            gateway.start();
            assertThat(events.poll(500, TimeUnit.MILLISECONDS)).as("all is well").isNull();
            deaf.set(true);
            assertThat(events.poll(10, TimeUnit.SECONDS)).isInstanceOf(SipEvent.Deaf.class);
            assertThat(gateway.counters().droppedAtGate()).isGreaterThanOrEqualTo(3);
            deaf.set(false);
            int port = gateway.udpPort();
            gateway.restart();
            assertThat(gateway.udpPort()).isEqualTo(port);
            try (Wire wire = new Wire(port)) {
                wire.send(wire.new Talk("201", "sip:900@tipring.test").request("OPTIONS", 1, ""));
                assertThat(Wire.status(wire.finalResponse())).isEqualTo(200);
            }
        } finally {
            control.shutdownNow();
        }
    }

    @Test
    void aFullControlThreadMeans503WithRetryAfter() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        try (JainSipEndpoint gateway = new JainSipEndpoint(Station.settings(), Station::newLeg, task -> {
            if (full.get()) {
                throw new RejectedExecutionException("full");
            }
        }, _ -> { })) {
            gateway.start();
            try (Wire wire = new Wire(gateway.udpPort())) {
                Talk talk = wire.new Talk("201", "sip:900@tipring.test");
                talk.inviteAuthenticated("secret-201", talk.contact() + Talk.sdp(Station.offer(4000)));
                String refusal = wire.finalResponse();
                assertThat(Wire.status(refusal)).isEqualTo(503);
                assertThat(Wire.header(refusal, "Retry-After")).isNotEmpty();
                talk.ack(refusal);
                assertThat(gateway.counters().legs()).isZero();
                assertThat(gateway.counters().refusedByControl()).isPositive();
            }
        }
    }

    @Test
    void aPortThatIsTakenIsSaidPlainly() throws IOException {
        try (Station first = Station.gateway()) {
            SipSettings same = new SipSettings("127.0.0.1", first.sip().udpPort(), -1, Station.REALM, "", "x", Map.of(), List.of(),
                SipSettings.Limits.DEFAULT);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Station(same)).isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + first.sip().udpPort() + "/udp").hasMessageContaining("another program");
        }
    }
}
