package org.tipring.signaling.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.tipring.media.srtp.CryptoAttribute;

/// Gathers the attributes of a description, or of one stream in it, that say how packets travel. A line that cannot be used is as if it
/// were not there: what it would have agreed on is then missing, and [TransportTerms] decides what that means.
final class TransportLines {

    private static final int MOST_RTCP_CHARS = 80;
    /// RFC 8122 section 5: what is older than SHA-256 proves nothing any more.
    private static final String FINGERPRINT = "(?i)sha-(256|384|512) +[0-9a-f]{2}(:[0-9a-f]{2}){31,63}";

    private final List<String> crypto = new ArrayList<>();
    private String fingerprint = "";
    private String setup = "";
    private String rtcp = "";
    private boolean rtcpMux;
    private boolean extendedReports;

    void take(String name, String value) {
        switch (name) {
            case "crypto" -> crypto.add(value);
            case "fingerprint" -> fingerprint = value.length() < 300 && value.matches(FINGERPRINT) ? value : fingerprint;
            case "setup" -> setup = value;
            case "rtcp" -> rtcp = value;
            case "rtcp-mux" -> rtcpMux = true;
            case "rtcp-xr" -> extendedReports = value.contains("voip-metrics");
            default -> { }
        }
    }

    /// @param session what the description says for all its streams: counts where the stream says nothing itself
    /// @param address where the stream wants to receive
    AudioTransport of(String protocol, TransportLines session, String address) {
        return new AudioTransport(protocol, CryptoAttribute.usable(crypto), fingerprint.isEmpty() ? session.fingerprint : fingerprint,
            setup.isEmpty() ? session.setup : setup, rtcpMux, rtcp(address), extendedReports || session.extendedReports);
    }

    /// `53020` or `53020 IN IP4 126.16.64.4` (RFC 3605); null for what is none.
    private InetSocketAddress rtcp(String address) {
        if (rtcp.length() > MOST_RTCP_CHARS) {
            return null;
        }
        String[] words = rtcp.split(" +");
        boolean port = words[0].matches("[1-9]\\d{0,4}") && Integer.parseInt(words[0]) <= 65_535;
        boolean elsewhere = words.length == 4 && words[1].equals("IN") && SdpReader.literal(words[2], words[3]);
        if (!port || words.length > 1 && !elsewhere) {
            return null;
        }
        return new InetSocketAddress(InetAddress.ofLiteral(elsewhere ? words[3] : address), Integer.parseInt(words[0]));
    }
}
