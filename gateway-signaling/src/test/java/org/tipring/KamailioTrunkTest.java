package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.demo.Telephone;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.FollowedSimilarity;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.peer.Kamailio;
import org.tipring.peer.Ports;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEvent;

/// Kamailio as the provider: the gateway as its customer, by registration and by address; a provider that refuses us, and one that goes.
///
/// Where everybody is on 127.0.0.1, it is the mark in our Contact by which the gateway tells the provider from its telephones.
@Timeout(120)
class KamailioTrunkTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String OUR_NUMBER = "030555";
    private static final String OUR_PASSWORD = "carrier-secret";
    private static final String ANNA = "030123";
    private static final Map<String, String> CUSTOMERS = Map.of(OUR_NUMBER, OUR_PASSWORD, ANNA, "annas-secret");
    /// Short, so that a refresh comes soon.
    private static final Duration REGISTRATION = Duration.ofSeconds(3);
    private static final int SPEECH_MILLIS = 3_000;

    @TempDir
    private Path folder;

    @BeforeAll
    static void installed() {
        Kamailio.assumeInstalled();
    }

    @Test
    void callsOutWithAuthenticationAndIsCalledByItsRegistration() throws Exception {
        try (Kamailio carrier = Kamailio.start(CUSTOMERS, Map.of("030556", OUR_NUMBER));
             RunningGateway gateway = gateway(trunk(carrier, OUR_PASSWORD, ""), 0);
             Telephone ours = gateway.telephone("201");
             Telephone anna = subscriber(carrier)) {
            gateway.awaitPage("/status.json", status -> status.contains("\"name\":\"carrier\",\"up\":true"), SOON);

            ours.call("8" + ANNA);
            SipEvent.Invited atAnna = answered(anna);
            assertThat(atAnna.called()).isEqualTo(ANNA);
            awaitAnswer(ours);
            hearEachOther(ours, anna);
            ours.hangUp();
            CallRecord out = gateway.nextRecord(SOON);
            assertThat(out.cause()).as(RunningGateway.timeline(out)).isEqualTo(ReleaseCause.NORMAL);
            assertThat(out.to()).isEqualTo("carrier");
            assertThat(out.sent()).isEqualTo(ANNA);
            assertThat(anna.await(event -> event instanceof SipEvent.Released, 10_000)).as("BYE").isNotNull();

            // Our user name, and another number that the provider gives us.
            for (String called : List.of(OUR_NUMBER, "030556")) {
                anna.call(called);
                SipEvent.Invited atOurs = answered(ours);
                assertThat(atOurs.from().number()).isEqualTo(ANNA);
                awaitAnswer(anna);
                anna.hangUp();
                CallRecord in = gateway.nextRecord(SOON);
                assertThat(in.cause()).as(RunningGateway.timeline(in)).isEqualTo(ReleaseCause.NORMAL);
                assertThat(in.from()).isEqualTo("carrier");
                assertThat(in.called()).isEqualTo(called);
                assertThat(ours.await(event -> event instanceof SipEvent.Released, 10_000)).as("BYE").isNotNull();
            }
        }
    }

    @Test
    void isCalledByAProviderThatIsKnownByItsAddressOnly() throws Exception {
        int port = Ports.free();
        try (Kamailio carrier = Kamailio.startAt("127.0.0.2", CUSTOMERS, Map.of("040777", "sip:127.0.0.1:" + port));
             RunningGateway gateway = gateway("""
                 [trunk carrier]
                 proxy     = 127.0.0.2:%d
                 addresses = 192.0.2.10, 127.0.0.2
                 """.formatted(carrier.address().getPort()), port);
             Telephone ours = gateway.telephone("201");
             Telephone anna = subscriber(carrier)) {
            anna.call("040777");
            SipEvent.Invited atOurs = answered(ours);
            assertThat(atOurs.from().number()).isEqualTo(ANNA);
            awaitAnswer(anna);
            hearEachOther(ours, anna);
            ours.hangUp();
            CallRecord record = gateway.nextRecord(SOON);
            assertThat(record.cause()).as(RunningGateway.timeline(record)).isEqualTo(ReleaseCause.NORMAL);
            assertThat(record.from()).isEqualTo("carrier");
            assertThat(record.called()).isEqualTo("040777");
        }
    }

    @Test
    void aWrongPasswordTakesTheTrunkDownWithAReasonAndCallsGoTheNextWay() throws Exception {
        try (Kamailio carrier = Kamailio.start(CUSTOMERS, Map.of());
             RunningGateway gateway = gateway(trunk(carrier, "not-the-password", ""), 0);
             Telephone ours = gateway.telephone("201")) {
            gateway.awaitPage("/status.json", status -> status.contains("\"name\":\"carrier\",\"up\":false")
                && status.contains("the provider does not accept the user name or password"), SOON);
            gateway.awaitIdle();
            gateway.awaitHealth(said -> said.equals("200 ok"), SOON);

            ours.call("7123");
            awaitAnswer(ours);
            ours.hangUp();
            CallRecord overTheLine = gateway.nextRecord(SOON);
            assertThat(overTheLine.to()).as(RunningGateway.timeline(overTheLine)).isEqualTo("landlines/fxo1");
            assertThat(overTheLine.sent()).isEqualTo("123");

            assertRefused(gateway, ours);
        }
    }

    @Test
    void aProviderThatWasAwayHasUsRegisteredAgainWithoutAnybodysHelp() throws Exception {
        try (Kamailio carrier = Kamailio.start(CUSTOMERS, Map.of(), REGISTRATION);
             // Over TCP: that nobody is there is known at once, and not after the 32 s of RFC 3261's timer F.
             RunningGateway gateway = gateway(trunk(carrier, OUR_PASSWORD, ";transport=tcp"), 0);
             Telephone ours = gateway.telephone("201")) {
            gateway.awaitPage("/status.json", status -> status.contains("\"name\":\"carrier\",\"up\":true"), SOON);
            carrier.stop();
            gateway.awaitPage("/status.json", status -> status.contains("\"name\":\"carrier\",\"up\":false"), SOON);
            assertRefused(gateway, ours);

            carrier.startAgain();
            gateway.awaitPage("/status.json", status -> status.contains("\"name\":\"carrier\",\"up\":true"), SOON);
            try (Telephone anna = subscriber(carrier)) {
                ours.call("8" + ANNA);
                answered(anna);
                awaitAnswer(ours);
                ours.hangUp();
                assertThat(gateway.nextRecord(SOON).cause()).isEqualTo(ReleaseCause.NORMAL);
            }
        }
    }

    /// Over UDP nothing but its answers tells that it is there, and it has us not registered.
    @Test
    void aProviderThatDiesIsNoticedByItsSilenceAndCallsTakeTheNextWayAtOnceUntilItIsBack() throws Exception {
        try (Kamailio carrier = Kamailio.startAt("127.0.0.2", CUSTOMERS, Map.of());
             RunningGateway gateway = gateway("""
                 [trunk carrier]
                 proxy     = 127.0.0.2:%d
                 silent after = 1s
                 ask every = 5s
                 """.formatted(carrier.address().getPort()), 0);
             Telephone ours = gateway.telephone("201")) {
            gateway.awaitPage("/status.json", status -> status.contains("\"name\":\"carrier\",\"up\":true,\"detail\":\"answers\""), SOON);
            gateway.awaitIdle();
            carrier.stop();
            long died = System.nanoTime();
            gateway.awaitPage("/status.json", status -> status.contains("\"name\":\"carrier\",\"up\":false")
                && status.contains("does not answer OPTIONS"), SOON);
            System.out.printf("asked every 5 s, patience 1 s: its death is noticed after %.1f s%n", (System.nanoTime() - died) / 1e9);
            gateway.awaitPage("/metrics", metrics -> metrics.contains("tipring_trunk_asked_total{trunk=\"carrier\"}"), SOON);

            long asked = System.nanoTime();
            ours.call("7123");
            awaitAnswer(ours);
            ours.hangUp();
            CallRecord overTheLine = gateway.nextRecord(SOON);
            assertThat(overTheLine.to()).as(RunningGateway.timeline(overTheLine)).isEqualTo("landlines/fxo1");
            assertThat(overTheLine.timeline().stream().filter(entry -> entry.what().startsWith("to landlines")).findFirst().orElseThrow().millis())
                .as("at once: " + RunningGateway.timeline(overTheLine)).isLessThan(500);

            carrier.startAgain();
            long back = System.nanoTime();
            gateway.awaitPage("/status.json", status -> status.contains("\"name\":\"carrier\",\"up\":true"), SOON);
            System.out.printf("and that it is back after %.1f s; the call went the other way %.1f s after the death%n", (System.nanoTime() - back) / 1e9, (asked - died) / 1e9);
        }
    }

    /// The dial plan has one route that knows no other way than the trunk.
    private static void assertRefused(RunningGateway gateway, Telephone ours) throws Exception {
        ours.call("8" + ANNA);
        SipEvent.Released refused = (SipEvent.Released) ours.await(event -> event instanceof SipEvent.Released, 10_000);
        assertThat(refused).isNotNull();
        assertThat(refused.status()).isBetween(502, 503);
        CallRecord record = gateway.nextRecord(SOON);
        assertThat(record.cause()).as(RunningGateway.timeline(record)).isNotEqualTo(ReleaseCause.NORMAL);
    }

    private static String trunk(Kamailio carrier, String password, String parameters) {
        return """
            [trunk carrier]
            proxy     = sip:127.0.0.1:%d%s
            user      = %s
            password  = %s
            register  = yes
            """.formatted(carrier.address().getPort(), parameters, OUR_NUMBER, password);
    }

    /// 8 goes to the provider, 7 to the provider or else to the line; the provider's calls go to 201.
    private RunningGateway gateway(String trunk, int port) throws Exception {
        return RunningGateway.start(folder, Map.of(
            "gateway.ini", Map.of("udp port        = 0 ", "udp port        = " + port + " "),
            "trunks.ini", Map.of(";[trunk carrier]", trunk),
            "dialplan.ini", Map.of("[interface landlines]", """
                [interface carrier]
                sip     = trunk
                numbers = as-dialled

                [interface landlines]""", "[route 1 extensions]", """
                [route carrier]
                from   = phones
                called = 8 X...
                to     = carrier, strip 1

                [route carrier or line]
                from   = phones
                called = 7 X...
                to     = carrier, strip 1
                to     = landlines, strip 1

                [route calls from the carrier]
                from   = carrier
                to     = phones, set 201

                [route 1 extensions]""")));
    }

    private static Telephone subscriber(Kamailio carrier) throws Exception {
        int ports = Ports.freeRun(20);
        Telephone telephone = new Telephone(ANNA, CUSTOMERS.get(ANNA), Kamailio.REALM, carrier.address().getHostString(), carrier.address().getPort(), ports, ports + 19,
            List.of(AudioFormat.PCMA));
        assertThat(telephone.registered(SOON.toMillis())).as(carrier.log()).isTrue();
        return telephone;
    }

    private static SipEvent.Invited answered(Telephone telephone) throws Exception {
        SipEvent.Invited call = (SipEvent.Invited) telephone.await(event -> event instanceof SipEvent.Invited, SOON.toMillis());
        assertThat(call).as("a call").isNotNull();
        telephone.ring(call);
        telephone.answer(call);
        return call;
    }

    private static void awaitAnswer(Telephone telephone) throws Exception {
        SipEvent outcome = telephone.await(event -> event instanceof SipEvent.Answered || event instanceof SipEvent.Released, SOON.toMillis());
        assertThat(outcome).isInstanceOf(SipEvent.Answered.class);
    }

    private static void hearEachOther(Telephone one, Telephone other) throws Exception {
        short[] ofOne = new SpeechLike(41).take(SPEECH_MILLIS);
        short[] ofOther = new SpeechLike(42, 210, -16).take(SPEECH_MILLIS);
        one.device().rewind();
        other.device().rewind();
        one.device().speak(ofOne);
        other.device().speak(ofOther);
        one.await(event -> event instanceof SipEvent.Released, SPEECH_MILLIS + 1_000);
        FollowedSimilarity there = FollowedSimilarity.between(ofOne, other.device().played());
        FollowedSimilarity back = FollowedSimilarity.between(ofOther, one.device().played());
        assertThat(there.correlation()).as("there: %s", there).isGreaterThan(0.95);
        assertThat(back.correlation()).as("back: %s", back).isGreaterThan(0.95);
    }
}
