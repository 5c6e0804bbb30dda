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
/// @param extras what besides the codec was agreed
public record RtpParameters(InetSocketAddress remote, AudioFormat format, int telephoneEvent, int packetMillis,
                            boolean send, boolean receive, Extras extras) {

    /// @param eventRate clock of telephone-event: durations count in it
    /// @param comfortNoise payload type of comfort noise (RFC 3389) that the peer takes, or -1
    /// @param suppressSilence whether the pauses of what we send are comfort noise, if the peer takes it
    public record Extras(int eventRate, int comfortNoise, boolean suppressSilence) {

        public static final Extras NONE = new Extras(8000, -1, false);
    }

    /// Without extras.
    public RtpParameters(InetSocketAddress remote, AudioFormat format, int telephoneEvent, int packetMillis, boolean send, boolean receive) {
        this(remote, format, telephoneEvent, packetMillis, send, receive, Extras.NONE);
    }

    public RtpParameters {
        if (packetMillis < 10 || packetMillis > 60 || packetMillis % 10 != 0) {
            throw new IllegalArgumentException("ptime must be 10..60 in steps of 10 ms: " + packetMillis);
        }
    }
}
