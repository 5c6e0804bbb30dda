package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tipring.media.fuzz.DtlsFuzz;
import org.tipring.media.fuzz.Mutations;
import org.tipring.media.fuzz.RtcpFuzz;
import org.tipring.media.fuzz.RtpFuzz;
import org.tipring.media.fuzz.SrtpFuzz;
import org.tipring.media.fuzz.TelephoneEventFuzz;
import org.tipring.media.rtp.DatagramKind;
import org.tipring.media.rtp.RtcpParser;
import org.tipring.media.rtp.RtpPacket;

/// The fuzz targets of this module, with seeds and their mutations. `scripts/fuzz` searches on.
class FuzzTargetsTest {

    private static final byte[] RTP = HexFormat.of().parseHex("8008000100000003000000050102030405060708");
    private static final byte[] EXTENDED = HexFormat.of().parseHex("b108000100000002000000030000000abede000101020304ee02ff0003");
    private static final byte[] RTCP = HexFormat.of().parseHex("80c80006000000050000000100000002000000030000000400000005"
            + "81ca00020000000501026162");
    private static final byte[] XR = HexFormat.of().parseHex("80c9000100000005" + "80cf000a00000005070000080000000a" + "0a0b0c0d00640064003200287f7f7f105d7f2c2ab0000014001400ff");
    private static final byte[] STUN = HexFormat.of().parseHex("000100002112a442000000000000000000000000");
    private static final byte[] HELLO = HexFormat.of().parseHex("16feff000000000000000000040100000000");
    private static final byte[] KEY = HexFormat.of().parseHex("8404 0a 00a0".replace(" ", "") + "84048a0320");

    /// Otherwise every mutation of them would fail at the first byte.
    @Test
    void theSeedsAreWhatTheyClaimToBe() {
        assertThat(new RtpPacket().parse(RTP, RTP.length)).isTrue();
        assertThat(new RtpPacket().parse(EXTENDED, EXTENDED.length)).isTrue();
        assertThat(new RtcpParser().parse(RTCP, RTCP.length, 1, 0)).isTrue();
        RtcpParser withMetrics = new RtcpParser();
        assertThat(withMetrics.parse(XR, XR.length, 10, 0)).isTrue();
        assertThat(withMetrics.metrics()).isNotNull();
        assertThat(DatagramKind.of(STUN, STUN.length)).isEqualTo(DatagramKind.STUN);
        assertThat(DatagramKind.of(HELLO, HELLO.length)).isEqualTo(DatagramKind.DTLS);
    }

    private static List<byte[]> rtpSeeds() throws IOException {
        return Mutations.seeds("pjsip/rtp", "webrtc/rtp-corpus", "pjsip/audio");
    }

    @Test
    void rtp() throws IOException {
        Mutations.run(RtpFuzz::fuzzerTestOneInput, List.of(RTP, EXTENDED), rtpSeeds(), 100_000);
    }

    @Test
    void rtcp() throws IOException {
        Mutations.run(RtcpFuzz::fuzzerTestOneInput, List.of(RTCP, XR), Mutations.seeds("pjsip/rtcp", "webrtc/rtcp-corpus"), 100_000);
    }

    @Test
    void srtp() throws IOException {
        Mutations.run(SrtpFuzz::fuzzerTestOneInput, List.of(RTP, EXTENDED, RTCP, "1 AES_CM_128_HMAC_SHA1_80 inline:AAAA|2^20".getBytes()),
                Mutations.seeds("pjsip/srtp", "pjsip/sdes", "pjsip/crypto"), 5_000);
    }

    @Test
    void telephoneEvents() throws IOException {
        Mutations.run(TelephoneEventFuzz::fuzzerTestOneInput, List.of(KEY), rtpSeeds(), 50_000);
    }

    @Test
    void everyKindOfDatagramOnEveryPort() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] kind : List.of(RTP, EXTENDED, RTCP, XR, STUN, HELLO)) {
            for (int how = 0; how < 32; how++) {
                seeds.add(framed(how, kind));
            }
        }
        for (byte[] outside : Mutations.seeds("pjsip/stun", "webrtc/stun-corpus", "pjsip/rtcp", "webrtc/rtp-corpus")) {
            seeds.add(framed(outside.length, outside));
        }
        Mutations.run(PortFuzz::fuzzerTestOneInput, seeds, List.of(), 3_000);
    }

    private static byte[] framed(int how, byte[] datagram) {
        byte[] all = new byte[datagram.length + 2];
        all[0] = (byte) how;
        all[1] = (byte) Math.max(0, datagram.length - 12);
        System.arraycopy(datagram, 0, all, 2, datagram.length);
        return all;
    }

    @Test
    void dtls() {
        List<byte[]> seeds = List.of(framed(0, HELLO), framed(0x80, HELLO));
        Mutations.run(DtlsFuzz::fuzzerTestOneInput, seeds, List.of(), 300);
    }

    /// The driver itself.
    @Test
    void whatThrowsIsFoundAndShown() {
        assertThatThrownBy(() -> Mutations.run(data -> {
            if (data.length > 3 && data[2] == (byte) 0xff) {
                throw new IllegalStateException("planted");
            }
        }, List.of(RTP), List.of(), 10_000)).isInstanceOf(AssertionError.class).hasMessageContaining("tipring.seed")
                .hasRootCauseMessage("planted");
    }
}
