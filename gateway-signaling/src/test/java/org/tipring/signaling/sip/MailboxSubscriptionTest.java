package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tipring.signaling.registrar.Credentials;
import org.tipring.signaling.sip.SipEvent.MailboxFailed;
import org.tipring.signaling.sip.SipEvent.MailboxWatched;
import org.tipring.signaling.sip.SipEvent.MessagesWaiting;
import org.tipring.signaling.sip.SipEvent.TrunkUp;

/// A provider that tells of a mailbox only who has subscribed (RFC 3842, RFC 6665), byte by byte.
class MailboxSubscriptionTest {

    private Wire provider;
    private Station gateway;

    @BeforeEach
    void open() throws Exception {
        provider = new Wire(0);
        gateway = Station.gateway(new SipSettings.Trunk("carrier", "127.0.0.1", provider.port(), "udp", "carrier.test",
            Credentials.ofPassword("040555", "carrier.test", "secret"), false, Duration.ofSeconds(300), List.of("127.0.0.1:" + provider.port()), "",
            SipSettings.Verdicts.UNSAID, SipSettings.Trunk.SILENT_AFTER, SipSettings.Asking.NEVER, List.of("211")));
        provider.gateway(gateway.sip().udpPort());
        gateway.await(TrunkUp.class);
    }

    @AfterEach
    void close() {
        gateway.close();
        provider.close();
    }

    private String granted(String subscribe, int seconds) throws Exception {
        String ok = provider.response("200 OK", subscribe, "provider", "Contact: <sip:vm@127.0.0.1:" + provider.port() + ">\r\nExpires: " + seconds + "\r\n");
        provider.send(ok);
        return ok;
    }

    /// In the dialog of that SUBSCRIBE.
    private String notify(String subscribe, int cseq, String state, String body) {
        String contact = Wire.header(subscribe, "Contact");
        String target = contact.substring(contact.indexOf('<') + 1, contact.indexOf('>'));
        return "NOTIFY " + target + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + provider.port() + ";rport;branch=z9hG4bKn" + cseq + Wire.header(subscribe, "Call-ID").replace("@", "")
            + "\r\nMax-Forwards: 70\r\nFrom: " + Wire.header(subscribe, "To").replaceAll(";tag=.*", "") + ";tag=provider\r\nTo: " + Wire.header(subscribe, "From")
            + "\r\nCall-ID: " + Wire.header(subscribe, "Call-ID") + "\r\nCSeq: " + cseq + " NOTIFY\r\nContact: <sip:vm@127.0.0.1:" + provider.port()
            + ">\r\nEvent: message-summary\r\nSubscription-State: " + state + "\r\nContent-Type: application/simple-message-summary\r\nContent-Length: "
            + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void subscribesWithItsPasswordIsToldRefreshesInTheDialogAndSignsOff() throws Exception {
        String first = provider.await("SUBSCRIBE");
        assertThat(first).startsWith("SUBSCRIBE sip:211@carrier.test");
        assertThat(Wire.header(first, "Event")).isEqualTo("message-summary");
        assertThat(Wire.header(first, "Accept")).isEqualTo("application/simple-message-summary");
        assertThat(Wire.header(first, "Expires")).isEqualTo("3600");
        provider.send(provider.response("401 Unauthorized", first, "p0", "WWW-Authenticate: Digest realm=\"carrier.test\", nonce=\"abc\", algorithm=MD5, qop=\"auth\"\r\n"));
        String second = provider.await("SUBSCRIBE");
        assertThat(Wire.header(second, "Authorization")).contains("username=\"040555\"", "uri=\"sip:211@carrier.test");
        assertThat(Wire.header(second, "Call-ID")).isEqualTo(Wire.header(first, "Call-ID"));
        granted(second, 4);
        provider.send(notify(second, 1, "active;expires=4", "Messages-Waiting: yes\r\nVoice-Message: 3/1\r\n"));
        assertThat(Wire.status(provider.finalResponse())).isEqualTo(200);
        // Who is told of first is a matter of lanes.
        List<SipEvent> told = List.of(gateway.await(SipEvent.class), gateway.await(SipEvent.class));
        assertThat(told).containsExactlyInAnyOrder(new MailboxWatched("carrier", "211"), new MessagesWaiting("carrier", "211", 3));

        String refresh = provider.await("SUBSCRIBE");
        assertThat(Wire.header(refresh, "Call-ID")).isEqualTo(Wire.header(first, "Call-ID"));
        assertThat(Wire.tag(Wire.header(refresh, "To"))).isEqualTo("provider");
        assertThat(refresh).startsWith("SUBSCRIBE sip:vm@127.0.0.1:" + provider.port());
        assertThat(Wire.header(refresh, "Event")).isEqualTo("message-summary");
        granted(refresh, 600);
        provider.send(notify(second, 2, "active;expires=600", "Messages-Waiting: no\r\n"));
        assertThat(Wire.status(provider.finalResponse())).isEqualTo(200);
        assertThat(gateway.await(MessagesWaiting.class)).isEqualTo(new MessagesWaiting("carrier", "211", 0));

        Thread closing = Thread.ofVirtual().start(gateway::close);
        String last = provider.await("SUBSCRIBE");
        assertThat(Wire.header(last, "Expires")).isEqualTo("0");
        assertThat(Wire.tag(Wire.header(last, "To"))).isEqualTo("provider");
        closing.join();
    }

    @Test
    void aSubscriptionThatTheProviderEndsIsMadeAnewAndAStrangersNotifyIsNothing() throws Exception {
        String first = provider.await("SUBSCRIBE");
        granted(first, 600);
        provider.send(notify(first, 1, "active", "Messages-Waiting: no\r\n"));
        assertThat(Wire.status(provider.finalResponse())).isEqualTo(200);
        gateway.await(SipEvent.class);
        gateway.await(SipEvent.class);
        provider.send(notify(first, 2, "terminated;reason=giveup;retry-after=1", ""));
        assertThat(Wire.status(provider.finalResponse())).isEqualTo(200);
        MailboxFailed failed = gateway.await(MailboxFailed.class);
        assertThat(failed.why()).isEqualTo("it was ended: giveup");
        String second = provider.await("SUBSCRIBE");
        assertThat(Wire.header(second, "Call-ID")).isNotEqualTo(Wire.header(first, "Call-ID"));
        try (Wire stranger = new Wire(gateway.sip().udpPort())) {
            stranger.send(notify(second, 3, "active", "Messages-Waiting: yes\r\n").replace(Wire.tag(Wire.header(second, "From")), "guessed")
                .replace("127.0.0.1:" + provider.port() + ";rport", "127.0.0.1:" + stranger.port() + ";rport"));
            assertThat(Wire.status(stranger.finalResponse())).isEqualTo(481);
        }
        gateway.hasNoMore();
    }

    @Test
    void aProviderThatDoesNotDoItIsNotPestered() throws Exception {
        provider.send(provider.response("489 Bad Event", provider.await("SUBSCRIBE"), "p", ""));
        assertThat(gateway.await(MailboxFailed.class).why()).isEqualTo("489 Bad Event");
        assertThat(gateway.sip().mailboxes()).singleElement().satisfies(mailbox -> {
            assertThat(mailbox.watched().getAsBoolean()).isFalse();
            assertThat(mailbox.failures().getAsLong()).isEqualTo(1);
        });
        assertThat(provider.receive(1_500)).isNull();
    }
}
