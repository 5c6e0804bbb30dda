package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.guard.BanRules;
import org.tipring.signaling.guard.Offence;
import org.tipring.signaling.sip.SipEvent.Acknowledged;
import org.tipring.signaling.sip.SipEvent.Banned;
import org.tipring.signaling.sip.SipEvent.Invited;
import org.tipring.signaling.sip.SipEvent.Released;
import org.tipring.signaling.sip.Wire.Talk;

/// A source that guesses passwords is not listened to any more, but calls for help all the same.
class BannedSourceTest {

    private static final BanRules EVEN_LOOPBACK = new BanRules(10, Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofHours(1), List.of());
    private static final int SILENCE = 300;

    private Station gateway;
    private Wire wire;

    @BeforeEach
    void open() throws Exception {
        gateway = new Station(Station.settings(), sip -> sip.guard(EVEN_LOOPBACK, Set.of("112", "911")::contains));
        wire = new Wire(gateway.sip().udpPort());
    }

    @AfterEach
    void close() {
        wire.close();
        gateway.close();
    }

    private Talk talk(String number) {
        return wire.new Talk("201", "sip:" + number + "@tipring.test");
    }

    private void guess(String user, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            Talk talk = wire.new Talk(user, "sip:tipring.test");
            wire.send(talk.request("REGISTER", 1, talk.contact()));
            String challenge = wire.finalResponse();
            wire.send(talk.request("REGISTER", 2, talk.contact() + "Authorization: " + talk.authorization("REGISTER", challenge, "guess" + i) + "\r\n"));
            assertThat(Wire.status(wire.finalResponse())).isEqualTo(403);
        }
    }

    private Banned ban() throws Exception {
        guess("201", 10);
        return gateway.await(Banned.class);
    }

    private void isDeaf() throws Exception {
        for (String method : List.of("OPTIONS", "REGISTER", "INVITE", "SUBSCRIBE", "BYE")) {
            Talk talk = talk("900");
            wire.send(talk.request(method, 1, talk.contact()));
        }
        assertThat(wire.receive(SILENCE)).isNull();
    }

    @Test
    void tenWrongPasswordsAreTooMany() throws Exception {
        Banned banned = ban();
        assertThat(banned.source()).isEqualTo("127.0.0.1");
        assertThat(banned.why()).isEqualTo("wrong passwords");
        isDeaf();
        assertThat(gateway.sip().counters().droppedOfBanned()).isGreaterThanOrEqualTo(5);
        assertThat(gateway.sip().bans()).singleElement().satisfies(ban -> assertThat(ban.why()).isEqualTo(Offence.WRONG_PASSWORD));
    }

    @Test
    void unknownUsersCountAsWrongPasswordsDo() throws Exception {
        guess("nobody", 10);
        assertThat(gateway.await(Banned.class).why()).isEqualTo("users that do not exist");
    }

    @Test
    void aFloodOfRequestsWithoutPasswordIsCutOff() throws Exception {
        for (int i = 0; i < 120; i++) {
            Talk talk = talk("900");
            wire.send(talk.request("INVITE", 1, talk.contact() + Talk.sdp(Station.offer(4000))));
        }
        assertThat(gateway.await(Banned.class).why()).isEqualTo("requests without a password");
    }

    @Test
    void aLiftedBanIsHeardAgain() throws Exception {
        ban();
        assertThat(gateway.sip().liftBan("127.0.0.1")).isTrue();
        Talk talk = talk("900");
        wire.send(talk.request("OPTIONS", 1, ""));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"112", "911"})
    void aBannedTelephoneCallsForHelpAndOnlyThat(String number) throws Exception {
        ban();
        long asked = System.nanoTime();
        Talk help = talk(number);
        help.inviteAuthenticated("secret-201", help.contact() + Talk.sdp(Station.offer(4000)));
        Invited call = gateway.await(Invited.class);
        assertThat(System.nanoTime() - asked).as("within a second").isLessThan(1_000_000_000L);
        assertThat(call.called()).isEqualTo(number);
        assertThat(call.source()).isEqualTo(new SipEvent.Source.Extension("201"));
        gateway.sip().answer(call.leg(), Station.offer(5000));
        help.establish(wire.await("SIP/2.0 200"), "");
        gateway.await(Acknowledged.class);
        isDeaf();
        wire.send(help.request("BYE", ++help.cseq, ""));
        assertThat(Wire.header(wire.await("SIP/2.0 200"), "CSeq")).endsWith("BYE");
        assertThat(gateway.await(Released.class).cause()).isEqualTo(ReleaseCause.NORMAL);
        isDeaf();
    }

    @Test
    void aBannedTelephoneMayTakeBackItsCallForHelp() throws Exception {
        ban();
        Talk help = talk("112");
        help.inviteAuthenticated("secret-201", help.contact() + Talk.sdp(Station.offer(4000)));
        gateway.await(Invited.class);
        wire.send(help.requestOnBranch("CANCEL", help.cseq, ""));
        assertThat(gateway.await(Released.class).cause()).isEqualTo(ReleaseCause.CANCELLED);
        help.ack(wire.await("SIP/2.0 487"));
        assertThat(wire.receive(1_200)).as("the 487 was acknowledged, so it is not repeated").isNull();
    }

    @Test
    void whoDoesNotKnowThePasswordCannotCallForHelpEither() throws Exception {
        ban();
        Talk help = talk("112");
        help.inviteAuthenticated("guess", help.contact() + Talk.sdp(Station.offer(4000)));
        assertThat(Wire.status(wire.finalResponse())).isEqualTo(403);
        gateway.hasNoMore();
    }

    @Test
    void aCallInProgressOutlivesTheBanOfItsSource() throws Exception {
        Talk talk = talk("900");
        talk.inviteAuthenticated("secret-201", talk.contact() + Talk.sdp(Station.offer(4000)));
        Invited call = gateway.await(Invited.class);
        gateway.sip().answer(call.leg(), Station.offer(5000));
        talk.establish(wire.await("SIP/2.0 200"), "");
        gateway.await(Acknowledged.class);
        // A password was proved from here, so it takes ten times as many.
        guess("201", 100);
        gateway.await(Banned.class);
        isDeaf();
        wire.send(talk.request("BYE", ++talk.cseq, ""));
        assertThat(Wire.header(wire.await("SIP/2.0 200"), "CSeq")).endsWith("BYE");
    }

    @Test
    void aProviderIsNeverBanned() throws Exception {
        try (Station other = new Station(Station.settings(new SipSettings.Trunk("carrier", "127.0.0.1", wire.port(), "udp", "", null, false,
            Duration.ofSeconds(60), List.of("127.0.0.1:" + wire.port()), "")), sip -> sip.guard(EVEN_LOOPBACK, _ -> false))) {
            wire.gateway(other.sip().udpPort());
            guess("201", 30);
            assertThat(other.sip().bans()).isEmpty();
        }
    }
}
