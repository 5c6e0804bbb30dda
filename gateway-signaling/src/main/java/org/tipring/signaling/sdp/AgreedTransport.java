package org.tipring.signaling.sdp;

import java.net.InetSocketAddress;
import org.tipring.media.srtp.MasterKey;
import org.tipring.media.srtp.SrtpSuite;

/// How the packets of a leg travel, as offer and answer have settled it.
///
/// @param rtcp where their RTCP goes when that is not the port after RTP, or null
public record AgreedTransport(InetSocketAddress rtcp, boolean rtcpMux, boolean extendedReports, Security security) {

    public static final AgreedTransport PLAIN = new AgreedTransport(null, false, false, new Security.None());

    public sealed interface Security {

        record None() implements Security { }

        /// Keys from SDP. They print as no more than their suite.
        record Sdes(MasterKey ours, MasterKey theirs) implements Security {

            public SrtpSuite suite() {
                return theirs.suite();
            }
        }

        /// Keys from a DTLS handshake in the media path (RFC 5763).
        ///
        /// @param fingerprint that their certificate must have
        /// @param client whether we begin the handshake
        record Dtls(String fingerprint, boolean client) implements Security { }
    }
}
