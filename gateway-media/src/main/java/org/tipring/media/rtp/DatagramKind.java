package org.tipring.media.rtp;

/// What a datagram on an RTP or RTCP port claims to be, by its first byte (RFC 7983 section 7) and, for RTP and RTCP on one port, by
/// where the payload type of the other would be (RFC 5761 section 4).
public enum DatagramKind {
    RTP, RTCP, STUN, DTLS,
    /// ZRTP, TURN channels, or noise.
    OTHER;

    public static DatagramKind of(byte[] data, int length) {
        if (length == 0) {
            return OTHER;
        }
        int first = data[0] & 0xff;
        if (first >= 128 && first < 192) {
            int second = length > 1 ? data[1] & 0xff : 0;
            return second >= 192 && second < 224 ? RTCP : RTP;
        }
        if (first < 4) {
            return STUN;
        }
        return first >= 20 && first < 64 ? DTLS : OTHER;
    }
}
