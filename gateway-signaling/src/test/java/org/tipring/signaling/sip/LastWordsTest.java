package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEvent.CallingParty;
import org.tipring.signaling.sip.SipEvent.Invited;
import org.tipring.signaling.sip.Wire.Talk;

/// A gateway that is stopped tells the telephones of the calls that it ends.
class LastWordsTest {

    private Station gateway;
    private Wire wire;
    private Talk talk;

    @BeforeEach
    void open() throws Exception {
        wire = new Wire(0);
        gateway = Station.gateway(new SipSettings.Trunk("provider", "127.0.0.1", wire.port(), "udp", "", null, false, Duration.ofSeconds(60),
            List.of("127.0.0.2"), ""));
        gateway.await(SipEvent.TrunkUp.class);
        wire.gateway(gateway.sip().udpPort());
        talk = wire.new Talk("201", "sip:900@tipring.test");
    }

    @AfterEach
    void close() {
        wire.close();
        gateway.close();
    }

    @Test
    void whatWaitsOnALaneIsLeftToSay() {
        LastWords words = new LastWords();
        Queue<Runnable> threads = new ArrayDeque<>();
        List<String> said = new ArrayList<>();
        Lane lane = new Lane(threads::add, words);
        assertThat(words.isAllSaid()).isTrue();
        lane.execute(() -> said.add("BYE"));
        lane.execute(() -> assertThat(words.isAllSaid()).isFalse());
        assertThat(words.isAllSaid()).isFalse();
        threads.remove().run();
        assertThat(said).containsExactly("BYE");
        assertThat(words.isAllSaid()).isTrue();
        assertThat(threads).isEmpty();
    }

    @Test
    void whatIsOwedIsSaidAtTheLatestAndOnlyOnce() throws Exception {
        LastWords words = new LastWords();
        List<String> said = new ArrayList<>();
        words.owe("a", () -> said.add("a"));
        words.owe("b", () -> said.add("b"));
        words.said("a");
        words.await(Duration.ofMillis(1));
        words.await(Duration.ofMillis(1));
        assertThat(said).containsExactly("b");
        assertThat(words.isAllSaid()).isTrue();
    }

    private Thread releaseAndClose(LegId leg) {
        gateway.sip().release(leg, ReleaseCause.SHUTDOWN, null);
        return Thread.ofPlatform().start(gateway::close);
    }

    private LegId answered() throws Exception {
        talk.inviteAuthenticated("secret-201", talk.contact() + Talk.sdp(Station.offer(4000)));
        Invited call = gateway.await(Invited.class);
        gateway.sip().answer(call.leg(), Station.offer(5000));
        talk.learn(wire.await("SIP/2.0 200"));
        return call.leg();
    }

    @Test
    void aTelephoneWhoseAckComesDuringTheStopIsSentABye() throws Exception {
        Thread closing = releaseAndClose(answered());
        closing.join(200);
        wire.send(talk.request("ACK", talk.cseq, ""));
        wire.send(wire.response("200 OK", wire.await("BYE"), "", ""));
        closing.join();
    }

    @Test
    void aTelephoneThatNeverAcknowledgesIsSentAByeBeforeTheEnd() throws Exception {
        Thread closing = releaseAndClose(answered());
        assertThat(wire.await("BYE")).contains("Reason: Q.850;cause=41");
        closing.join();
    }

    @Test
    void aByeThatIsNotAnsweredIsRepeatedBeforeTheEnd() throws Exception {
        LegId leg = answered();
        wire.send(talk.request("ACK", talk.cseq, ""));
        gateway.await(SipEvent.Acknowledged.class);
        Thread closing = releaseAndClose(leg);
        String lost = wire.await("BYE");
        assertThat(wire.await("BYE")).isEqualTo(lost);
        closing.join();
    }

    @Test
    void aTelephoneThatHasNotSaidThatItRingsIsCancelledDuringTheStop() throws Exception {
        LegId leg = Station.newLeg();
        gateway.sip().invite(leg, new SipEndpoint.Target.Trunk("provider", "0301234"), new CallingParty("", "", false), Station.offer(4000));
        String invite = wire.await("INVITE");
        Thread closing = releaseAndClose(leg);
        closing.join(200);
        wire.send(wire.response("180 Ringing", invite, "phone", ""));
        wire.await("CANCEL");
        closing.join();
    }
}
