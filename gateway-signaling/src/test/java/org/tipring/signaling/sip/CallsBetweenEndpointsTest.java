package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
