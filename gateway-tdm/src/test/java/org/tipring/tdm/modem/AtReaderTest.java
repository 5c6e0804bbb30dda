package org.tipring.tdm.modem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AtReaderTest {

    /// Writes down what the reader finds, one letter for a sample's two digits, so that two runs can be compared.
    private static final class Notes implements AtReader.Sink {
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream sound = new ByteArrayOutputStream();

        @Override
        public void line(String line) {
            text.append('[').append(line).append(']');
        }

        @Override
        public void streamStarted() {
            text.append('{');
        }

        @Override
        public void samples(byte[] bytes, int offset, int length) {
            sound.write(bytes, offset, length);
            for (int i = 0; i < length; i++) {
                text.append("%02x ".formatted(bytes[offset + i]));
            }
        }

        @Override
        public void dle(int code) {
            text.append('<').append((char) code).append('>');
        }

        @Override
        public void streamEnded() {
            text.append('}');
        }
    }

    private static String read(String bytes) {
        Notes notes = new Notes();
        AtReader reader = new AtReader(notes);
        reader.expectStream(true);
        byte[] all = latin1(bytes);
        reader.feed(all, all.length);
        return notes.text.toString();
    }

    @Test
    void echoAndResultsAreLines() {
        assertThat(read("AT\r\r\nOK\r\n\r\nV90\r\n\r\nOK\r\n")).isEqualTo("[AT][OK][V90][OK]");
    }

    @Test
    void streamBeginsWithTheByteAfterTheLineFeed() {
        assertThat(read("\r\nCONNECT\r\n\r\n\u0010")).isEqualTo("[CONNECT]{0d 0a ");
        assertThat(read("\r\nVCON\r\n\u00ff")).isEqualTo("[VCON]{ff ");
    }

    @Test
    void connectThatNobodyAskedForIsALine() {
        Notes notes = new Notes();
        AtReader reader = new AtReader(notes);
        byte[] all = latin1("\r\nCONNECT\r\nNMBR = 5\r\n");
        reader.feed(all, all.length);
        assertThat(notes.text.toString()).isEqualTo("[CONNECT][NMBR = 5]");
    }

    @Test
    void shieldedBytesAreSamplesAndCodesAreNot() {
        assertThat(read("\r\nCONNECT\r\na\u0010\u0010b\u0010\u001ac\u0010ud\u0010/\u00105\u0010~e"))
                .isEqualTo("[CONNECT]{61 10 62 10 10 63 <u>64 </><5><~>65 ");
    }

    @Test
    void anEtxBehindALiteralDleIsASample() {
        // callattendant issue 94: three bytes did nothing, four ended the stream.
        assertThat(read("\r\nCONNECT\r\n\u0010\u0010\u0003\u00ff")).isEqualTo("[CONNECT]{10 03 ff ");
        assertThat(read("\r\nCONNECT\r\n\u0010\u0010\u0010\u0003\r\nOK\r\n")).isEqualTo("[CONNECT]{10 }[OK]");
    }

    @Test
    void codesInCommandStateAreNotText() {
        assertThat(read("\r\nOK\r\n\u0010d\r\nRI\u0010RNG\r\n")).isEqualTo("[OK]<d><R>[RING]");
    }

    @Test
    void leavingModemMayAnswerOkWithoutEndOfStream() {
        Notes notes = new Notes();
        AtReader reader = new AtReader(notes);
        reader.expectStream(true);
        byte[] start = latin1("\r\nCONNECT\r\n\r\nOK\r\n");
        reader.feed(start, start.length);
        assertThat(notes.text.toString()).as("sound that looks like OK").doesNotContain("[OK]");
        reader.leaving();
        byte[] end = latin1("\u00ff\r\nO\r\r\nOK\r\nRING\r\n");
        reader.feed(end, end.length);
        assertThat(notes.text.toString()).endsWith("}[OK][RING]");
    }

    @Test
    void aReportInTheMiddleOfAStreamIsLinesAndNoSound() {
        assertThat(read("\r\nCONNECT\r\na\u0010XDATE = 1015\r\nNMBR = 5551234\r\n\u0010.b"))
                .isEqualTo("[CONNECT]{61 <X>[DATE = 1015][NMBR = 5551234]62 ");
        assertThat(read("\r\nCONNECT\r\na\u0010X" + "y".repeat(1_000))).as("a report that does not end was none").endsWith("79 79 ");
    }

    /// Silicon Labs AN93: keys without a DLE of their own; Conexant: samples go on inside the shield.
    @Test
    void bareKeysInAShieldAreNoSoundButSoundThatLooksLikeKeysIs() {
        assertThat(read("\r\nCONNECT\r\na\u0010/55\u0010~b")).isEqualTo("[CONNECT]{61 </><5><5><~>62 ");
        assertThat(read("\r\nCONNECT\r\na\u0010/5\u00ff\u00105c\u0010~b")).isEqualTo("[CONNECT]{61 </>35 ff <5>63 <~>62 ");
        assertThat(read("\r\nCONNECT\r\na\u0010/5\u0010ud\u0010\u0003")).isEqualTo("[CONNECT]{61 </>35 <u>64 }");
    }

    @Test
    void nothingIsSoundAnyMoreOnceTheModemWasToldToLeave() {
        Notes notes = new Notes();
        AtReader reader = new AtReader(notes);
        reader.expectStream(true);
        byte[] start = latin1("\r\nCONNECT\r\na");
        reader.feed(start, start.length);
        reader.leaving();
        for (byte b : latin1("bc\r\nOK\r\n")) {
            reader.feed(new byte[] {b}, 1);
        }
        assertThat(notes.sound.toByteArray()).isEqualTo(latin1("a"));
        assertThat(notes.text.toString()).endsWith("}[OK]");
    }

    @Test
    void soundTakenForTextIsThrownAwayAndLinesAreFoundAgain() {
        assertThat(read("x".repeat(10_000) + "\r\nOK\r\n")).endsWith("[OK]");
    }

    /// USB puts the borders of reads anywhere.
    @Test
    void readsMayBeSplitAnywhere() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("AtReaderTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] all = conversation(random);
            Notes whole = new Notes();
            AtReader one = new AtReader(whole);
            one.expectStream(true);
            one.feed(all, all.length);
            Notes pieces = new Notes();
            AtReader other = new AtReader(pieces);
            other.expectStream(true);
            for (int at = 0; at < all.length;) {
                int length = Math.min(all.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 64));
                byte[] piece = java.util.Arrays.copyOfRange(all, at, at + length);
                other.feed(piece, length);
                at += length;
            }
            assertThat(pieces.text.toString()).isEqualTo(whole.text.toString());
        }
    }

    private static byte[] conversation(Random random) {
        String pool = "\u0010\u0010\u0003\u001aud/5~X.\r\nOKR\u00ff\u007f";
        StringBuilder text = new StringBuilder("AT\r\r\nOK\r\n\r\nCONNECT\r\n");
        for (int i = random.nextInt(200); i > 0; i--) {
            text.append(pool.charAt(random.nextInt(pool.length())));
        }
        return latin1(text.append("\r\nOK\r\n").toString());
    }

    @Test
    void whatIsShieldedComesBackUnchanged() {
        byte[] samples = new byte[256];
        for (int i = 0; i < 256; i++) {
            samples[i] = (byte) i;
        }
        byte[] shielded = new byte[512];
        int length = DleEncoder.encode(samples, 0, 256, shielded);
        assertThat(length).isEqualTo(257);
        Notes notes = new Notes();
        AtReader reader = new AtReader(notes);
        reader.expectStream(true);
        byte[] connect = latin1("\r\nCONNECT\r\n");
        reader.feed(connect, connect.length);
        reader.feed(shielded, length);
        assertThat(notes.sound.toByteArray()).isEqualTo(samples);
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
