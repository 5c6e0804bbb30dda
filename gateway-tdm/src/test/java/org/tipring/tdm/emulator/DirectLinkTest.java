package org.tipring.tdm.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.tipring.media.time.VirtualClock;
import org.tipring.tdm.serial.SerialLink;

class DirectLinkTest {

    private final VirtualClock clock = new VirtualClock();
    private final Exchange exchange = new Exchange(ExchangeSettings.of("US"), event -> { });
    private final DirectLink link = new DirectLink("test", new VoiceModemEmulator(exchange.connect("7000"), ModemSettings.CX93001, 1),
            clock::now);
    private final StringBuilder heard = new StringBuilder();
    private String gone;

    private final SerialLink.Receiver receiver = new SerialLink.Receiver() {
        @Override
        public void bytes(byte[] bytes, int length, long atNanos) {
            heard.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void gone(String why) {
            gone = why;
        }
    };

    private void say(String line) {
        byte[] bytes = (line + "\r").getBytes(StandardCharsets.ISO_8859_1);
        link.write(bytes, 0, bytes.length);
    }

    /// As a world in virtual time does it: only when something is due.
    private void pass(long millis) {
        long end = clock.now() + millis * 1_000_000;
        while (clock.now() < end) {
            clock.advanceTo(Math.max(clock.now(), Math.min(end, link.nextDeadline())));
            exchange.advance(clock.now());
            if (link.nextDeadline() <= clock.now()) {
                link.pump();
            }
        }
    }

    @Test
    void aWorldThatLooksAtDeadlinesOnlyHearsEverything() throws IOException {
        link.open(receiver);
        say("ATE0");
        pass(100);
        say("ATI");
        pass(100);
        assertThat(heard).hasToString("ATE0\r\r\nOK\r\n\r\n56000\r\n\r\nOK\r\n");
    }

    @Test
    void anUnpluggedDeviceTellsItsReceiverOnceAndOpensAgainAfterwards() throws IOException {
        link.open(receiver);
        link.unplug();
        assertThat(gone).isEqualTo("unplugged");
        assertThatThrownBy(() -> link.open(receiver)).hasMessageContaining("plug it in");
        link.replug();
        link.open(receiver);
        say("AT");
        pass(100);
        assertThat(heard.toString()).endsWith("OK\r\n");
    }

    @Test
    void timePassesWhileThePortIsClosed() {
        exchange.call("7000", org.tipring.tdm.callerid.CallerId.NONE, 0, new Voices.Silence(), 0, 0);
        pass(20_000);
        assertThat(clock.now()).isEqualTo(20_000_000_000L);
        assertThat(heard).isEmpty();
    }
}
