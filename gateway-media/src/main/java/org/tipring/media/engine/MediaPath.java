package org.tipring.media.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.tipring.media.rtp.PackedAddress;
import org.tipring.media.rtp.PeerAddress;
import org.tipring.media.srtp.KeyExchange;
import org.tipring.media.srtp.SrtpSession;

/// How the packets of one stream pair travel: beside [RtpParameters], which say what they carry.
///
/// @param rtcp where the peer wants RTCP (RFC 3605), or null: the port after RTP
/// @param rtcpMux RTCP goes both ways over the RTP ports (RFC 5761)
/// @param extendedReports the peer wants to be told how we hear it (RTCP XR, RFC 3611)
/// @param learnFrom the host that the peer may turn out to send from, whatever SDP says; null: none, the negotiated address is the only
///     one; `0.0.0.0`: any host
public record MediaPath(InetSocketAddress rtcp, boolean rtcpMux, boolean extendedReports, InetAddress learnFrom, Keys keys) {

    /// The negotiated address and nothing else, in clear.
    public static final MediaPath PLAIN = new MediaPath(null, false, false, null, new Keys.None());

    /// What secures the packets. Where something does, packets without it are neither heard nor sent.
    public sealed interface Keys {

        record None() implements Keys { }

        /// From SDP (RFC 4568). Never used for two stream pairs.
        record Agreed(SrtpSession session) implements Keys { }

        /// To be agreed on. The same object again goes on as it is.
        record ToAgree(KeyExchange exchange) implements Keys { }
    }

    long learnableHost() {
        if (learnFrom == null) {
            return PeerAddress.NOBODY;
        }
        return learnFrom.isAnyLocalAddress() ? PeerAddress.ANYBODY : PackedAddress.host(PackedAddress.of(learnFrom, 0));
    }
}
