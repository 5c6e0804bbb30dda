package org.tipring.tdm.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.tipring.media.codec.ULaw;
import org.tipring.media.time.VirtualClock;
import org.tipring.tdm.callerid.CallerId;

/// An exchange, a modem on its line 7000, and a host that types and listens, in virtual time.
///
/// What the modem said is compared as text, with DLE as ⟨10⟩ and ETX as ⟨03⟩, as `hardware.md`'s transcripts write them.
final class Bench {

    static final String LINE = "7000";
    private static final long STEP_MILLIS = 1;

    final VirtualClock clock = new VirtualClock();
    final List<ExchangeEvent> events = new ArrayList<>();
    final Exchange exchange;
    final Loop loop;
    final VoiceModemEmulator modem;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final byte[] packet = new byte[256];

    Bench(ExchangeSettings exchangeSettings, ModemSettings settings) {
        exchange = new Exchange(exchangeSettings, events::add);
        exchange.subscribe("100", Subscriber.echoes());
        exchange.subscribe("123", Subscriber.speaksTheTime());
        exchange.subscribe("200", Subscriber.announces());
        exchange.subscribe("300", new Subscriber.Busy());
        exchange.subscribe("400", new Subscriber.NeverAnswers());
        exchange.subscribe("500", Subscriber.hangsUpAfter(3_000));
        exchange.subscribe("600", new Subscriber.Congested());
        loop = exchange.connect(LINE);
        modem = new VoiceModemEmulator(loop, settings, 7);
    }

    Bench() {
        this(ExchangeSettings.of("US"), ModemSettings.CX93001);
    }

    Bench(ModemSettings settings) {
        this(ExchangeSettings.of("US"), settings);
    }

    void send(String text) {
        byte[] bytes = text.replace("⟨10⟩", "\u0010").replace("⟨03⟩", "\u0003").replace("⟨18⟩", "\u0018")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(modem.fromHost(bytes, 0, bytes.length, clock.now())).isEqualTo(bytes.length);
    }

    void pass(long millis) {
        long end = clock.now() + millis * 1_000_000;
        while (clock.now() < end) {
            clock.advanceMillis(STEP_MILLIS);
            pump();
        }
    }

    void pump() {
        modem.advance(clock.now());
        int length;
        while ((length = modem.toHost(packet, 0, packet.length, clock.now())) > 0) {
            heard.write(packet, 0, length);
        }
    }

    /// Everything since the last question.
    String heard() {
        pump();
        String text = printable(heard.toByteArray());
        heard.reset();
        return text;
    }

    byte[] heardBytes() {
        pump();
        byte[] bytes = heard.toByteArray();
        heard.reset();
        return bytes;
    }

    /// Types a line and gives the modem half a second.
    String ask(String line) {
        send(line + "\r");
        pass(500);
        return heard();
    }

    void expectOk(String line) {
        assertThat(ask(line)).as(line).isEqualTo("\r\nOK\r\n");
    }

    /// Like T1, but short.
    void initialise() {
        ask("ATE0");
        // An error where the modem has no voice.
        ask("AT+FCLASS=8;+VSD=0,0;+FCLASS=0");
        expectOk("AT+VCID=1");
    }

    /// Off-hook in class 8.
    void seize() {
        expectOk("AT+FCLASS=8");
        expectOk("AT+VSM=131,8000");
        expectOk("AT+VLS=1");
    }

    /// Dials by `+VTS` and opens the stream.
    void dial(String number) {
        seize();
        pass(1_000);
        heard();
        send("AT+VTD=10\r");
        pass(200);
        send("AT+VTS=" + String.join(",", number.split("")) + "\r");
        pass(200L * number.length() + 300);
        assertThat(heard()).endsWith("\r\nOK\r\n");
        openStream();
    }

    void openStream() {
        send("AT+VTR\r");
        pass(111);
        assertThat(new String(heardBytes(), StandardCharsets.ISO_8859_1)).contains("\r\nCONNECT\r\n");
    }

    /// Leaves the stream, and forgets what came.
    void leaveStream() {
        send("⟨10⟩^");
        pass(200);
        assertThat(heard()).endsWith("⟨10⟩⟨03⟩\r\nOK\r\n");
    }

    /// Lets the stream run while the host sends silence, and keeps the samples and the codes apart.
    Stream listen(long millis) {
        return talk(new short[(int) (millis * 8)]);
    }

    /// Says those samples, 20 ms at a time, and gives what came meanwhile.
    Stream talk(short[] said) {
        heardBytes();
        Stream stream = new Stream();
        for (int at = 0; at < said.length; at += 160) {
            byte[] bytes = new byte[320];
            int length = 0;
            for (int i = at; i < Math.min(at + 160, said.length); i++) {
                byte code = ULaw.encode(said[i]);
                if (code == 0x10) {
                    bytes[length++] = 0x10;
                }
                bytes[length++] = code;
            }
            modem.fromHost(bytes, 0, length, clock.now());
            pass(20);
            stream.take(heardBytes());
        }
        return stream;
    }

    void call(String number, String name, int giveUpAfterMillis) {
        exchange.call(LINE, CallerId.of(number, name), giveUpAfterMillis, new Voices.Announcement(), Subscriber.NEVER, clock.now());
    }

    <E extends ExchangeEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    String dialled() {
        StringBuilder digits = new StringBuilder();
        events(ExchangeEvent.DigitHeard.class).forEach(event -> digits.append(event.digit()));
        return digits.toString();
    }

    static String printable(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replace("\u0010", "⟨10⟩").replace("\u0003", "⟨03⟩");
    }

    /// A stream taken apart.
    static final class Stream {
        final StringBuilder codes = new StringBuilder();
        private short[] samples = new short[8000];
        private int count;
        private boolean dle;
        /// What came after the stream's end.
        final StringBuilder after = new StringBuilder();
        private boolean over;

        void take(byte[] bytes) {
            for (byte value : bytes) {
                if (over) {
                    after.append((char) value);
                } else if (dle) {
                    dle = false;
                    if (value == 0x10) {
                        sample(value);
                    } else if (value == 0x03) {
                        over = true;
                    } else {
                        codes.append((char) value);
                    }
                } else if (value == 0x10) {
                    dle = true;
                } else {
                    sample(value);
                }
            }
        }

        private void sample(byte code) {
            if (count == samples.length) {
                samples = java.util.Arrays.copyOf(samples, 2 * count);
            }
            samples[count++] = ULaw.decode(code);
        }

        short[] samples() {
            return java.util.Arrays.copyOf(samples, count);
        }
    }
}
