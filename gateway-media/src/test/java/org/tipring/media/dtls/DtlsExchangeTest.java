package org.tipring.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.rtp.DatagramKind;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.srtp.KeyExchange;
import org.tipring.media.srtp.SrtpSession;

/// RFC 5763 and 5764 between two of us; threats T22 and T23. The handshakes have threads and a clock of their own.
@Timeout(60)
class DtlsExchangeTest {

    private static final long SEED = Long.getLong("tipring.seed", 20261125);
    private static final DtlsIdentity ALICE = new DtlsIdentity(Instant.now());
    private static final DtlsIdentity BOB = new DtlsIdentity(Instant.now());

    /// One end and what became of it; what it sends goes to the other.
    private static final class End implements KeyExchange.Wire {
        private final KeyExchange exchange;
        private final BlockingQueue<Object> outcome = new LinkedBlockingQueue<>();
        private final AtomicInteger sent = new AtomicInteger();
        private IntPredicate lost = _ -> false;
        private End other;

        private End(KeyExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void send(byte[] datagram) {
            assertThat(DatagramKind.of(datagram, datagram.length)).isEqualTo(DatagramKind.DTLS);
            assertThat(datagram.length).isLessThanOrEqualTo(1200);
            if (!lost.test(sent.getAndIncrement())) {
                other.exchange.received(datagram, datagram.length);
            }
        }

        @Override
        public void agreed(SrtpSession session) {
            outcome.add(session);
        }

        @Override
        public void failed(String why) {
            outcome.add(why);
        }

        private Object outcome() throws InterruptedException {
            return outcome.poll(40, TimeUnit.SECONDS);
        }
    }

    private End client;
    private End server;

    private void connect(String clientExpects, String serverExpects) {
        client = new End(ALICE.make(true, clientExpects));
        server = new End(BOB.make(false, serverExpects));
        client.other = server;
        server.other = client;
    }

    private void start() {
        server.exchange.start(server);
        client.exchange.start(client);
    }

    @AfterEach
    void close() {
        if (client != null) {
            client.exchange.close();
            server.exchange.close();
        }
    }

    private void soundPasses() throws InterruptedException {
        SrtpSession alice = (SrtpSession) client.outcome();
        SrtpSession bob = (SrtpSession) server.outcome();
        for (int i = 0; i < 10; i++) {
            passes(alice, bob, i);
            passes(bob, alice, i);
        }
    }

    private static void passes(SrtpSession from, SrtpSession to, int number) {
        byte[] packet = new byte[172 + SrtpSession.MOST_OVERHEAD];
        RtpPacket.writeHeader(packet, false, 8, number, number, 5);
        byte[] clear = Arrays.copyOf(packet, 172);
        int length = from.protect(packet, 172);
        assertThat(to.unprotect(packet, length)).isEqualTo(172);
        assertThat(Arrays.copyOf(packet, 172)).isEqualTo(clear);
    }

    @Test
    void twoEndsAgreeOnKeysAndTheKeysFit() throws InterruptedException {
        connect(BOB.fingerprint(), ALICE.fingerprint());
        start();
        soundPasses();
    }

    @Test
    void theFingerprintMayBeOfALongerHashAndInSmallLetters() throws InterruptedException {
        byte[] certificate = encoded(BOB);
        connect(Fingerprint.of("sha-512", certificate).toLowerCase(java.util.Locale.ROOT), ALICE.fingerprint());
        start();
        soundPasses();
    }

    private static byte[] encoded(DtlsIdentity identity) {
        try {
            return identity.chain().getCertificateAt(0).getEncoded();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /// T23.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherCertificateEndsIt(boolean atTheClient) throws InterruptedException {
        DtlsIdentity stranger = new DtlsIdentity(Instant.now());
        connect(atTheClient ? stranger.fingerprint() : BOB.fingerprint(), atTheClient ? ALICE.fingerprint() : stranger.fingerprint());
        start();
        assertThat((atTheClient ? client : server).outcome()).isEqualTo("the other side's certificate is not the one that its SDP names");
        assertThat((atTheClient ? server : client).outcome()).isEqualTo("the other side ended the DTLS handshake: bad_certificate");
    }

    /// The first flight, then every third datagram, is lost both ways.
    @Test
    void lostFlightsAreRepeated() throws InterruptedException {
        connect(BOB.fingerprint(), ALICE.fingerprint());
        client.lost = number -> number == 0 || number % 3 == 2 && number < 12;
        server.lost = number -> number % 3 == 1 && number < 12;
        start();
        soundPasses();
    }

    /// What looks like DTLS and is none, even from the right address.
    @Test
    void noiseDoesNotStopIt() throws InterruptedException {
        connect(BOB.fingerprint(), ALICE.fingerprint());
        Random random = new Random(SEED);
        for (int i = 0; i < 40; i++) {
            byte[] noise = new byte[random.nextInt(1, 300)];
            random.nextBytes(noise);
            noise[0] = (byte) random.nextInt(20, 64);
            server.exchange.received(noise, noise.length);
            client.exchange.received(noise, noise.length);
        }
        start();
        soundPasses();
    }

    @Test
    void whatIsClosedBeforeItsTimeSaysNothing() throws InterruptedException {
        connect(BOB.fingerprint(), ALICE.fingerprint());
        client.lost = _ -> true;
        start();
        client.exchange.close();
        server.exchange.close();
        assertThat(client.outcome.poll(300, TimeUnit.MILLISECONDS)).isNull();
        assertThat(server.outcome).isEmpty();
    }

    @Test
    void aFingerprintIsThatOfTheCertificate() {
        assertThat(ALICE.fingerprint()).matches("sha-256 [0-9A-F]{2}(:[0-9A-F]{2}){31}").isNotEqualTo(BOB.fingerprint());
        assertThat(Fingerprint.matches(ALICE.fingerprint(), encoded(ALICE))).isTrue();
        assertThat(Fingerprint.matches(ALICE.fingerprint(), encoded(BOB))).isFalse();
        assertThat(Fingerprint.matches("sha-1 AB", encoded(BOB))).isFalse();
        assertThat(Fingerprint.matches("", encoded(BOB))).isFalse();
    }
}
