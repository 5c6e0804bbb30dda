package org.tipring.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Threat T18: every length field of RFC 3550 section 5.1 and 5.3.1 that can lie.
class RtpPacketTest {

    private static final String REST = "0001 00000002 00000003".replace(" ", "");

    private final RtpPacket packet = new RtpPacket();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        plain                                    | 8008 %s aabb                    | 2
        no payload                               | 8008 %s                         | 0
        two contributing sources                 | 8208 %s 0000000a 0000000b cc    | 1
        extension of one word                    | 9008 %s bede0001 01020304 dd    | 1
        extension of no words                    | 9008 %s bede0000 dd             | 1
        padding of 3 after 1                     | a008 %s aa 000003               | 1
        padding is all there is                  | a008 %s 00000004                | 0
        source, extension and padding            | b108 %s 0000000a bede0001 01020304 ee 02ff0003 | 2
        """)
    void isRead(String what, String hex, int payload) {
        byte[] data = bytes(hex);

        assertThat(packet.parse(data, data.length)).as(what).isTrue();
        assertThat(packet.payloadLength()).isEqualTo(payload);
        assertThat(packet.payloadOffset() + payload).isLessThanOrEqualTo(data.length);
        assertThat(packet.sequence()).isEqualTo(1);
        assertThat(packet.timestamp()).isEqualTo(2);
        assertThat(packet.ssrc()).isEqualTo(3);
        assertThat(packet.payloadType()).isEqualTo(8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        nothing                                  |
        one byte                                 | 80
        eleven bytes                             | 8008 0001 00000002 000000
        version 0, as STUN                       | 0001 %s aabb
        version 1                                | 4008 %s aabb
        version 3                                | c008 %s aabb
        CC 15 beyond the end                     | 8f08 %s 0000000a 0000000b
        extension header cut                     | 9008 %s bede
        extension longer than the packet         | 9008 %s bede0003 01020304
        extension of 65535 words                 | 9008 %s bedeffff 01020304
        CC 15 and extension beyond the end       | 9f08 %s bede0000
        padding 255                              | a008 %s aabbccff
        padding 0                                | a008 %s aabbcc00
        padding announced, but no byte there     | a008 %s
        padding into the extension               | b008 %s bede0001 01020304 05
        """)
    void isRefused(String what, String hex) {
        byte[] data = bytes(hex == null ? "" : hex);

        assertThat(packet.parse(data, data.length)).as(what).isFalse();
    }

    @Test
    void aHeaderThatWasWrittenIsRead() {
        byte[] data = new byte[RtpPacket.HEADER];
        RtpPacket.writeHeader(data, true, 101, 65535, 0xfedcba98, 0x89abcdef);

        assertThat(packet.parse(data, data.length)).isTrue();
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(101);
        assertThat(packet.sequence()).isEqualTo(65535);
        assertThat(packet.timestamp()).isEqualTo(0xfedcba98);
        assertThat(packet.ssrc()).isEqualTo(0x89abcdef);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace("%s", REST).replace(" ", ""));
    }
}
