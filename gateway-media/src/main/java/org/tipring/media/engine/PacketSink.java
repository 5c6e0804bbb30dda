package org.tipring.media.engine;

import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.TelephoneEventReceiver;

/// Where an RTP endpoint's packets go: the bridge that it is in. Media thread.
interface PacketSink {

    /// @param newSource nothing that came before counts any more
    /// @param ticks how much sound the packet holds, by the RTP clock of its format; more than 0
    void onSound(RtpEndpoint from, RtpPacket packet, boolean newSource, int ticks, long nowNanos);

    /// Comfort noise (RFC 3389): the peer says nothing more for now, and what its silence sounds like.
    void onNoise(RtpEndpoint from, RtpPacket packet, boolean newSource, long nowNanos);

    /// @param packet null when the signal comes from a lack of packets
    void onKey(RtpEndpoint from, TelephoneEventReceiver.Signal signal, RtpPacket packet, boolean newSource, long nowNanos);

    /// Something was settled with the peer: it may hold the call now, or no longer ([RtpEndpoint#holds]).
    void onSettled(RtpEndpoint from, long nowNanos);

    /// A key that the peer pressed and told by signaling.
    void onTyped(RtpEndpoint from, char key, long nowNanos);
}
