package org.tipring.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpTest {

    private static final long SECOND = 1_000_000_000L;

    private final RtpSender ours = new RtpSender(0x1111, 1, 0, 8000);
    private final RtpSender theirs = new RtpSender(0x2222, 1, 0, 8000);
    private final RtpReceiver ourReceiver = new RtpReceiver(8000);
    private final RtpReceiver theirReceiver = new RtpReceiver(8000);
    private final RtcpParser ourParser = new RtcpParser();
    private final RtcpParser theirParser = new RtcpParser();

    /// Figure 2 of RFC 3550 in small: A's report at 10 s arrives at B 0.125 s later, B answers after 5 s, that takes 0.125 s too.
    @Test
    void theRoundTripComesBackFromTwoReports() {
        theirReceiver.onPacket(0x1111, 1, 0, true, 0);
        ourReceiver.onPacket(0x2222, 1, 0, true, 0);
        RtcpReports reports = new RtcpReports("a@b");
        long sent = 10 * SECOND;
        int length = reports.write(ours, true, ourReceiver, ourParser, false, sent);
        assertThat(theirParser.parse(reports.bytes(), length, 0x2222, sent + SECOND / 8)).isTrue();

        RtcpReports answer = new RtcpReports("c@d");
        int answerLength = answer.write(theirs, true, theirReceiver, theirParser, false, sent + SECOND / 8 + 5 * SECOND);
        assertThat(ourParser.parse(answer.bytes(), answerLength, 0x1111, sent + 5 * SECOND + SECOND / 4)).isTrue();

        assertThat(ourParser.roundTripMicros()).isBetween(249_900L, 250_100L);
    }

    @Test
    void aReportSaysWhatWasLost() {
        for (int i = 0; i < 10; i++) {
            if (i != 4) {
                ourReceiver.onPacket(0x2222, i, 160 * i, true, 20_000_000L * i);
            }
        }
        RtcpReports reports = new RtcpReports("a@b");
        int length = reports.write(ours, false, ourReceiver, ourParser, false, SECOND);
        assertThat(reports.bytes()[1] & 0xff).as("we send nothing: RR").isEqualTo(201);
        assertThat(theirParser.parse(reports.bytes(), length, 0x2222, SECOND)).isTrue();
        assertThat(theirParser.peerFractionLost()).isEqualTo(25);
        assertThat(theirParser.roundTripMicros()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ab", "abc", "abcd", "abcde", "abcdef", "a-longer-name@gateway.example"})
    void everyCompoundIsWholeWordsAndNamesUs(String cname) {
        RtcpReports reports = new RtcpReports(cname);
        int length = reports.write(ours, true, null, ourParser, true, SECOND);

        assertThat(length % 4).isZero();
        assertThat(theirParser.parse(reports.bytes(), length, 0x2222, SECOND)).isTrue();
        assertThat(theirParser.bye()).isTrue();
        assertThat(new String(reports.bytes(), 0, length, StandardCharsets.ISO_8859_1)).contains("\u0001" + (char) cname.length() + cname);
    }

    /// RFC 3550 appendix A.2 and threat T18.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        empty                                |
        seven bytes                          | 80c900010000
        begins with SDES                     | 81ca0002 00000001 01000000
        begins with RTP                      | 8008 0001 00000002 00000003
        version 1                            | 40c90001 00000001
        length beyond the end                | 80c90002 00000001
        length of 65535 words                | 80c9ffff 00000001
        31 report blocks, none there         | 9fc90001 00000001
        sender report without sender info    | 80c80001 00000001
        padding before the last packet       | a0c90001 00000001 81ca0002 00000001 01000000
        rest of three bytes                  | 80c90001 00000001 810000
        goodbye of 31 sources, none there    | 80c90001 00000001 9fcb0000
        """)
    void isRefusedWhole(String what, String hex) {
        byte[] data = HexFormat.of().parseHex(hex == null ? "" : hex.replace(" ", ""));

        assertThat(ourParser.parse(data, data.length, 1, 0)).as(what).isFalse();
        assertThat(ourParser.bye()).isFalse();
        assertThat(ourParser.senderReportAt()).isEqualTo(-1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        empty receiver report                | 80c90001 00000001
        unknown type after it                | 80c90001 00000001 80ff0001 00000009
        padded goodbye at the end            | 80c90001 00000001 a1cb0002 00000001 00000004
        absurd round trip                    | 81c90007 00000001 00000001 00000000 00000000 00000000 7fffffff ffffffff
        """)
    void isAccepted(String what, String hex) {
        byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThat(ourParser.parse(data, data.length, 1, 0)).as(what).isTrue();
        assertThat(ourParser.roundTripMicros()).isEqualTo(-1);
    }

    @Test
    void timeIsSecondsAndFraction() {
        assertThat(RtcpReports.ntp(3 * SECOND / 2)).isEqualTo(1L << 32 | 0x8000_0000L);
        assertThat(RtcpReports.middle(3 * SECOND / 2)).isEqualTo(0x1_8000L);
    }
}
