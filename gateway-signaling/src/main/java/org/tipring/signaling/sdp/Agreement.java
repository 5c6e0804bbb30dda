package org.tipring.signaling.sdp;

import java.net.InetSocketAddress;
import org.tipring.media.codec.AudioFormat;

/// What offer and answer come to, seen from our side.
///
/// @param format the codec, with the payload type that both sides use
/// @param telephoneEvent payload type of telephone-event, or -1: then keys go as tones
/// @param packetMillis how much sound one packet to the other side carries
/// @param remote where it wants to receive; made from a literal address, nothing was looked up
/// @param direction ours: `RECVONLY` means that the other side holds us and hears nothing from us
public record Agreement(AudioFormat format, int telephoneEvent, int packetMillis, InetSocketAddress remote, Direction direction,
                        AgreedTransport transport) {

    /// In clear.
    public Agreement(AudioFormat format, int telephoneEvent, int packetMillis, InetSocketAddress remote, Direction direction) {
        this(format, telephoneEvent, packetMillis, remote, direction, AgreedTransport.PLAIN);
    }
}
