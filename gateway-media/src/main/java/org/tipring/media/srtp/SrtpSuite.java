package org.tipring.media.srtp;

import java.util.Arrays;
import java.util.Optional;

/// The crypto suites of SDP that Tipring speaks (RFC 4568 section 6.2, RFC 6188 section 4, RFC 7714 section 14.2), best first.
public enum SrtpSuite {

    AEAD_AES_256_GCM(32, 12, 16, 16, true),
    AEAD_AES_128_GCM(16, 12, 16, 16, true),
    AES_256_CM_HMAC_SHA1_80(32, 14, 10, 10, false),
    AES_CM_128_HMAC_SHA1_80(16, 14, 10, 10, false),
    AES_256_CM_HMAC_SHA1_32(32, 14, 4, 10, false),
    /// The short tag is for RTP only (RFC 4568 section 6.2.2).
    AES_CM_128_HMAC_SHA1_32(16, 14, 4, 10, false);

    final int keyLength;
    final int saltLength;
    final int rtpTag;
    final int rtcpTag;
    final boolean aead;

    SrtpSuite(int keyLength, int saltLength, int rtpTag, int rtcpTag, boolean aead) {
        this.keyLength = keyLength;
        this.saltLength = saltLength;
        this.rtpTag = rtpTag;
        this.rtcpTag = rtcpTag;
        this.aead = aead;
    }

    /// @param name as in an `a=crypto` line; letter case does not matter (RFC 4568 section 9.1 has it as a token: be lenient)
    public static Optional<SrtpSuite> named(String name) {
        return Arrays.stream(values()).filter(suite -> suite.name().equalsIgnoreCase(name)).findFirst();
    }

    /// Bytes of master key and master salt together: what an `a=crypto` line carries.
    public int keyAndSaltLength() {
        return keyLength + saltLength;
    }

    /// How much longer [SrtpContext#protect] makes a packet.
    public int rtpOverhead() {
        return rtpTag;
    }

    /// How much longer [SrtpContext#protectRtcp] makes a packet.
    public int rtcpOverhead() {
        return rtcpTag + Integer.BYTES;
    }
}
