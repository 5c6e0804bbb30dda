package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.registrar.Credentials;
import org.tipring.signaling.sip.SipEndpoint.Target;
import org.tipring.signaling.sip.SipEvent.Answered;
import org.tipring.signaling.sip.SipEvent.CallingParty;
import org.tipring.signaling.sip.SipEvent.Invited;
import org.tipring.signaling.sip.SipEvent.Released;
import org.tipring.signaling.sip.SipEvent.Ringing;
import org.tipring.signaling.sip.SipEvent.TrunkDown;
import org.tipring.signaling.sip.SipEvent.TrunkUp;
import org.tipring.signaling.sip.Wire.Talk;

/// Our INVITEs, answered byte by byte by a provider or telephone that the test plays.
class OutgoingCallsTest {

    private static final CallingParty CALLER = new CallingParty("0301234", "Ada", false);
    private static final String CONTACT = "Contact: <sip:callee@127.0.0.1:%d>\r\n";

    private Wire provider;
    private Station gateway;

    @BeforeEach
    void open() throws Exception {
        provider = new Wire(0);
        gateway = Station.gateway(trunk("carrier", false), new SipSettings.Trunk("other", "127.0.0.1", 9, "udp", "", null, false,
            Duration.ofSeconds(300), List.of("192.0.2.1"), ""));
        gateway.await(TrunkUp.class);
        gateway.await(TrunkUp.class);
        provider.gateway(gateway.sip().udpPort());
    }

    private SipSettings.Trunk trunk(String name, boolean register) {
        return new SipSettings.Trunk(name, "127.0.0.1", provider.port(), "udp", "carrier.test",
            Credentials.ofPassword("acct", "carrier.test", "pw"), register, Duration.ofSeconds(300), List.of(), "0309999");
    }

    @AfterEach
    void close() {
        gateway.close();
        provider.close();
    }

    private LegId call(CallingParty from) {
        LegId leg = Station.newLeg();
        gateway.sip().invite(leg, new Target.Trunk("carrier", "0123#"), from, Station.offer(4000));
        return leg;
    }

    private String ok(String invite, String tag) {
        return provider.response("200 OK", invite, tag, CONTACT.formatted(provider.port()) + Talk.sdp(Station.offer(5000)));
    }

    @Test
    void aTrunkGetsTheInviteInItsOwnForm() throws Exception {
        call(CALLER);
        String invite = provider.await("INVITE");
        assertThat(invite).startsWith("INVITE sip:0123%23@carrier.test:" + provider.port() + " SIP/2.0");
        assertThat(Wire.header(invite, "From")).contains("\"Ada\"").contains("<sip:acct@carrier.test>");
        assertThat(Wire.header(invite, "P-Asserted-Identity")).contains("sip:0301234@carrier.test");
        assertThat(Wire.header(invite, "Via")).contains("rport");
        assertThat(Wire.header(invite, "Privacy")).isEmpty();
        provider.send(provider.response("486 Busy Here", invite, "b", ""));
        assertThat(gateway.await(Released.class)).extracting(Released::cause, Released::status).containsExactly(ReleaseCause.BUSY, 486);
        provider.await("ACK");
    }

    @Test
    void aWithheldCallerIsNamedToTheTrunkOnlyWithPrivacy() throws Exception {
        call(new CallingParty("", "", true));
        String invite = provider.await("INVITE");
        assertThat(Wire.header(invite, "From")).contains("\"Anonymous\"");
        assertThat(Wire.header(invite, "Privacy")).isEqualTo("id");
        assertThat(Wire.header(invite, "P-Asserted-Identity")).contains("0309999");
    }

    @ParameterizedTest
    @CsvSource({
        "404 Not Found, '', UNALLOCATED", "480 Gone, '', NO_ANSWER", "480 x, Q.850;cause=27, OUT_OF_ORDER", "302 Moved, '', INTERWORKING",
        "503 x, Q.850;cause=34, NO_CIRCUIT", "603 Decline, '', DECLINED", "488 x, '', NOT_ACCEPTABLE", "500 x, Q.850;cause=17, BUSY"})
    void aRefusalBecomesACause(String status, String reason, ReleaseCause cause) throws Exception {
        call(CALLER);
        String invite = provider.await("INVITE");
        provider.send(provider.response(status, invite, "b", reason.isEmpty() ? "" : "Reason: " + reason + "\r\n"));
        assertThat(gateway.await(Released.class).cause()).isEqualTo(cause);
        provider.await("ACK");
        assertThat(gateway.sip().counters().legs()).isZero();
    }

    @Test
    void aChallengeIsAnsweredWithTheTrunksPassword() throws Exception {
        call(CALLER);
        String first = provider.await("INVITE");
        provider.send(provider.response("407 Proxy Authentication Required", first, "c",
            "Proxy-Authenticate: Digest realm=\"carrier.test\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"\r\n"));
        provider.await("ACK");
        String second = provider.await("INVITE");
        assertThat(Wire.header(second, "Proxy-Authorization")).contains("username=\"acct\"").contains("nonce=\"n1\"").contains("qop=auth");
        assertThat(Wire.header(second, "Call-ID")).isEqualTo(Wire.header(first, "Call-ID"));
        assertThat(Wire.header(second, "CSeq")).isEqualTo("2 INVITE");
        provider.send(ok(second, "t"));
        gateway.await(Answered.class);
        provider.await("ACK");
    }

    @Test
    void endlessChallengesEndAfterTwoTries() throws Exception {
        call(CALLER);
        for (int i = 0; i < 3; i++) {
            String invite = provider.await("INVITE");
            provider.send(provider.response("407 Again", invite, "c",
                "Proxy-Authenticate: Digest realm=\"carrier.test\", nonce=\"n" + i + "\", stale=true, qop=\"auth\"\r\n"));
            provider.await("ACK");
        }
        assertThat(gateway.await(Released.class)).extracting(Released::cause, Released::status).containsExactly(ReleaseCause.REJECTED, 407);
    }

    @Test
    void aRealmThatIsNotConfiguredLearnsNothing() throws Exception {
        call(CALLER);
        String invite = provider.await("INVITE");
        provider.send(provider.response("401 Who", invite, "c", "WWW-Authenticate: Digest realm=\"evil\", nonce=\"n\", qop=\"auth\"\r\n"));
        assertThat(gateway.await(Released.class).cause()).isEqualTo(ReleaseCause.REJECTED);
    }

    @Test
    void releaseBeforeAnyResponseCancelsWhenOneComes() throws Exception {
        LegId leg = call(CALLER);
        String invite = provider.await("INVITE");
        gateway.sip().release(leg, ReleaseCause.NORMAL, null);
        provider.send(provider.response("180 Ringing", invite, "r", CONTACT.formatted(provider.port())));
        String cancel = provider.await("CANCEL");
        assertThat(Wire.header(cancel, "Reason")).contains("Q.850").contains("cause=16");
        assertThat(Wire.header(cancel, "Via")).isEqualTo(Wire.header(invite, "Via"));
        provider.send(provider.response("200 OK", cancel, "r", ""));
        provider.send(provider.response("487 Request Terminated", invite, "r", ""));
        provider.await("ACK");
        gateway.hasNoMore();
    }

    @Test
    void a200ThatCrossesOurCancelIsAcknowledgedAndEnded() throws Exception {
        LegId leg = call(CALLER);
        String invite = provider.await("INVITE");
        provider.send(provider.response("180 Ringing", invite, "r", CONTACT.formatted(provider.port())));
        gateway.await(Ringing.class);
        gateway.sip().release(leg, ReleaseCause.NORMAL, null);
        String cancel = provider.await("CANCEL");
        provider.send(ok(invite, "r"));
        provider.send(provider.response("481 Too late", cancel, "r", ""));
        provider.await("ACK");
        String bye = provider.await("BYE");
        provider.send(provider.response("200 OK", bye, "", ""));
        gateway.hasNoMore();
    }

    @Test
    void theSecondAnswerOfAForkedCallIsAcknowledgedAndEnded() throws Exception {
        call(CALLER);
        String invite = provider.await("INVITE");
        provider.send(ok(invite, "one"));
        gateway.await(Answered.class);
        assertThat(Wire.tag(Wire.header(provider.await("ACK"), "To"))).isEqualTo("one");
        // JAIN-SIP drops it while the transaction lingers; a callee repeats its 200 until the ACK comes (RFC 3261 section 13.3.1.4).
        String ack = null;
        for (int i = 0; i < 64 && ack == null; i++) {
            provider.send(ok(invite, "two"));
            ack = provider.receive(500);
        }
        assertThat(ack).startsWith("ACK");
        assertThat(Wire.tag(Wire.header(ack, "To"))).isEqualTo("two");
        String bye = provider.await("BYE");
        assertThat(Wire.tag(Wire.header(bye, "To"))).isEqualTo("two");
        provider.send(provider.response("200 OK", bye, "", ""));
        gateway.hasNoMore();
    }

    @Test
    void aRepeated200IsAcknowledgedAgain() throws Exception {
        call(CALLER);
        String invite = provider.await("INVITE");
        provider.send(ok(invite, "one"));
        provider.await("ACK");
        provider.send(ok(invite, "one"));
        provider.await("ACK");
        gateway.await(Answered.class);
        gateway.hasNoMore();
    }

    @Test
    void byesThatCrossAreBothAnswered() throws Exception {
        LegId leg = call(CALLER);
        String invite = provider.await("INVITE");
        provider.send(ok(invite, "one"));
        gateway.await(Answered.class);
        provider.await("ACK");
        gateway.sip().release(leg, ReleaseCause.NORMAL, null);
        String ours = provider.await("BYE");
        Talk callee = provider.new Talk("callee", "sip:acct@127.0.0.1:" + gateway.sip().udpPort());
        String theirs = callee.request("BYE", 1, "").replaceFirst("From: .*", "From: " + Wire.header(ours, "To"))
            .replaceFirst("To: .*", "To: " + Wire.header(ours, "From")).replaceFirst("Call-ID: .*", "Call-ID: " + Wire.header(ours, "Call-ID"));
        provider.send(theirs);
        assertThat(Wire.status(provider.await("SIP/2.0"))).isIn(200, 481);
        provider.send(provider.response("200 OK", ours, "", ""));
        gateway.hasNoMore();
    }

    @Test
    void anUnknownTrunkAndAnUnregisteredTelephoneEndAtOnce() {
        gateway.sip().invite(Station.newLeg(), new Target.Trunk("none", "1"), CALLER, Station.offer(4000));
        assertThat(gateway.await(Released.class).cause()).isEqualTo(ReleaseCause.TEMPORARY_FAILURE);
        gateway.sip().invite(Station.newLeg(), new Target.Extension("201"), CALLER, Station.offer(4000));
        assertThat(gateway.await(Released.class).cause()).isEqualTo(ReleaseCause.NOT_REGISTERED);
        assertThat(gateway.sip().reachable(new Target.Extension("201"))).isFalse();
        assertThat(gateway.sip().reachable(new Target.Trunk("none", "1"))).isFalse();
    }

    /// A provider behind a cut cable: the caller goes elsewhere in seconds, and whatever wakes up later is sent away.
    @Test
    void aProviderThatSaysNothingIsGivenUpAndCancelledWhenItWakesUp() throws Exception {
        gateway.close();
        gateway = Station.gateway(new SipSettings.Trunk("carrier", "127.0.0.1", provider.port(), "udp", "carrier.test", null, false, Duration.ofSeconds(300),
            List.of(), "0309999", SipSettings.Verdicts.UNSAID, Duration.ofSeconds(1)));
        gateway.await(TrunkUp.class);
        provider.gateway(gateway.sip().udpPort());
        call(CALLER);
        String invite = provider.await("INVITE");
        Released released = gateway.await(Released.class);
        assertThat(released.cause()).isEqualTo(ReleaseCause.NO_RESPONSE);
        assertThat(released.status()).isZero();
        provider.send(provider.response("180 Ringing", invite, "late", CONTACT.formatted(provider.port())));
        String cancel = provider.await("CANCEL");
        provider.send(provider.response("200 OK", cancel, "late", ""));
        provider.send(ok(invite, "late"));
        provider.await("ACK");
        provider.await("BYE");
        gateway.hasNoMore();
    }

    @Test
    void aProviderThatTriesIsWaitedFor() throws Exception {
        gateway.close();
        gateway = Station.gateway(new SipSettings.Trunk("carrier", "127.0.0.1", provider.port(), "udp", "carrier.test", null, false, Duration.ofSeconds(300),
            List.of(), "0309999", SipSettings.Verdicts.UNSAID, Duration.ofSeconds(1)));
        gateway.await(TrunkUp.class);
        provider.gateway(gateway.sip().udpPort());
        call(CALLER);
        String invite = provider.await("INVITE");
        provider.send(provider.response("100 Trying", invite, "", ""));
        while (provider.receive(1_500) != null) {
            // Repetitions that were under way.
        }
        gateway.hasNoMore();
    }

    @Test
    void aCallFromTheTrunksAddressNeedsNoPassword() throws Exception {
        Talk carrier = provider.new Talk("0401111", "sip:0302222@127.0.0.1");
        provider.send(carrier.request("INVITE", 1, carrier.contact()
            + "P-Asserted-Identity: \"Bob\" <sip:+49401111@carrier.test>\r\nPrivacy: none\r\n" + Talk.sdp(Station.offer(4000))));
        Invited invited = gateway.await(Invited.class);
        assertThat(invited.source()).isEqualTo(new SipEvent.Source.Trunk("carrier"));
        assertThat(invited.called()).isEqualTo("0302222");
        assertThat(invited.from()).isEqualTo(new CallingParty("+49401111", "Bob", false));
        gateway.sip().reject(invited.leg(), 404, ReleaseCause.UNALLOCATED);
        String refusal = provider.await("SIP/2.0 404");
        assertThat(Wire.header(refusal, "Reason")).contains("cause=1");
        carrier.cseq = 1;
        carrier.ack(refusal);
    }

    @Test
    void aWithheldNumberFromATrunkStaysWithheld() throws Exception {
        Talk carrier = provider.new Talk("anonymous", "sip:0302222@127.0.0.1");
        provider.send(carrier.request("INVITE", 1, carrier.contact()
            + "P-Asserted-Identity: <sip:+49401111@carrier.test>\r\nPrivacy: id\r\n" + Talk.sdp(Station.offer(4000))));
        assertThat(gateway.await(Invited.class).from()).isEqualTo(new CallingParty("", "", true));
    }

    @Test
    void registrationAnswersChallengesRefreshesItsDemandAndSignsOff() throws Exception {
        gateway.close();
        gateway = Station.gateway(trunk("carrier", true));
        provider.gateway(gateway.sip().udpPort());
        String first = provider.await("REGISTER");
        assertThat(first).startsWith("REGISTER sip:carrier.test:" + provider.port());
        provider.send(provider.response("401 Unauthorized", first, "r",
            "WWW-Authenticate: Digest realm=\"carrier.test\", nonce=\"n1\", algorithm=SHA-256, qop=\"auth\"\r\n"));
        String second = provider.await("REGISTER");
        assertThat(Wire.header(second, "Authorization")).contains("SHA-256");
        provider.send(provider.response("423 Too brief", second, "r", "Min-Expires: 600\r\n"));
        String third = provider.await("REGISTER");
        assertThat(Wire.header(third, "Expires")).isEqualTo("600");
        assertThat(gateway.sip().reachable(new Target.Trunk("carrier", "1"))).isFalse();
        provider.send(provider.response("200 OK", third, "r", "Contact: " + Wire.header(third, "Contact") + ";expires=600\r\n"));
        gateway.await(TrunkUp.class);
        assertThat(gateway.sip().reachable(new Target.Trunk("carrier", "1"))).isTrue();

        // The provider calls what we registered; the number is in To.
        String contact = Wire.header(third, "Contact");
        Talk carrier = provider.new Talk("0401111", contact.substring(contact.indexOf('<') + 1, contact.indexOf('>')));
        provider.send(carrier.request("INVITE", 1, carrier.contact() + Talk.sdp(Station.offer(4000))));
        assertThat(gateway.await(Invited.class).called()).isEqualTo("called");

        Thread closing = Thread.ofVirtual().start(gateway::close);
        String bye = provider.await("REGISTER");
        assertThat(Wire.header(bye, "Expires")).isEqualTo("0");
        provider.send(provider.response("200 OK", bye, "r", ""));
        closing.join();
    }

    @Test
    void aWrongPasswordTakesTheTrunkDown() throws Exception {
        gateway.close();
        gateway = Station.gateway(trunk("carrier", true));
        provider.gateway(gateway.sip().udpPort());
        for (int i = 0; i < 2; i++) {
            provider.send(provider.response("401 Unauthorized", provider.await("REGISTER"), "r",
                "WWW-Authenticate: Digest realm=\"carrier.test\", nonce=\"n" + i + "\", algorithm=MD5, qop=\"auth\"\r\n"));
        }
        assertThat(gateway.await(TrunkDown.class).why()).contains("password");
    }
}
