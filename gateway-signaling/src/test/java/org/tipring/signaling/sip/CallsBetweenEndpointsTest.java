package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEndpoint.Target;
import org.tipring.signaling.sip.SipEvent.Acknowledged;
import org.tipring.signaling.sip.SipEvent.Answered;
import org.tipring.signaling.sip.SipEvent.CallingParty;
import org.tipring.signaling.sip.SipEvent.Invited;
import org.tipring.signaling.sip.SipEvent.Progress;
import org.tipring.signaling.sip.SipEvent.Released;
import org.tipring.signaling.sip.SipEvent.Ringing;

/// Two and more endpoints in one process, over real sockets on loopback.
class CallsBetweenEndpointsTest {

    private static final CallingParty NOBODY = new CallingParty("", "", false);

    private Station gateway;

    @BeforeEach
    void open() throws Exception {
        gateway = Station.gateway();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void aRegisteredTelephoneCallsAndHangsUp(String transport) throws Exception {
        try (Station phone = gateway.registered("201", transport)) {
            LegId out = Station.newLeg();
            phone.sip().invite(out, new Target.Trunk("gateway", "9*1#2"), NOBODY, Station.offer(4000));
            Invited invited = gateway.await(Invited.class);
            assertThat(invited.called()).isEqualTo("9*1#2");
            assertThat(invited.source()).isEqualTo(new SipEvent.Source.Extension("201"));
            assertThat(invited.from().number()).isEqualTo("201");
            assertThat(invited.offer()).isEqualTo(Station.offer(4000));

            gateway.sip().ring(invited.leg());
            phone.await(Ringing.class);
            gateway.sip().progress(invited.leg(), Station.offer(5000));
            assertThat(phone.await(Progress.class).sdp()).isEqualTo(Station.offer(5000));
            gateway.sip().answer(invited.leg(), Station.offer(5000));
            assertThat(phone.await(Answered.class).sdp()).isEqualTo(Station.offer(5000));
            assertThat(gateway.await(Acknowledged.class).sdp()).isEmpty();

            phone.sip().release(out, ReleaseCause.NORMAL, null);
            Released released = gateway.await(Released.class);
            assertThat(released.cause()).isEqualTo(ReleaseCause.NORMAL);
            assertThat(gateway.sip().counters().legs()).isZero();
            assertThat(phone.sip().counters().legs()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void theGatewayCallsARegisteredTelephoneAndHangsUp(String transport) throws Exception {
        try (Station phone = gateway.registered("202", transport)) {
            assertThat(gateway.sip().reachable(new Target.Extension("202"))).isTrue();
            assertThat(gateway.sip().mediaAddress(new Target.Extension("202"))).isEqualTo("127.0.0.1");
            LegId out = Station.newLeg();
            gateway.sip().invite(out, new Target.Extension("202"), new CallingParty("0301234", "A \"B\"", false), Station.offer(4000));
            Invited invited = phone.await(Invited.class);
            assertThat(invited.source()).isEqualTo(new SipEvent.Source.Trunk("gateway"));
            assertThat(invited.from()).isEqualTo(new CallingParty("0301234", "A B", false));
            phone.sip().answer(invited.leg(), Station.offer(5000));
            gateway.await(Answered.class);
            phone.await(Acknowledged.class);

            gateway.sip().release(out, ReleaseCause.OUT_OF_ORDER, null);
            assertThat(phone.await(Released.class).cause()).isEqualTo(ReleaseCause.OUT_OF_ORDER);
        }
    }

    private LegId dial(Station phone) {
        LegId out = Station.newLeg();
        phone.sip().invite(out, new Target.Trunk("gateway", "900"), NOBODY, Station.offer(4000));
        return out;
    }

    private LegId ringExtension(String user) {
        LegId out = Station.newLeg();
        gateway.sip().invite(out, new Target.Extension(user), new CallingParty("0301234", "", false), Station.offer(4000));
        return out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void listeningOnAllAddressesItNamesTheOneThatFacesThePeer(String transport) throws Exception {
        try (Station everywhere = new Station(Station.settings("0.0.0.0")); Station phone = everywhere.registered("201", transport)) {
            assertThat(everywhere.sip().mediaAddress(new Target.Extension("201"))).isEqualTo("127.0.0.1");
            LegId out = dial(phone);
            Invited invited = everywhere.await(Invited.class);
            assertThat(everywhere.sip().mediaAddress(invited.leg())).isEqualTo("127.0.0.1");
            everywhere.sip().answer(invited.leg(), Station.offer(5000));
            phone.await(Answered.class);
            everywhere.await(Acknowledged.class);
            everywhere.sip().release(invited.leg(), ReleaseCause.NORMAL, null);
            phone.await(Released.class);

            LegId in = Station.newLeg();
            everywhere.sip().invite(in, new Target.Extension("201"), NOBODY, Station.offer(4000));
            phone.sip().answer(phone.await(Invited.class).leg(), Station.offer(5000));
            everywhere.await(Answered.class);
            phone.await(Acknowledged.class);
            everywhere.sip().release(in, ReleaseCause.NORMAL, null);
            phone.await(Released.class);
        }
    }

    @Test
    void theCallerGivesUp() throws Exception {
        try (Station phone = gateway.registered("201", "udp")) {
            LegId out = dial(phone);
            Invited invited = gateway.await(Invited.class);
            gateway.sip().ring(invited.leg());
            phone.await(Ringing.class);
            phone.sip().release(out, ReleaseCause.NORMAL, null);
            assertThat(gateway.await(Released.class).cause()).isEqualTo(ReleaseCause.CANCELLED);
            assertThat(gateway.sip().counters().legs() + phone.sip().counters().legs()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(value = ReleaseCause.class, names = {"BUSY", "UNALLOCATED", "NO_CIRCUIT", "OUT_OF_ORDER", "NOT_ACCEPTABLE", "DECLINED",
        "CIRCUIT_IN_USE", "TEMPORARY_FAILURE", "REJECTED", "INCOMPLETE"})
    void whyTheGatewayRefusedArrivesAtTheTelephone(ReleaseCause cause) throws Exception {
        try (Station phone = gateway.registered("201", "udp")) {
            dial(phone);
            gateway.sip().release(gateway.await(Invited.class).leg(), cause, Duration.ofSeconds(5));
            Released released = phone.await(Released.class);
            assertThat(released.cause()).isEqualTo(cause);
            assertThat(released.status()).isEqualTo(cause.sipStatus());
        }
    }

    @Test
    void allTelephonesOfAnExtensionRingAndTheFirstAnswerWins() throws Exception {
        try (Station desk = gateway.registered("201", "udp"); Station door = gateway.registered("201", "tcp")) {
            LegId out = ringExtension("201");
            Invited atDesk = desk.await(Invited.class);
            Invited atDoor = door.await(Invited.class);
            desk.sip().ring(atDesk.leg());
            gateway.await(Ringing.class);
            door.sip().ring(atDoor.leg());
            door.sip().answer(atDoor.leg(), Station.offer(5000));
            gateway.await(Answered.class);
            door.await(Acknowledged.class);
            Released elsewhere = desk.await(Released.class);
            assertThat(elsewhere.cause()).isEqualTo(ReleaseCause.CANCELLED);
            assertThat(elsewhere.detail()).isEqualTo("answered elsewhere");
            gateway.sip().release(out, ReleaseCause.NORMAL, null);
            door.await(Released.class);
            gateway.hasNoMore();
        }
    }

    @Test
    void busyOnlyWhenAllTelephonesOfTheExtensionAre() throws Exception {
        try (Station desk = gateway.registered("201", "udp"); Station door = gateway.registered("201", "udp")) {
            ringExtension("201");
            desk.sip().release(desk.await(Invited.class).leg(), ReleaseCause.BUSY, null);
            gateway.hasNoMore();
            door.sip().release(door.await(Invited.class).leg(), ReleaseCause.BUSY, null);
            assertThat(gateway.await(Released.class).cause()).isEqualTo(ReleaseCause.BUSY);
        }
    }

    @Test
    void aWithheldNumberStaysWithheldToTheTelephone() throws Exception {
        try (Station phone = gateway.registered("201", "udp")) {
            gateway.sip().invite(Station.newLeg(), new Target.Extension("201"), new CallingParty("", "", true), Station.offer(4000));
            assertThat(phone.await(Invited.class).from()).isEqualTo(new CallingParty("", "", true));
        }
    }

    @Test
    void bothEndsHangUpAtOnce() throws Exception {
        try (Station phone = gateway.registered("201", "udp")) {
            LegId out = dial(phone);
            Invited invited = gateway.await(Invited.class);
            gateway.sip().answer(invited.leg(), Station.offer(5000));
            phone.await(Answered.class);
            gateway.await(Acknowledged.class);
            phone.sip().release(out, ReleaseCause.NORMAL, null);
            gateway.sip().release(invited.leg(), ReleaseCause.NORMAL, null);
            // Another call goes through, so nothing was left behind.
            dial(phone);
            SipEvent next = gateway.await(SipEvent.class);
            if (next instanceof Released) {
                next = gateway.await(SipEvent.class);
            }
            assertThat(next).isInstanceOf(Invited.class);
        }
    }

    @Test
    void aTelephoneThatIsSwitchedOffSignsOff() throws Exception {
        gateway.registered("201", "udp").close();
        assertThat(gateway.await(SipEvent.Unregistered.class).extension()).isEqualTo("201");
        assertThat(gateway.sip().reachable(new Target.Extension("201"))).isFalse();
    }

    @Test
    void aWrongPasswordKeepsATelephoneOut() throws Exception {
        try (Station thief = gateway.phone("201", "guess", "udp")) {
            assertThat(thief.await(SipEvent.TrunkDown.class).why()).contains("403");
            gateway.hasNoMore();
        }
    }

    /// The stack's own threads are not there yet: it failed in one of some hundred.
    @Test
    void anEndpointCanBeClosedAsSoonAsItHasStarted() throws Exception {
        for (int i = 0; i < 200; i++) {
            Station.gateway().close();
        }
    }

    @Test
    void anEndpointThatIsClosedLeavesNoThreadThatKeepsTheProcessAlive() throws Exception {
        Station station = Station.gateway();
        station.registered("201", "tcp").close();
        station.close();
        gateway.close();
        List<Thread> left = List.of();
        for (long deadline = System.nanoTime() + Station.PATIENCE.toNanos(); System.nanoTime() < deadline; Thread.onSpinWait()) {
            left = Thread.getAllStackTraces().keySet().stream()
                // A stack closed while it starts can lose sight of a worker, a daemon: JAIN-SIP fills its list of them on another thread.
                .filter(thread -> !thread.isDaemon() && thread.getName().matches("(?i).*(EventScanner|UDPMessage|SipTimer|PipelineThread|sip-timers).*")).toList();
            if (left.isEmpty()) {
                break;
            }
        }
        assertThat(left).as(left.stream().map(thread -> thread + " " + List.of(thread.getStackTrace())).toList().toString()).isEmpty();
    }
}
