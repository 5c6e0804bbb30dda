package org.tipring.signaling.control;

import java.net.InetAddress;
import org.tipring.signaling.sdp.TransportTerms;

/// How the packets of one interface (all telephones, or one trunk) are to travel, and what its side is told of the conversation.
///
/// @param srtp whether they are secured
/// @param keying how keys are agreed on where we offer
/// @param symmetric whether a peer may turn out to send from elsewhere than its SDP says
/// @param tellsHold who is put on hold is told by re-INVITE, and does not just hear it
/// @param refers two calls that are connected with each other are handed to that side (REFER), if it takes them
public record MediaPolicy(TransportTerms.Policy srtp, TransportTerms.Keying keying, Symmetric symmetric, boolean tellsHold, boolean refers) {

    public static final MediaPolicy DEFAULT = new MediaPolicy(TransportTerms.Policy.OFF, TransportTerms.Keying.SDES, Symmetric.AUTO, false, false);

    public enum Symmetric {
        /// From the host that signals, where SDP names a private address that is not that host: a peer behind a NAT.
        AUTO,
        /// From the host that signals.
        ALWAYS,
        /// From any host: whoever sends first to our port takes the call's sound.
        ANY,
        NEVER
    }

    /// The host that a peer may be learnt from, as [org.tipring.media.engine.MediaPath] wants it.
    ///
    /// @param described where its SDP says that it is
    /// @param signals where its SIP comes from, or null
    InetAddress learnFrom(InetAddress described, InetAddress signals) {
        return switch (symmetric) {
            case NEVER -> null;
            case ANY -> ANYWHERE;
            case ALWAYS -> signals;
            case AUTO -> behindNat(described, signals) ? signals : null;
        };
    }

    static boolean behindNat(InetAddress described, InetAddress signals) {
        return signals != null && isPrivate(described) && !described.equals(signals);
    }

    /// RFC 1918, RFC 3927, and RFC 6598: what a provider's NAT gives out.
    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
        return shared || address.isSiteLocalAddress() || address.isLinkLocalAddress() || address.isLoopbackAddress();
    }

    private static final InetAddress ANYWHERE = InetAddress.ofLiteral("0.0.0.0");
}
