package org.tipring.tdm.callerid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.tdm.callerid.CallerId.Presence;
import org.tipring.tdm.callerid.LineMessage.CallSetup;
import org.tipring.tdm.callerid.LineMessage.MessageWaiting;

class LineMessageTest {

    /// The example that Bellcore's TR-NWT-000030 and many application notes after it carry: 30 September 12:24, 609-555-1212.
    private static final String BELLCORE_SDMF = "04 12 30 39 33 30 31 32 32 34 36 30 39 35 35 35 31 32 31 32 51";

    @Test
    void readsAndWritesTheExampleOfBellcore() {
        CallSetup expected = new CallSetup(CallerId.of("6095551212", ""), "09301224", false);
        assertThat(assembled(bytes(BELLCORE_SDMF))).contains(expected);
        assertThat(Sdmf.encode(expected)).isEqualTo(bytes(BELLCORE_SDMF));
    }

    @ParameterizedTest
    @CsvSource({"P, WITHHELD", "O, UNAVAILABLE"})
    void saysWhyThereIsNoNumber(char reason, Presence presence) {
        CallSetup setup = new CallSetup(new CallerId(presence, "", ""), "01020304", false);
        assertThat(Sdmf.encode(setup)[10]).isEqualTo((byte) reason);
        assertThat(assembled(Sdmf.encode(setup))).contains(setup);
        // EN 300 659-3: parameter 4, reason for absence of the number; 8, of the name.
        byte[] multiple = Mdmf.encode(setup);
        assertThat(HexFormat.of().formatHex(multiple, 12, 18)).isEqualTo("0401%02x0801%02x".formatted((int) reason, (int) reason));
        assertThat(assembled(multiple)).contains(setup);
    }

    @Test
    void carriesNumberNameTimeAndQualifier() {
        CallSetup setup = new CallSetup(CallerId.of("+442079460018", "Müller & Söhne"), "12312359", true);
        assertThat(assembled(Mdmf.encode(setup))).contains(setup);
    }

    @Test
    void carriesTheLampForMessages() {
        for (boolean on : new boolean[] {true, false}) {
            assertThat(assembled(Mdmf.encode(new MessageWaiting(on)))).contains(new MessageWaiting(on));
            assertThat(assembled(Sdmf.encode(new MessageWaiting(on)))).contains(new MessageWaiting(on));
        }
    }

    @Test
    void passesOverParametersThatItDoesNotKnow() {
        byte[] body = {0x11, 1, 1, 0x02, 3, '1', '1', '2', 0x55, 0};
        assertThat(assembled(Octets.message(Mdmf.CALL_SETUP, body))).contains(CallSetup.of(CallerId.of("112", "")));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThat(assembled(Octets.message(Mdmf.CALL_SETUP, new byte[] {0x02, 4, '1', '1', '2'}))).as("value beyond the message").isEmpty();
        assertThat(assembled(Octets.message(Mdmf.CALL_SETUP, new byte[] {0x02}))).as("no length").isEmpty();
        assertThat(assembled(Octets.message(Mdmf.CALL_SETUP, new byte[] {0x02, 3, '1', ';', '2'}))).as("no digit").isEmpty();
        assertThat(assembled(Octets.message(Sdmf.CALL_SETUP, "0930122".getBytes()))).as("no date").isEmpty();
    }

    @Test
    void findsAMessageBehindWhatLooksLikeOne() {
        byte[] setup = Mdmf.encode(CallSetup.of(CallerId.of("5551234", "")));
        CallerIdAssembler assembler = new CallerIdAssembler();
        for (int octet : new int[] {0x55, 0x80, 0x55, 0x04, 0x80}) {
            assertThat(assembler.octet(octet, true)).isEmpty();
        }
        assertThat(feed(assembler, setup)).contains(CallSetup.of(CallerId.of("5551234", "")));
    }

    @Test
    void aBrokenOctetBreaksItsMessage() {
        byte[] setup = Mdmf.encode(CallSetup.of(CallerId.of("5551234", "")));
        for (int broken = 0; broken < setup.length; broken++) {
            CallerIdAssembler assembler = new CallerIdAssembler();
            Optional<LineMessage> heard = Optional.empty();
            for (int i = 0; i < setup.length; i++) {
                heard = assembler.octet(setup[i], i != broken);
            }
            assertThat(heard).as("octet %d", broken).isEmpty();
            assertThat(feed(assembler, setup)).as("the next one").isPresent();
        }
    }

    @Test
    void oneFalseBitNeverMakesAnotherNumber() {
        byte[] setup = Mdmf.encode(new CallSetup(CallerId.of("2079460018", "Ada"), "12312359", true));
        for (int bit = 0; bit < setup.length * 8; bit++) {
            byte[] bent = setup.clone();
            bent[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(assembled(bent)).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void anyOctetsAreHarmless() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        CallerIdAssembler assembler = new CallerIdAssembler();
        for (int i = 0; i < 200_000; i++) {
            int octet = random.nextInt(4) == 0 ? new int[] {0x04, 0x80, 0x82, 0x06}[random.nextInt(4)] : random.nextInt(256);
            Optional<LineMessage> heard = assembler.octet(octet, random.nextInt(500) != 0);
            heard.ifPresent(message -> assertThat(message instanceof CallSetup(CallerId caller, _, _) ? caller.number() : "")
                .as("seed %d", seed).matches("\\+?[0-9*#]{0,32}"));
        }
    }

    private static Optional<LineMessage> assembled(byte[] octets) {
        return feed(new CallerIdAssembler(), octets);
    }

    private static Optional<LineMessage> feed(CallerIdAssembler assembler, byte[] octets) {
        Optional<LineMessage> heard = Optional.empty();
        for (byte octet : octets) {
            heard = assembler.octet(octet & 0xff, true);
        }
        return heard;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }
}
