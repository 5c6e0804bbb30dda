package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEvent.Acknowledged;
import org.tipring.signaling.sip.SipEvent.Invited;
import org.tipring.signaling.sip.SipEvent.Reanswered;
import org.tipring.signaling.sip.SipEvent.Referred;
import org.tipring.signaling.sip.SipEvent.Released;
import org.tipring.signaling.sip.SipEvent.Replacing;
import org.tipring.signaling.sip.SipEvent.Transferred;
import org.tipring.signaling.sip.SipEvent.Unchanged;
import org.tipring.signaling.sip.Wire.Talk;

/// Transfers and our own offers within a call, byte by byte over UDP (RFC 3515, RFC 3891, RFC 5589; RFC 3261 section 14).
class TransferWireTest {

    private static final String HOLD = Station.offer(5000).replace("sendrecv", "sendonly");

    private Station gateway;
    private Wire wire;
    private Talk talk;
    private LegId leg;

    @BeforeEach
    void inACall() throws Exception {
        gateway = Station.gateway();
        wire = new Wire(gateway.sip().udpPort());
        talk = wire.new Talk("201", "sip:900@tipring.test");
        leg = answered(talk, "");
    }

    @AfterEach
    void close() {
        wire.close();
        gateway.close();
    }

    private LegId answered(Talk call, String more) throws Exception {
        call.inviteAuthenticated("secret-" + call.user, call.contact() + more + Talk.sdp(Station.offer(4000)));
        LegId id = gateway.await(Invited.class).leg();
        gateway.sip().answer(id, Station.offer(5000));
        call.establish(wire.await("SIP/2.0 200"), "");
        gateway.await(Acknowledged.class);
        return id;
    }

    /// Sends the REFER, and again with the password of `user`.
    private void refer(Talk in, String user, String referTo) throws Exception {
        String headers = in.contact() + "Refer-To: " + referTo + "\r\n";
        wire.send(in.request("REFER", ++in.cseq, headers));
        String challenge = wire.finalResponse();
        assertThat(Wire.status(challenge)).isEqualTo(401);
        Talk who = wire.new Talk(user, in.target);
        wire.send(in.request("REFER", ++in.cseq, headers + "Authorization: " + who.authorization("REFER", challenge, "secret-" + user) + "\r\n"));
    }

    private String notified() throws Exception {
        String notify = wire.await("NOTIFY");
        wire.send(wire.response("200 OK", notify, "", ""));
        return notify;
    }

    private Talk secondCall() throws Exception {
        Talk second = wire.new Talk("201", "sip:901@tipring.test");
        return second;
    }

    private static String replaces(Talk of) {
        return of.callId.replace("@", "%40") + "%3Bto-tag%3D" + of.theirTag + "%3Bfrom-tag%3D" + of.ownTag;
    }

    @Test
    void aTelephoneThatProvesItselfIsToldWhatBecomesOfItsTransfer() throws Exception {
        refer(talk, "201", "<sip:202@tipring.test>");
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(202);
        String trying = notified();
        assertThat(trying).endsWith("\r\n\r\nSIP/2.0 100 Trying\r\n");
        assertThat(Wire.header(trying, "Event")).isEqualTo("refer");
        assertThat(Wire.header(trying, "Content-Type")).isEqualTo("message/sipfrag;version=2.0");
        assertThat(Wire.header(trying, "Subscription-State")).startsWith("active;expires=");
        assertThat(gateway.await(Referred.class)).isEqualTo(new Referred(leg, "202", null, false));

        refer(talk, "201", "<sip:203@tipring.test>");
        assertThat(Wire.status(wire.finalResponse())).as("one at a time").isEqualTo(491);

        gateway.sip().transferred(leg, 486);
        String busy = notified();
        assertThat(busy).endsWith("\r\n\r\nSIP/2.0 486 Busy here\r\n");
        assertThat(Wire.header(busy, "Subscription-State")).startsWith("terminated");

        refer(talk, "201", "<sip:204@tipring.test>");
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(202);
        assertThat(Wire.header(notified(), "Event")).as("RFC 3515 section 2.4.6").isEqualTo("refer;id=" + talk.cseq);
        assertThat(gateway.await(Referred.class).called()).isEqualTo("204");
    }

    @Test
    void twoCallsOfOneTelephoneAreFoundByTheirTags() throws Exception {
        Talk second = secondCall();
        LegId other = answered(second, "");
        refer(talk, "201", "<sip:901@tipring.test?Replaces=" + replaces(second) + ">");
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(202);
        assertThat(gateway.await(Referred.class)).isEqualTo(new Referred(leg, "901", other, false));
    }

    @Test
    void aCallOfSomebodyElseIsNotFound() throws Exception {
        Talk foreign = wire.new Talk("202", "sip:901@tipring.test");
        answered(foreign, "");
        refer(talk, "201", "<sip:901@tipring.test?Replaces=" + replaces(foreign) + ">");
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(202);
        assertThat(gateway.await(Referred.class)).isEqualTo(new Referred(leg, "901", null, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<http://example.net/>", "<sip:202@tipring.test;method=BYE>", "<sip:tipring.test>", "<sip:2%0102@tipring.test>",
        "<sip:202@tipring.test?Replaces=x>"})
    void whatCannotBeFollowedIs400(String referTo) throws Exception {
        refer(talk, "201", referTo);
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(400);
        gateway.hasNoMore();
    }

    /// Of two the stack would keep one, and who knows which.
    @ParameterizedTest
    @ValueSource(strings = {"Refer-To", "r"})
    void twoTargetsAre400(String second) throws Exception {
        wire.send(talk.request("REFER", ++talk.cseq, talk.contact() + "Refer-To: <sip:202@tipring.test>\r\n" + second + ": <sip:203@tipring.test>\r\n"));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(400);
        gateway.hasNoMore();
    }

    // ---- who may not

    @Test
    void aStrangersReferMakesNoCallAndIsCounted() throws Exception {
        Talk stranger = wire.new Talk("201", "sip:900@tipring.test");
        wire.send(stranger.request("REFER", 1, stranger.contact() + "Refer-To: <sip:00900123456@tipring.test>\r\n"));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(403);
        wire.send(talk.request("REFER", ++talk.cseq, talk.contact() + "Refer-To: <sip:00900123456@tipring.test>\r\n"));
        assertThat(Wire.status(wire.finalResponse())).as("knowing a call is not enough").isEqualTo(401);
        refer(talk, "202", "<sip:00900123456@tipring.test>");
        assertThat(Wire.status(wire.finalResponse())).as("nor is another telephone's password").isEqualTo(403);
        assertThat(gateway.sip().counters().refusedTransfers()).isEqualTo(2);
        gateway.hasNoMore();
    }

    @Test
    void aProviderMayNeitherReferNorReplace() throws Exception {
        wire.close();
        gateway.close();
        try (Wire provider = new Wire(0); Station ours = Station.gateway(trunk(provider.port()))) {
            wire = provider;
            provider.gateway(ours.sip().udpPort());
            ours.await(SipEvent.TrunkUp.class);
            Talk call = provider.new Talk("0301234", "sip:900@tipring.test");
            provider.send(call.request("INVITE", ++call.cseq, call.contact() + Talk.sdp(Station.offer(4000))));
            LegId in = ours.await(Invited.class).leg();
            ours.sip().answer(in, Station.offer(5000));
            call.establish(provider.await("SIP/2.0 200"), "");
            ours.await(Acknowledged.class);
            provider.send(call.request("REFER", ++call.cseq, call.contact() + "Refer-To: <sip:00900123456@tipring.test>\r\n"));
            assertThat(Wire.status(provider.finalResponse())).isEqualTo(403);
            Talk other = provider.new Talk("0301234", "sip:900@tipring.test");
            provider.send(other.request("INVITE", 1, other.contact() + "Replaces: " + call.callId + ";to-tag=" + call.theirTag + ";from-tag=" + call.ownTag + "\r\n"
                + Talk.sdp(Station.offer(4000))));
            assertThat(Wire.status(provider.finalResponse())).isEqualTo(403);
            assertThat(ours.sip().counters().refusedTransfers()).isEqualTo(2);
            ours.hasNoMore();
        }
    }

    private static SipSettings.Trunk trunk(int port) {
        return new SipSettings.Trunk("carrier", "127.0.0.1", port, "udp", "", null, false, java.time.Duration.ofSeconds(300),
            java.util.List.of("127.0.0.1:" + port), "");
    }

    // ---- INVITE with Replaces

    private Talk replace(String user, Talk instead, String more) throws Exception {
        Talk call = wire.new Talk(user, "sip:900@tipring.test");
        call.inviteAuthenticated("secret-" + user, call.contact() + "Require: replaces\r\nReplaces: " + instead.callId + ";to-tag=" + instead.theirTag
            + ";from-tag=" + instead.ownTag + more + "\r\n" + Talk.sdp(Station.offer(4002)));
        return call;
    }

    @Test
    void anotherTelephoneOfTheSameUserTakesACallOver() throws Exception {
        Talk call = replace("201", talk, "");
        Replacing replacing = gateway.await(Replacing.class);
        assertThat(replacing.instead()).isEqualTo(leg);
        assertThat(replacing.source().user()).isEqualTo("201");
        gateway.sip().answer(replacing.leg(), Station.offer(5002));
        call.establish(wire.await("SIP/2.0 200"), "");
        gateway.await(Acknowledged.class);
        gateway.sip().release(leg, ReleaseCause.NORMAL, null);
        assertThat(Wire.header(wire.await("BYE"), "Call-ID")).isEqualTo(talk.callId);
    }

    @ParameterizedTest
    @CsvSource({"202,'',403", "201,;early-only,486"})
    void aCallThatIsNotGivenAway(String user, String more, int status) throws Exception {
        replace(user, talk, more);
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(status);
        gateway.hasNoMore();
    }

    @Test
    void aCallThatIsNotThereIs481() throws Exception {
        talk.theirTag += "x";
        replace("201", talk, "");
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(481);
        gateway.hasNoMore();
    }

    // ---- our own REFER

    private void ourReferIsAnswered(String status) throws Exception {
        Talk second = secondCall();
        LegId one = answered(second, "Allow: INVITE, ACK, BYE, REFER, NOTIFY\r\n");
        gateway.sip().refer(one, leg);
        String refer = wire.await("REFER");
        assertThat(Wire.header(refer, "Refer-To")).isEqualTo("<sip:201@127.0.0.1:" + wire.port() + "?Replaces=" + talk.callId.replace("@", "%40")
            + "%3Bto-tag%3D" + talk.ownTag + "%3Bfrom-tag%3D" + talk.theirTag + ">");
        wire.send(wire.response(status, refer, "", second.contact()));
        talk = second;
    }

    private void notify(String state, String line) throws Exception {
        wire.send(talk.request("NOTIFY", ++talk.cseq, talk.contact() + "Event: refer\r\nSubscription-State: " + state
            + "\r\nContent-Type: message/sipfrag;version=2.0\r\n\r\n" + line + "\r\n"));
    }

    @Test
    void aPeerThatConnectsTwoCallsSaysSo() throws Exception {
        ourReferIsAnswered("202 Accepted");
        notify("active;expires=60", "SIP/2.0 100 Trying");
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(200);
        gateway.hasNoMore();
        notify("terminated;reason=noresource", "SIP/2.0 200 OK");
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(200);
        assertThat(gateway.await(Transferred.class).status()).isEqualTo(200);
        notify("terminated;reason=noresource", "SIP/2.0 200 OK");
        assertThat(Wire.status(wire.finalResponse())).as("there is no subscription any more").isEqualTo(481);
    }

    @Test
    void aPeerThatDoesNotConnectThemSaysSo() throws Exception {
        ourReferIsAnswered("603 Decline");
        assertThat(gateway.await(Transferred.class).status()).isEqualTo(603);
    }

    @Test
    void aPeerThatDoesNotAllowReferIsNotAsked() throws Exception {
        LegId other = answered(secondCall(), "");
        gateway.sip().refer(leg, other);
        assertThat(gateway.await(Transferred.class).status()).isEqualTo(405);
    }

    // ---- our own offers

    @Test
    void anOfferOfOursIsAnsweredAndAcknowledged() throws Exception {
        gateway.sip().reoffer(leg, HOLD);
        String invite = wire.await("INVITE");
        assertThat(invite).contains("a=sendonly");
        assertThat(Wire.tag(Wire.header(invite, "To"))).isEqualTo(talk.ownTag);
        wire.send(talk.request("INVITE", ++talk.cseq, talk.contact() + Talk.sdp(Station.offer(4000))));
        assertThat(Wire.status(wire.finalResponse())).as("theirs crosses ours").isEqualTo(491);
        talk.ack("To: x;tag=" + talk.theirTag + "\r\n");
        String answer = Station.offer(4000).replace("sendrecv", "recvonly");
        wire.send(wire.response("200 OK", invite, "", talk.contact() + Talk.sdp(answer)));
        wire.await("ACK");
        assertThat(gateway.await(Reanswered.class)).isEqualTo(new Reanswered(leg, answer));
    }

    @Test
    void anOfferThatCrossedTheirsIsMadeAgain() throws Exception {
        gateway.sip().reoffer(leg, HOLD);
        String invite = wire.await("INVITE");
        wire.send(wire.response("491 Request Pending", invite, "", ""));
        wire.await("ACK");
        String again = wire.await("INVITE");
        assertThat(Wire.header(again, "CSeq")).isNotEqualTo(Wire.header(invite, "CSeq"));
        wire.send(wire.response("200 OK", again, "", talk.contact() + Talk.sdp(Station.offer(4000))));
        wire.await("ACK");
        gateway.await(Reanswered.class);
    }

    @Test
    void ofSeveralOffersThatWaitTheLastIsMade() throws Exception {
        gateway.sip().reoffer(leg, HOLD);
        String invite = wire.await("INVITE");
        gateway.sip().reoffer(leg, HOLD.replace("sendonly", "inactive"));
        gateway.sip().reoffer(leg, Station.offer(5000));
        wire.send(wire.response("200 OK", invite, "", talk.contact() + Talk.sdp(Station.offer(4000))));
        wire.await("ACK");
        gateway.await(Reanswered.class);
        assertThat(wire.await("INVITE")).contains("a=sendrecv");
    }

    @Test
    void aRefusedOfferChangesNothing() throws Exception {
        gateway.sip().reoffer(leg, HOLD);
        wire.send(wire.response("488 Not Acceptable Here", wire.await("INVITE"), "", ""));
        wire.await("ACK");
        assertThat(gateway.await(Unchanged.class)).isEqualTo(new Unchanged(leg, 488));
        wire.send(talk.request("BYE", ++talk.cseq, ""));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(200);
        gateway.await(Released.class);
    }

    @Test
    void whoKnowsNothingOfTheCallAnyMoreIsHungUpOn() throws Exception {
        gateway.sip().reoffer(leg, HOLD);
        wire.send(wire.response("481 Call Does Not Exist", wire.await("INVITE"), "", ""));
        wire.await("BYE");
        assertThat(gateway.await(Released.class).status()).isEqualTo(481);
    }
}
