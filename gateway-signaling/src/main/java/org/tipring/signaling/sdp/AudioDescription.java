package org.tipring.signaling.sdp;

import java.util.List;
import org.tipring.media.codec.AudioFormat;

/// The audio stream of a session description: what one end says about itself.
///
/// @param address where it wants to receive, a literal IP address
/// @param port RTP port; 0 refuses the stream
/// @param formats in order of preference; telephone-event and comfort noise are not in here
/// @param telephoneEvent payload type of telephone-event/8000, or -1
/// @param packetMillis ptime, 20 when it says none
/// @param beside what may come beside the sound: telephone-event at other clock rates than 8000, and comfort noise (`CN`)
public record AudioDescription(String address, int port, List<AudioFormat> formats, int telephoneEvent, int packetMillis,
                               Direction direction, AudioTransport transport, List<AudioFormat> beside) {

    static final String EVENTS = "TELEPHONE-EVENT";
    static final String NOISE = "CN";

    public AudioDescription {
        formats = List.copyOf(formats);
        beside = List.copyOf(beside);
    }

    /// Nothing but telephone-event beside the sound.
    public AudioDescription(String address, int port, List<AudioFormat> formats, int telephoneEvent, int packetMillis, Direction direction,
                            AudioTransport transport) {
        this(address, port, formats, telephoneEvent, packetMillis, direction, transport, List.of());
    }

    /// The same, in clear.
    public AudioDescription(String address, int port, List<AudioFormat> formats, int telephoneEvent, int packetMillis, Direction direction) {
        this(address, port, formats, telephoneEvent, packetMillis, direction, AudioTransport.PLAIN);
    }

    /// Payload type of telephone-event at a clock rate, or -1.
    int events(int clockRate) {
        return clockRate == 8000 ? telephoneEvent : beside(EVENTS, clockRate);
    }

    /// Payload type of comfort noise at a clock rate, or -1.
    int noise(int clockRate) {
        return beside(NOISE, clockRate);
    }

    private int beside(String encoding, int clockRate) {
        return beside.stream().filter(format -> format.encoding().equals(encoding) && format.clockRate() == clockRate)
            .mapToInt(AudioFormat::payloadType).findFirst().orElse(-1);
    }
}
