package org.tipring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tipring.media.fuzz.Mutations;
import org.tipring.signaling.config.DialPlanFuzz;
import org.tipring.signaling.sdp.SdpFuzz;
import org.tipring.signaling.sip.SipFuzz;

/// The fuzz targets of this module, with seeds and their mutations. `scripts/fuzz` searches on.
class FuzzTargetsTest {

    private static final String INVITE = """
        INVITE sip:9@192.0.2.9 SIP/2.0\r
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa;rport\r
        Max-Forwards: 70\r
        From: "A" <sip:201@tipring>;tag=1\r
        To: <sip:9@192.0.2.9>\r
        Call-ID: a@b\r
        CSeq: 1 INVITE\r
        Contact: <sip:201@192.0.2.1>\r
        Content-Type: application/sdp\r
        Content-Length: 0\r
        \r
        """;
    private static final String OFFER = """
        v=0\r
        o=a 1 1 IN IP4 192.0.2.1\r
        s=-\r
        c=IN IP4 192.0.2.1\r
        t=0 0\r
        m=audio 4000 RTP/SAVP 8 0 101\r
        a=rtpmap:101 telephone-event/8000\r
        a=fmtp:101 0-15\r
        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r
        a=rtcp:4001 IN IP4 192.0.2.2\r
        a=rtcp-mux\r
        a=rtcp-xr:voip-metrics\r
        a=ptime:20\r
        m=audio 4002 UDP/TLS/RTP/SAVPF 8\r
        a=fingerprint:sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F\r
        a=setup:actpass\r
        """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> files(Path folder, String ending) throws IOException {
        List<byte[]> all = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(path -> Files.isRegularFile(path) && path.toString().endsWith(ending)).sorted().toList()) {
                    all.add(Files.readAllBytes(file));
                }
            }
        }
        return all;
    }

    @Test
    void sip() throws IOException {
        List<byte[]> outside = Mutations.seeds("pjsip/sip", "pjsip/sip-dialog", "pjsip/uri", "pjsip/presence");
        outside.addAll(files(Path.of(System.getProperty("tipring.material", "")).resolve("rfc4475-torture"), ".dat"));
        Mutations.run(SipFuzz::fuzzerTestOneInput, List.of(bytes(INVITE)), outside, 20_000);
    }

    @Test
    void sdp() throws IOException {
        Mutations.run(SdpFuzz::fuzzerTestOneInput, List.of(bytes(OFFER)), Mutations.seeds("pjsip/sdp", "pjsip/sdes", "webrtc/sdp-corpus"), 20_000);
    }

    @Test
    void dialPlans() throws IOException {
        Path etc = Path.of(System.getProperty("tipring.home", "..")).resolve("etc");
        Mutations.run(DialPlanFuzz::fuzzerTestOneInput, files(etc, "dialplan.ini"), List.of(), 3_000);
    }
}
