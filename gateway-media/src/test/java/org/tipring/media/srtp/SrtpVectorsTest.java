package org.tipring.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3711 B.2 and B.3, RFC 6188 section 7, the NIST ACVP key derivations, RFC 7714 sections 16 and 17.
class SrtpVectorsTest {

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void keyStreamsAndKeyDerivationsAreThoseOfTheRfcs() throws IOException {
        Path file = Path.of(System.getProperty("tipring.material", "")).resolve("srtp-vectors/rfc3711-rfc6188-acvp.tsv");
        assumeTrue(Files.exists(file), "no SRTP vectors: -Dtipring.material names no " + file);
        int rows = 0;
        for (String line : Files.readAllLines(file)) {
            String[] column = line.split("\t");
            if (column[0].equals("vector")) {
                continue;
            }
            byte[] key = HEX.parseHex(column[2]);
            byte[] salt = HEX.parseHex(column[3]);
            boolean keyStream = column[1].equals("AES-CM keystream");
            // The ACVP rows name what was checked in the column before the last one; the value is always the last.
            String expected = column[column.length - 1];
            byte[] got = keyStream
                    ? keyStream(key, salt, Integer.decode(column[4].substring("counter=".length())))
                    : derive(key, salt, column[1], expected.length() / 2);
            assertThat(HEX.withUpperCase().formatHex(got)).as(line).isEqualTo(expected);
            rows++;
        }
        assertThat(rows).isEqualTo(36);
    }

    /// A packet of zeros shows the key stream; SSRC and index are zero in RFC 3711 B.2.
    private static byte[] keyStream(byte[] key, byte[] salt, int counter) {
        byte[] zeros = new byte[16 * (counter + 1) + 10];
        new CounterModeTransform(key, salt, new byte[20], 10).protect(zeros, 0, zeros.length - 10, 0, 0, 0, 0);
        return Arrays.copyOfRange(zeros, 16 * counter, 16 * counter + 16);
    }

    private static byte[] derive(byte[] key, byte[] salt, String what, int length) {
        String[] word = what.split(" ");
        int label = Integer.parseInt(word[2]);
        long r = 0;
        if (word.length > 3) {
            long rate = Long.parseLong(word[3].substring("kdr=".length()));
            r = Long.parseLong(word[4].substring("index=".length()), 16) / rate;
        }
        // NIST puts the label of SRTCP before 32 bits of index; RFC 3711, and all who speak it, before 48.
        return label < KeyDerivation.RTCP_ENCRYPTION || r == 0
                ? new KeyDerivation(key, salt).derive(label, r, length)
                : new KeyDerivation(key, salt).derive(0, (long) label << 32 | r, length);
    }

    private static final String GALLIA = "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e697320646976"
            + "69736120696e207061727465732074726573";

    @ParameterizedTest
    @CsvSource({
        "000102030405060708090a0b0c0d0e0f, f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf"
                + "765ee4390cce",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, 32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f"
                + "1ba63799b87b7aa3db36dfffd6b0f9bb7878d7a76c13"})
    void rtpIsSecuredByGcmAsInRfc7714Section16(String key, String secured) {
        byte[] packet = Arrays.copyOf(HEX.parseHex(GALLIA), GALLIA.length() / 2 + 16);
        GcmTransform gcm = new GcmTransform(HEX.parseHex(key), HEX.parseHex("517569642070726f2071756f"), false);
        gcm.protect(packet, 0, packet.length - 16, 12, 0x5501a0b2, 0xf17b, 0);
        assertThat(HEX.formatHex(packet)).isEqualTo(GALLIA.substring(0, 24) + secured);
        assertThat(gcm.unprotect(packet, 0, packet.length - 16, 12, 0x5501a0b2, 0xf17b, 0, true)).isTrue();
        assertThat(HEX.formatHex(packet)).startsWith(GALLIA);
    }

    private static final String REPORT = "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeef"
            + "deadbeefdeadbeef";

    @Test
    void rtcpIsSecuredByGcmAsInRfc7714Section17() throws IOException {
        Path file = Path.of(System.getProperty("tipring.material", "")).resolve("srtp-vectors/rtcp-vectors.txt");
        assumeTrue(Files.exists(file), "no SRTP vectors: -Dtipring.material names no " + file);
        String text = Files.readString(file);
        byte[] packet = Arrays.copyOf(HEX.parseHex(REPORT), REPORT.length() / 2 + 16);
        GcmTransform gcm = new GcmTransform(HEX.parseHex("000102030405060708090a0b0c0d0e0f"), HEX.parseHex("517569642070726f2071756f"), true);
        gcm.protect(packet, 0, packet.length - 16, 8, 0x4d617273, 0x5d4, 0x800005d4);
        String section = text.substring(text.indexOf("17.1."), text.indexOf("17.2."));
        assertThat(section.replaceAll("\\s", "")).contains(HEX.formatHex(packet, 8, packet.length));
        assertThat(gcm.unprotect(packet, 0, packet.length - 16, 8, 0x4d617273, 0x5d4, 0x800005d4, true)).isTrue();
        assertThat(HEX.formatHex(packet)).startsWith(REPORT);
    }

    @Test
    void rtcpThatIsOnlyTaggedIsCheckedAsInRfc7714Section17() {
        String tagged = REPORT + "841dd9683dd78ec92ae58790125f62b3";
        byte[] packet = HEX.parseHex(tagged);
        GcmTransform gcm = new GcmTransform(HEX.parseHex("000102030405060708090a0b0c0d0e0f"), HEX.parseHex("517569642070726f2071756f"), true);
        assertThat(gcm.unprotect(packet, 0, packet.length - 16, 8, 0x4d617273, 0x5d4, 0x5d4, false)).isTrue();
    }
}
