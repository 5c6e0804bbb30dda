package org.tipring.signaling.sdp;

import java.net.InetSocketAddress;
import org.tipring.media.codec.AudioFormat;

/// What offer and answer come to, seen from our side.
///
/// @param format the codec, with the payload type that both sides use and what the other side says of it in `a=fmtp`
/// @param telephoneEvent payload type of telephone-event, or -1: then keys go as tones
/// @param packetMillis how much sound one packet to the other side carries
/// @param remote where it wants to receive; made from a literal address, nothing was looked up
/// @param direction ours: `RECVONLY` means that the other side holds us and hears nothing from us
/// @param eventRate clock that telephone-event counts in
/// @param comfortNoise payload type of comfort noise (RFC 3389), or -1
public record Agreement(AudioFormat format, int telephoneEvent, int packetMillis, InetSocketAddress remote, Direction direction,
                        AgreedTransport transport, int eventRate, int comfortNoise) {

    /// Telephone-event at 8000, no comfort noise.
    public Agreement(AudioFormat format, int telephoneEvent, int packetMillis, InetSocketAddress remote, Direction direction,
                     AgreedTransport transport) {
        this(format, telephoneEvent, packetMillis, remote, direction, transport, 8000, -1);
    }

    /// The same, in clear.
    public Agreement(AudioFormat format, int telephoneEvent, int packetMillis, InetSocketAddress remote, Direction direction) {
        this(format, telephoneEvent, packetMillis, remote, direction, AgreedTransport.PLAIN);
    }
}
