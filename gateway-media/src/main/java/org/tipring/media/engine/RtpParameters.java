package org.tipring.media.engine;

import java.net.InetSocketAddress;
import org.tipring.media.codec.AudioFormat;

/// What SDP settled for one RTP stream pair (RFC 3264).
///
/// @param remote where to send RTP, and the only address that is listened to unless a [MediaPath] says more
/// @param format what both directions carry
/// @param telephoneEvent payload type of telephone-event (RFC 4733), or -1 when the peer has none
/// @param packetMillis the peer's ptime: how much sound goes into a packet that we send, 10..60 in steps of 10
/// @param send whether we may send (the peer is not on hold)
/// @param receive whether the peer sends
public record RtpParameters(InetSocketAddress remote, AudioFormat format, int telephoneEvent, int packetMillis,
                            boolean send, boolean receive) {

    public RtpParameters {
        if (packetMillis < 10 || packetMillis > 60 || packetMillis % 10 != 0) {
            throw new IllegalArgumentException("ptime must be 10..60 in steps of 10 ms: " + packetMillis);
        }
    }
}
