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
import org.tipring.signaling.sip.SipEndpoint.Target;
import org.tipring.signaling.sip.SipEvent.CallingParty;
import org.tipring.signaling.sip.SipEvent.Diversion;
import org.tipring.signaling.sip.SipEvent.Invited;
import org.tipring.signaling.sip.SipEvent.MessagesWaiting;
import org.tipring.signaling.sip.SipEvent.TrunkUp;
import org.tipring.signaling.sip.Wire.Talk;

/// What a provider says besides who calls whom, byte by byte: messages that wait (RFC 3842), who has sent a call on (RFC 5806), and whether the
/// caller's number is true (`verstat`).
class WhatProvidersTellTest {

    private static final String SUMMARY = "Event: message-summary\r\nSubscription-State: active\r\nContent-Type: application/simple-message-summary\r\n\r\n"
        + "Messages-Waiting: yes\r\nMessage-Account: sip:211@carrier.test\r\nVoice-Message: 2/8 (0/2)\r\n";

    private Wire provider;
    private Wire stranger;
    private Station gateway;

    @BeforeEach
    void open() throws Exception {
        provider = new Wire(0);
        gateway = Station.gateway(new SipSettings.Trunk("carrier", "127.0.0.1", provider.port(), "udp", "carrier.test", null, false, Duration.ofSeconds(300),
            List.of("127.0.0.1:" + provider.port()), "", new SipSettings.Verdicts("[V]", "[!]", "[?]"), SipSettings.Trunk.SILENT_AFTER));
        gateway.await(TrunkUp.class);
        provider.gateway(gateway.sip().udpPort());
        stranger = new Wire(gateway.sip().udpPort());
    }

    @AfterEach
    void close() {
        gateway.close();
        provider.close();
        stranger.close();
    }

    // ---- messages

    @Test
    void aMailboxThatTellsUnaskedIsHeardFromTheProviderAndFromNobodyElse() throws Exception {
        provider.send(provider.new Talk("vm", "sip:211@127.0.0.1").request("NOTIFY", 1, SUMMARY));
        assertThat(Wire.status(provider.finalResponse())).isEqualTo(200);
        assertThat(gateway.await(MessagesWaiting.class)).isEqualTo(new MessagesWaiting("carrier", "211", 2));
        stranger.send(stranger.new Talk("vm", "sip:211@127.0.0.1").request("NOTIFY", 1, SUMMARY));
        assertThat(Wire.status(stranger.finalResponse())).isEqualTo(481);
        gateway.hasNoMore();
    }

    @Test
    void aMailboxThatDoesNotNameItsAccountIsThatOfTheNumberInTo() throws Exception {
        provider.send(provider.new Talk("vm", "sip:211@127.0.0.1").request("NOTIFY", 1, SUMMARY.replaceAll("Message-Account.*\r\n", "").replace("yes", "no")));
        assertThat(Wire.status(provider.finalResponse())).isEqualTo(200);
        assertThat(gateway.await(MessagesWaiting.class)).isEqualTo(new MessagesWaiting("carrier", "called", 0));
    }

    @Test
    void otherEventsAndOtherBodiesAreRefused() throws Exception {
        provider.send(provider.new Talk("vm", "sip:211@127.0.0.1").request("NOTIFY", 1, SUMMARY.replace("Event: message-summary", "Event: dialog")));
        String refusal = provider.finalResponse();
        assertThat(Wire.status(refusal)).isEqualTo(489);
        assertThat(Wire.header(refusal, "Allow-Events")).isEqualTo("message-summary");
        provider.send(provider.new Talk("vm", "sip:211@127.0.0.1").request("NOTIFY", 1, SUMMARY.replace("Messages-Waiting: yes", "nonsense")));
        assertThat(Wire.status(provider.finalResponse())).isEqualTo(400);
        gateway.hasNoMore();
    }

    // ---- diversions

    @Test
    void whoSentACallOnIsToldToAProviderInBothForms() throws Exception {
        LegId leg = Station.newLeg();
        CallingParty caller = new CallingParty("0301234", "Ada", false, List.of(new Diversion("212", "user-busy", true, 1), new Diversion("211", "unconditional", false, 2)));
        gateway.sip().invite(leg, new Target.Trunk("carrier", "0401111"), caller, Station.offer(4000));
        String invite = provider.await("INVITE");
        assertThat(Wire.headers(invite, "Diversion")).containsExactly("<sip:212@carrier.test>;reason=user-busy;privacy=full;counter=1",
            "<sip:211@carrier.test>;reason=unconditional;privacy=off;counter=2");
        assertThat(Wire.headers(invite, "History-Info")).containsExactly("<sip:211@carrier.test>;index=1", "<sip:212@carrier.test?Privacy=history>;index=1.1",
            "<sip:0401111@carrier.test;cause=486>;index=1.1.1;mp=1.1");
        assertThat(Wire.header(invite, "P-Asserted-Identity")).contains("0301234");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Diversion: <sip:+4930@x>;reason=no-answer;counter=3|3", "Diversion: \"A, B\" <tel:+4930>;reason=\"user-busy\"|1",
        "Diversion: <sip:1@x>;counter=2, <sip:2@x;user=phone>;reason=unknown;privacy=full|3", "Diversion: <sip:1@x>;counter=0|1", "Diversion: nonsense|0",
        "Diversion: <sip:1@x>;counter=999|999"})
    void whoSentACallOnIsCounted(String header, int times) throws Exception {
        Talk carrier = provider.new Talk("0401111", "sip:211@127.0.0.1");
        provider.send(carrier.request("INVITE", 1, carrier.contact() + header + "\r\n" + Talk.sdp(Station.offer(4000))));
        assertThat(gateway.await(Invited.class).from().timesDiverted()).isEqualTo(times);
    }

    // ---- rings

    /// RFC 3261 section 20.4, and what is written without the brackets that it asks for.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Alert-Info: <http://x/y.wav>;info=bellcore-dr2|bellcore-dr2", "Alert-Info: <urn:alert:source:external>|urn:alert:source:external",
        "Alert-Info: <http://x/1>;info=alert-internal, <http://x/2>|alert-internal", "Alert-Info: Bellcore-dr3|Bellcore-dr3",
        "Alert-Info: ;info=alert-group|alert-group"})
    void howACallerWantsItToRingIsHandedOn(String header, String said) throws Exception {
        Talk carrier = provider.new Talk("0401111", "sip:211@127.0.0.1");
        provider.send(carrier.request("INVITE", 1, carrier.contact() + header + "\r\n" + Talk.sdp(Station.offer(4000))));
        assertThat(gateway.await(Invited.class).alertInfo()).contains(said).hasSizeLessThan(200);
    }

    // ---- verdicts

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "\"Ada\" <sip:+15550100@x;verstat=TN-Validation-Passed;user=phone>|[V] Ada", "\"Ada\" <sip:+15550100;verstat=TN-Validation-Failed@x;user=phone>|[!] Ada",
        "<tel:+15550100;verstat=No-TN-Validation>|[?]", "\"Ada\" <sip:+15550100@x;verstat=TN-Validation-Passed-A>|[V] Ada", "\"Ada\" <sip:+15550100@x;verstat=Maybe>|Ada",
        "\"Ada\" <sip:+15550100@x>|Ada"})
    void whatTheProviderSaysOfTheNumberGoesBeforeTheName(String asserted, String name) throws Exception {
        Talk carrier = provider.new Talk("+15550100", "sip:211@127.0.0.1");
        provider.send(carrier.request("INVITE", 1, carrier.contact() + "P-Asserted-Identity: " + asserted + "\r\n" + Talk.sdp(Station.offer(4000))));
        assertThat(gateway.await(Invited.class).from()).isEqualTo(new CallingParty("+15550100", name, false));
    }
}
