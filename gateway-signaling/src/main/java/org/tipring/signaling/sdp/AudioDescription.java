package org.tipring.signaling.sdp;

import java.util.List;
import org.tipring.media.codec.AudioFormat;

/// The audio stream of a session description: what one end says about itself.
///
/// @param address where it wants to receive, a literal IP address
/// @param port RTP port; 0 refuses the stream
/// @param formats in order of preference; telephone-event is not in here
/// @param telephoneEvent payload type of telephone-event/8000, or -1
/// @param packetMillis ptime, 20 when it says none
public record AudioDescription(String address, int port, List<AudioFormat> formats, int telephoneEvent, int packetMillis,
                               Direction direction, AudioTransport transport) {

    /// In clear.
    public AudioDescription(String address, int port, List<AudioFormat> formats, int telephoneEvent, int packetMillis, Direction direction) {
        this(address, port, formats, telephoneEvent, packetMillis, direction, AudioTransport.PLAIN);
    }

    public AudioDescription {
        formats = List.copyOf(formats);
    }
}
