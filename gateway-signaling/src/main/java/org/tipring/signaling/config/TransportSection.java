package org.tipring.signaling.config;

import java.util.Locale;

/// How the sound of an interface travels.
///
/// @param srtp whether it is encrypted
/// @param keys how we offer to agree on keys; what the other side offers is taken either way
/// @param symmetric whether packets may come from elsewhere than SDP says
/// @param tellsHold who is put on hold is told so in SIP
/// @param refers calls that are connected with each other are handed to that side
public record TransportSection(Srtp srtp, SrtpKeys keys, SymmetricRtp symmetric, boolean tellsHold, boolean refers) {

    public static final TransportSection DEFAULT = new TransportSection(Srtp.OFF, SrtpKeys.SDES, SymmetricRtp.AUTO, false, false);
    /// Telephones show that they are on hold; providers play a sound of their own over ours.
    public static final TransportSection TELEPHONES = new TransportSection(Srtp.OFF, SrtpKeys.SDES, SymmetricRtp.AUTO, true, false);

    /// What becomes of two calls of one provider that are connected with each other.
    public enum Transfer {
        /// The gateway goes on carrying both.
        BRIDGE,
        /// The provider is asked to connect them itself; while it does not, the gateway does.
        REFER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Srtp {
        OFF,
        /// Where the other side can do it.
        PREFERRED,
        REQUIRED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum SrtpKeys {
        /// In SDP (RFC 4568).
        SDES,
        /// By a handshake in the media path (RFC 5764).
        DTLS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum SymmetricRtp {
        /// From the host that signals, where SDP names a private address: behind a NAT.
        AUTO,
        /// From the host that signals.
        ALWAYS,
        /// From anywhere.
        ANY,
        NEVER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
