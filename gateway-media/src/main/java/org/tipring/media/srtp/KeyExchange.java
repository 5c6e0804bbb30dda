package org.tipring.media.srtp;

/// Agrees with the peer on the keys of a stream pair, by datagrams on the stream's own port (DTLS-SRTP, RFC 5764).
///
/// It works on a thread of its own: the media thread hands datagrams over in order and goes on. Nothing here blocks.
public interface KeyExchange {

    /// Begins, or does nothing when it has begun. Media thread.
    void start(Wire wire);

    /// A datagram of the peer, copied from the array. What comes faster than it is worked on is dropped, as by any network. Media thread.
    void received(byte[] data, int length);

    /// Says goodbye to the peer and ends. Media thread.
    void close();

    /// The way back. Any thread.
    interface Wire {

        void send(byte[] datagram);

        /// The peer is who its SDP says, and these are the keys.
        void agreed(SrtpSession session);

        /// @param why a sentence for the call's record
        void failed(String why);
    }

    /// Makes exchanges, all with one certificate of ours.
    interface Maker {

        /// Nothing to offer, and so nothing to make.
        Maker NONE = new Maker() {
            @Override
            public String fingerprint() {
                return "";
            }

            @Override
            public KeyExchange make(boolean client, String peerFingerprint) {
                throw new IllegalStateException("there is no DTLS here, so nobody can have agreed on it");
            }
        };

        /// Of our certificate, as SDP writes it: `sha-256 AB:CD:...`.
        String fingerprint();

        /// @param client whether we begin
        /// @param peerFingerprint what their certificate must have
        KeyExchange make(boolean client, String peerFingerprint);
    }
}
