package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEvent.Acknowledged;
import org.tipring.signaling.sip.SipEvent.Digit;
import org.tipring.signaling.sip.SipEvent.Invited;
import org.tipring.signaling.sip.SipEvent.Released;
import org.tipring.signaling.sip.SipEvent.Reoffered;
import org.tipring.signaling.sip.Wire.Talk;

/// What peers do that no well-behaved stack would do for us, byte by byte over UDP.
class OddPeersTest {

    private static final String HOLD = Station.offer(4000).replace("sendrecv", "sendonly");

    private Station gateway;
    private Wire wire;
    private Talk talk;

    @BeforeEach
    void open() throws Exception {
        gateway = Station.gateway();
        wire = new Wire(gateway.sip().udpPort());
        talk = wire.new Talk("201", "sip:900@tipring.test");
    }

    @AfterEach
    void close() {
        wire.close();
        gateway.close();
    }

    private Invited invited() throws Exception {
        talk.inviteAuthenticated("secret-201", talk.contact() + Talk.sdp(Station.offer(4000)));
        return gateway.await(Invited.class);
    }

    private Invited answered() throws Exception {
        Invited call = invited();
        gateway.sip().answer(call.leg(), Station.offer(5000));
        talk.establish(wire.await("SIP/2.0 200"), "");
        gateway.await(Acknowledged.class);
        return call;
    }

    /// On loopback an ACK may be back before the stack has begun to wait for it. The 200 must then not be repeated after T1 (500 ms).
    @Test
    void anAckThatIsQuickerThanTheStackIsSeen() throws Exception {
        for (int i = 0; i < 100; i++) {
            talk = wire.new Talk("201", "sip:900@tipring.test");
            answered();
        }
        int repeated = 0;
        for (String message = wire.receive(1_200); message != null; message = wire.receive(600)) {
            repeated += message.startsWith("SIP/2.0 200") ? 1 : 0;
        }
        assertThat(repeated).as("200s repeated in 100 calls").isZero();
    }

    /// Telephones that dial by themselves when the handset is lifted, and have no number set.
    @Test
    void anInviteWithoutANumberIsACallWithNoDigits() throws Exception {
        talk = wire.new Talk("201", "sip:tipring.test");
        assertThat(invited().called()).isEmpty();
    }

    @Test
    void cancelBeforeTheAnswerEndsTheCallWith487() throws Exception {
        Invited call = invited();
        gateway.sip().ring(call.leg());
        wire.await("SIP/2.0 180");
        wire.send(talk.requestOnBranch("CANCEL", talk.cseq, ""));
        assertThat(Wire.header(wire.await("SIP/2.0 200"), "CSeq")).endsWith("CANCEL");
        talk.ack(wire.await("SIP/2.0 487"));
        Released released = gateway.await(Released.class);
        assertThat(released.cause()).isEqualTo(ReleaseCause.CANCELLED);
        // Too late, and without effect.
        gateway.sip().answer(call.leg(), Station.offer(5000));
        gateway.sip().release(call.leg(), ReleaseCause.NORMAL, null);
        wire.send(talk.request("OPTIONS", 9, ""));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(200);
        gateway.hasNoMore();
    }

    @Test
    void cancelThatCrossesThe200IsTooLate() throws Exception {
        Invited call = invited();
        String branch = talk.branch;
        gateway.sip().answer(call.leg(), Station.offer(5000));
        String ok = wire.await("SIP/2.0 200");
        wire.send(talk.requestOnBranch("CANCEL", talk.cseq, ""));
        assertThat(Wire.header(wire.await("SIP/2.0 200"), "CSeq")).endsWith("CANCEL");
        assertThat(talk.branch).isEqualTo(branch);
        talk.establish(ok, "");
        gateway.await(Acknowledged.class);
        wire.send(talk.request("BYE", ++talk.cseq, ""));
        wire.await("SIP/2.0 200");
        assertThat(gateway.await(Released.class).cause()).isEqualTo(ReleaseCause.NORMAL);
    }

    @Test
    void cancelOfNothingIs481() throws Exception {
        wire.send(talk.request("CANCEL", 1, ""));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(481);
    }

    @Test
    void aSecondByeIs481() throws Exception {
        answered();
        wire.send(talk.request("BYE", ++talk.cseq, "Reason: Q.850;cause=27\r\n"));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(200);
        assertThat(gateway.await(Released.class).cause()).isEqualTo(ReleaseCause.OUT_OF_ORDER);
        wire.send(talk.request("BYE", ++talk.cseq, ""));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(481);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE"})
    void holdIsReofferedAndAnswered(String method) throws Exception {
        Invited call = answered();
        wire.send(talk.request(method, ++talk.cseq, talk.contact() + Talk.sdp(HOLD)));
        assertThat(gateway.await(Reoffered.class).offer()).isEqualTo(HOLD);
        gateway.sip().answerOffer(call.leg(), Station.offer(5000).replace("sendrecv", "recvonly"));
        String ok = wire.await("SIP/2.0 200");
        assertThat(ok).contains("a=recvonly");
        if (method.equals("INVITE")) {
            talk.establish(ok, "");
        }
        gateway.sip().release(call.leg(), ReleaseCause.BUSY, null);
        String bye = wire.await("BYE ");
        assertThat(Wire.header(bye, "Reason")).startsWith("Q.850").contains("cause=17");
        assertThat(Wire.header(bye, "Via")).contains("rport");
        wire.send(wire.response("200 OK", bye, "", ""));
    }

    @Test
    void anOfferThatControlRefusesIs488AndTheCallGoesOn() throws Exception {
        Invited call = answered();
        wire.send(talk.request("INVITE", ++talk.cseq, talk.contact() + Talk.sdp(HOLD)));
        gateway.await(Reoffered.class);
        gateway.sip().refuseOffer(call.leg());
        talk.ack(wire.await("SIP/2.0 488"));
        wire.send(talk.request("INFO", ++talk.cseq, "Content-Type: application/dtmf-relay\r\n\r\nSignal=5\r\nDuration=160\r\n"));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(200);
        assertThat(gateway.await(Digit.class).digit()).isEqualTo('5');
    }

    /// No standard has it; RFC 4733 has event 16, and what is sent as INFO are these.
    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {"hook-flash ! Signal=hf", "hook-flash ! ''", "dtmf-relay ! Signal=16", "dtmf-relay ! Signal=hf", "dtmf ! 16", "dtmf ! flash"})
    void aHookFlashComesAsInfoInManyForms(String type, String body) throws Exception {
        Invited call = answered();
        wire.send(talk.request("INFO", ++talk.cseq, "Content-Type: application/" + type + "\r\n\r\n" + (body == null ? "" : body + "\r\n")));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(200);
        assertThat(gateway.await(SipEvent.HookFlash.class).leg()).isEqualTo(call.leg());
    }

    @Test
    void anUpdateDuringAReinviteIs491() throws Exception {
        answered();
        wire.send(talk.request("INVITE", ++talk.cseq, talk.contact() + Talk.sdp(HOLD)));
        gateway.await(Reoffered.class);
        wire.send(talk.request("UPDATE", ++talk.cseq, talk.contact() + Talk.sdp(HOLD)));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(491);
    }

    @Test
    void aReinviteWithoutOfferGetsOursAndTheAnswerComesWithTheAck() throws Exception {
        Invited call = answered();
        wire.send(talk.request("INVITE", ++talk.cseq, talk.contact()));
        String ok = wire.await("SIP/2.0 200");
        assertThat(ok).contains("m=audio 5000").contains("a=sendrecv");
        talk.establish(ok, Talk.sdp(HOLD));
        Acknowledged acknowledged = gateway.await(Acknowledged.class);
        assertThat(acknowledged.leg()).isEqualTo(call.leg());
        assertThat(acknowledged.sdp()).isEqualTo(HOLD);
    }

    @Test
    void aCallWithoutOfferCarriesItsAnswerInTheAck() throws Exception {
        talk.inviteAuthenticated("secret-201", talk.contact());
        Invited call = gateway.await(Invited.class);
        assertThat(call.offer()).isEmpty();
        gateway.sip().answer(call.leg(), Station.offer(5000));
        talk.establish(wire.await("SIP/2.0 200"), Talk.sdp(Station.offer(4000)));
        assertThat(gateway.await(Acknowledged.class).sdp()).isEqualTo(Station.offer(4000));
    }

    @Test
    void aReleaseBeforeTheAckWaitsForIt() throws Exception {
        Invited call = invited();
        gateway.sip().answer(call.leg(), Station.offer(5000));
        String ok = wire.await("SIP/2.0 200");
        gateway.sip().release(call.leg(), ReleaseCause.NORMAL, null);
        // The repetition of the 200 shows that no BYE has been sent meanwhile.
        assertThat(wire.await("")).startsWith("SIP/2.0 200");
        talk.establish(ok, "");
        wire.await("BYE ");
    }

    @Test
    void aRepeatedInviteMakesNoSecondCall() throws Exception {
        Invited call = invited();
        wire.await("SIP/2.0 100");
        gateway.sip().ring(call.leg());
        String first = wire.await("SIP/2.0 180");
        wire.send(talk.requestOnBranch("INVITE", talk.cseq, talk.contact() + Talk.sdp(Station.offer(4000))));
        assertThat(Wire.header(wire.await("SIP/2.0 180"), "To")).isEqualTo(Wire.header(first, "To"));
        gateway.hasNoMore();
    }

    @Test
    void nobodyGetsInWithoutTheRightPasswordAndNobodyLearnsWhoExists() throws Exception {
        for (String user : new String[] {"201", "nobody"}) {
            Talk stranger = wire.new Talk(user, "sip:900@tipring.test");
            stranger.inviteAuthenticated("guess", stranger.contact() + Talk.sdp(Station.offer(4000)));
            String refusal = wire.finalResponse();
            assertThat(refusal.lines().findFirst()).as(user).hasValue("SIP/2.0 403 Forbidden");
            stranger.ack(refusal);
            wire.send(stranger.request("REGISTER", ++stranger.cseq, stranger.contact()));
            String challenge = wire.finalResponse();
            assertThat(Wire.headers(challenge, "WWW-Authenticate")).hasSize(2).first().asString().contains("SHA-256");
        }
        assertThat(gateway.sip().counters().legs()).isZero();
        gateway.hasNoMore();
    }

    @Test
    void nobodyCallsOrRegistersAsSomebodyElse() throws Exception {
        Talk thief = wire.new Talk("201", "sip:900@tipring.test");
        wire.send(thief.request("REGISTER", ++thief.cseq, thief.contact()));
        String challenge = wire.finalResponse();
        // To says "called", the password is of 201.
        wire.send(thief.request("REGISTER", ++thief.cseq,
            thief.contact() + "Authorization: " + thief.authorization("REGISTER", challenge, "secret-201") + "\r\n"));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(403);
        wire.send(thief.request("INVITE", ++thief.cseq, thief.contact()));
        String again = wire.finalResponse();
        thief.ack(again);
        String invite = thief.request("INVITE", ++thief.cseq,
            thief.contact() + "Authorization: " + thief.authorization("INVITE", again, "secret-201") + "\r\n");
        wire.send(invite.replace("From: <sip:201@", "From: <sip:202@"));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(403);
        gateway.hasNoMore();
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE, Require: 100rel, 420", "INVITE, Require: timer, 420", "OPTIONS, Proxy-Require: x, 420", "MESSAGE, X: 1, 405",
        "SUBSCRIBE, Event: presence, 405", "NOTIFY, Event: x, 481", "REFER, Refer-To: <sip:x@y>, 403", "PUBLISH, X: 1, 405",
        "PRACK, X: 1, 481", "FROBNICATE, X: 1, 501", "INFO, X: 1, 481", "BYE, X: 1, 481", "UPDATE, X: 1, 481", "OPTIONS, X: 1, 200",
        "INVITE, Accept: text/plain, 406", "INVITE, Content-Encoding: gzip, 415"})
    void strangersAreAnsweredWithoutEffect(String method, String header, int status) throws Exception {
        wire.send(talk.request(method, 1, talk.contact() + header + "\r\n" + Talk.sdp(Station.offer(4000))));
        String response = wire.finalResponse();
        assertThat(Wire.status(response)).as(response).isEqualTo(status);
        if (status == 405 || status == 501) {
            assertThat(Wire.headers(response, "Allow").toString()).contains("INVITE");
        }
        assertThat(gateway.sip().counters().legs()).isZero();
        gateway.hasNoMore();
    }

    @Test
    void aRequestWithoutHopsLeftIs483() throws Exception {
        wire.send(talk.request("INVITE", 1, talk.contact()).replace("Max-Forwards: 70", "Max-Forwards: 0"));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(483);
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "To", "Call-ID", "CSeq", "Contact", "Via"})
    void anInviteWithoutAMandatoryHeaderIs400OrDropped(String name) throws Exception {
        String invite = talk.request("INVITE", 1, talk.contact() + Talk.sdp(Station.offer(4000)));
        wire.send(invite.replaceFirst("(?m)^" + name + ":.*\r\n", ""));
        String answer = wire.receive(500);
        if (answer != null) {
            assertThat(Wire.status(answer)).isEqualTo(400);
        }
        assertThat(gateway.sip().counters().legs()).isZero();
        gateway.hasNoMore();
    }

    /// Threat 37: with a transaction the stack would answer to maddr.
    @Test
    void theAnswerGoesBackToTheSenderWhateverViaSays() throws Exception {
        wire.send(talk.request("INVITE", ++talk.cseq, talk.contact()));
        String challenge = wire.finalResponse();
        talk.ack(challenge);
        String invite = talk.request("INVITE", ++talk.cseq,
            talk.contact() + "Authorization: " + talk.authorization("INVITE", challenge, "secret-201") + "\r\n");
        wire.send(invite.replace("127.0.0.1:" + wire.port() + ";rport", "127.0.0.3:9;rport;maddr=127.0.0.2;ttl=1"));
        wire.await("SIP/2.0 100");
        gateway.sip().reject(gateway.await(Invited.class).leg(), 404, ReleaseCause.UNALLOCATED);
        wire.await("SIP/2.0 404");
    }

    @Test
    void a503SaysWhenToTryAgainAndWhy() throws Exception {
        Invited call = invited();
        gateway.sip().release(call.leg(), ReleaseCause.NO_CIRCUIT, Duration.ofSeconds(7));
        String refusal = wire.await("SIP/2.0 503");
        assertThat(Wire.header(refusal, "Retry-After")).isEqualTo("7");
        assertThat(Wire.header(refusal, "Reason")).contains("cause=34");
        talk.ack(refusal);
        assertThat(gateway.sip().counters().legs()).isZero();
    }

    @Test
    void anErrorInsideTheListenerDoesNotDeafenTheStack() throws Exception {
        gateway.sip().beforeRequest(event -> {
            if (event.getRequest().getMethod().equals("OPTIONS")) {
                throw new StackOverflowError("planted by the test");
            }
        });
        for (int i = 0; i < 20; i++) {
            wire.send(talk.request("OPTIONS", i + 1, ""));
        }
        answered();
    }
}
