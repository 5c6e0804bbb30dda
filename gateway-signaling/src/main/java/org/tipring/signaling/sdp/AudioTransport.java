package org.tipring.signaling.sdp;

import java.net.InetSocketAddress;
import java.util.List;
import org.tipring.media.srtp.CryptoAttribute;

/// How one end wants its audio packets to travel: profile, keys, RTCP.
///
/// @param protocol of the media line: `RTP/AVP`, `RTP/SAVP`, `UDP/TLS/RTP/SAVP`, each with or without an F at the end
/// @param crypto those of its `a=crypto` lines that we can use (RFC 4568), in its order
/// @param fingerprint of the certificate that it shows in DTLS (RFC 8122), as `sha-256 AB:CD:...`; empty when it has none
/// @param setup `active`, `passive` or `actpass` (RFC 4145, RFC 5763); empty when it does not say
/// @param rtcpMux whether RTCP may use the RTP port (RFC 5761)
/// @param rtcp where RTCP goes when that is not the port after RTP (RFC 3605), or null
/// @param extendedReports whether it reads the VoIP metrics of RTCP XR (RFC 3611 section 5)
public record AudioTransport(String protocol, List<CryptoAttribute> crypto, String fingerprint, String setup, boolean rtcpMux,
                             InetSocketAddress rtcp, boolean extendedReports) {

    public static final String AVP = "RTP/AVP";
    static final List<String> PROTOCOLS =
        List.of(AVP, "RTP/AVPF", "RTP/SAVP", "RTP/SAVPF", "UDP/TLS/RTP/SAVP", "UDP/TLS/RTP/SAVPF");

    /// In clear, and nothing special.
    public static final AudioTransport PLAIN = new AudioTransport(AVP, List.of(), "", "", false, null, false);

    public AudioTransport {
        crypto = List.copyOf(crypto);
    }

    /// Whether the profile leaves no way but SRTP (RFC 3711 section 12).
    boolean secureOnly() {
        return protocol.contains("SAVP");
    }

    /// Whether SRTP is possible, even if the profile does not demand it (RFC 8643).
    boolean canBeSecure() {
        return !crypto.isEmpty() || !fingerprint.isEmpty();
    }
}
