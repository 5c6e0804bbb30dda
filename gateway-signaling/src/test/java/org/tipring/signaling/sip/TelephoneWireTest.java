package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.signaling.sip.SipEndpoint.Target;
import org.tipring.signaling.sip.SipEvent.CallingParty;
import org.tipring.signaling.sip.SipEvent.Registered;
import org.tipring.signaling.sip.Wire.Talk;

/// What a registered telephone gets from us, byte by byte.
class TelephoneWireTest {

    private Station gateway;
    private Wire phone;

    @BeforeEach
    void register() throws Exception {
        gateway = Station.gateway();
        phone = new Wire(gateway.sip().udpPort());
        Talk talk = phone.new Talk("201", "sip:" + Station.REALM);
        phone.send(talk.request("REGISTER", ++talk.cseq, talk.contact()).replace("To: <sip:called@", "To: <sip:201@"));
        String authorization = talk.authorization("REGISTER", phone.finalResponse(), "secret-201");
        phone.send(talk.request("REGISTER", ++talk.cseq, talk.contact() + "Authorization: " + authorization + "\r\n")
            .replace("To: <sip:called@", "To: <sip:201@"));
        assertThat(phone.finalResponse()).startsWith("SIP/2.0 200");
        gateway.await(Registered.class);
    }

    @AfterEach
    void close() {
        phone.close();
        gateway.close();
    }

    private String invited(int ring) throws Exception {
        return invited(new CallingParty("0301234", "Ada", false), ring);
    }

    private String invited(CallingParty from, int ring) throws Exception {
        gateway.sip().invite(Station.newLeg(), new Target.Extension("201"), from, Station.offer(4000), ring);
        String invite = phone.await("INVITE");
        phone.send(phone.response("486 Busy Here", invite, "b", ""));
        phone.await("ACK");
        return invite;
    }

    @Test
    void aDistinctiveRingIsAskedForInAlertInfoAndAnOrdinaryOneIsNot() throws Exception {
        assertThat(Wire.header(invited(2), "Alert-Info")).isEqualTo("<http://127.0.0.1/Bellcore-dr2>;info=ring2");
        assertThat(Wire.header(invited(0), "Alert-Info")).isEmpty();
    }

    /// A line's caller ID as SIP says it: withheld (P) as RFC 3323 section 4.1.1.3 and RFC 3325 section 7 want it; unavailable (O) is nobody's wish, and no
    /// number is asserted.
    @Test
    void withheldAndUnavailableAreTwoThings() throws Exception {
        String withheld = invited(new CallingParty("", "", true), 0);
        assertThat(Wire.header(withheld, "From")).contains("\"Anonymous\" <sip:anonymous@anonymous.invalid>");
        assertThat(Wire.header(withheld, "Privacy")).isEqualTo("id");
        assertThat(Wire.header(withheld, "P-Asserted-Identity")).isEmpty();
        String unavailable = invited(new CallingParty("", "", false), 0);
        assertThat(Wire.header(unavailable, "From")).contains("<sip:unknown@" + Station.REALM + ">");
        assertThat(Wire.header(unavailable, "Privacy")).isEmpty();
        assertThat(Wire.header(unavailable, "P-Asserted-Identity")).isEmpty();
    }

    @Test
    void aLineOfTextIsAMessageOutsideOfAnyDialog() throws Exception {
        gateway.sip().message(new Target.Extension("201"), "Emergency call from 203 (Müller) to 112");
        String message = phone.await("MESSAGE");
        assertThat(message).startsWith("MESSAGE sip:201@127.0.0.1:" + phone.port() + " SIP/2.0").endsWith("\r\n\r\nEmergency call from 203 (Müller) to 112");
        assertThat(Wire.header(message, "Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(Wire.header(message, "Contact")).as("RFC 3428 section 4").isEmpty();
        phone.send(phone.response("200 OK", message, "m", ""));
        assertThat(invited(0)).as("the next request, not a repetition").startsWith("INVITE");
    }

    /// Registers from one port with a Contact that names another host or port.
    private void tellAfterRegistering(Wire from, String via, String contact) throws Exception {
        Talk talk = from.new Talk("202", "sip:" + Station.REALM);
        for (String authorization = ""; talk.cseq < 2;) {
            from.send(talk.request("REGISTER", ++talk.cseq, "Contact: <" + contact + ">\r\n" + authorization).replace("To: <sip:called@", "To: <sip:202@")
                .replace("127.0.0.1:" + from.port() + ";rport", via));
            // To the port that Via names, when no rport was asked for (RFC 3261 section 18.2.2).
            String answer = (via.contains("rport") ? from : phone).finalResponse();
            authorization = talk.cseq == 1 ? "Authorization: " + talk.authorization("REGISTER", answer, "secret-202") + "\r\n" : "";
        }
        gateway.await(Registered.class);
        gateway.sip().message(new Target.Extension("202"), "here?");
    }

    @Test
    void whoListensAtAnotherPortThanItSendsFromIsCalledThere() throws Exception {
        try (Wire sends = new Wire(gateway.sip().udpPort())) {
            tellAfterRegistering(sends, "127.0.0.1:" + phone.port(), "sip:202@127.0.0.1:" + phone.port());
            assertThat(phone.await("MESSAGE")).contains("here?");
        }
    }

    /// Between two hosts of one private network there is no NAT.
    @Test
    void whoAsksForRportOnOurOwnNetworkIsCalledAtItsContactToo() throws Exception {
        try (Wire sends = new Wire(gateway.sip().udpPort())) {
            tellAfterRegistering(sends, "127.0.0.1:" + phone.port() + ";rport", "sip:202@127.0.0.1:" + phone.port());
            assertThat(phone.await("MESSAGE")).contains("here?");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // source | asks for rport | Contact | where it is called: 0, where it sends from
        "10.0.0.5:5062 | false | sip:201@10.0.0.5:5060 | 5060", "10.0.0.5:5062 | true | sip:201@10.0.0.5:5060 | 5060", "10.0.0.5:5062 | true | sip:201@10.0.0.5 | 5060",
        "172.20.1.1:4000 | true | sip:201@172.20.1.1:5060 | 5060", "192.168.1.2:4000 | true | sip:201@192.168.1.2:5060 | 5060",
        "10.0.0.5:5062 | true | sip:201@10.0.0.5:5060;ob | 0", "203.0.113.5:40000 | true | sip:201@203.0.113.5:5060 | 0",
        "203.0.113.5:40000 | false | sip:201@203.0.113.5:5060 | 5060", "203.0.113.5:40000 | false | sip:201@10.0.0.5:5060 | 0", "10.0.0.1:40000 | true | sip:201@10.0.0.5:5060 | 0",
        "10.0.0.5:5062 | false | sip:201@phone.example:5060 | 0", "10.0.0.5:5062 | false | sip:201@10.0.0.5:5060;transport=tcp | 0"})
    void whereATelephoneIsCalled(String source, boolean asksRport, String contact, int port) throws Exception {
        int colon = source.indexOf(':');
        Peer from = new Peer(source.substring(0, colon), Integer.parseInt(source.substring(colon + 1)), "udp");
        assertThat(RegisterDesk.port(asksRport, from, (javax.sip.address.SipURI) new Messages("test").uri(contact))).isEqualTo(port);
    }

    @Test
    void aContactThatNamesAnotherHostIsBehindANatOrSomebodyElse() throws Exception {
        try (Wire sends = new Wire(gateway.sip().udpPort())) {
            tellAfterRegistering(sends, "127.0.0.1:" + phone.port(), "sip:202@127.0.0.2:" + phone.port());
            assertThat(sends.await("MESSAGE")).startsWith("MESSAGE sip:202@127.0.0.2:" + phone.port()).contains("here?");
        }
    }
}
