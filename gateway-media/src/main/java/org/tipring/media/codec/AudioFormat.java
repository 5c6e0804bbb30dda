package org.tipring.media.codec;

/// A way to put sound into RTP, as SDP names it (RFC 3551 section 6, RFC 8866 section 6.6).
///
/// @param encoding the encoding name in upper case: `PCMU`, `PCMA`
/// @param payloadType 0..127, as negotiated
/// @param clockRate RTP timestamp units a second
public record AudioFormat(String encoding, int payloadType, int clockRate) {

    public static final AudioFormat PCMU = new AudioFormat("PCMU", 0, 8000);
    public static final AudioFormat PCMA = new AudioFormat("PCMA", 8, 8000);

    public AudioFormat {
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("payload type out of 0..127: " + payloadType);
        }
        if (clockRate <= 0) {
            throw new IllegalArgumentException("clock rate must be positive: " + clockRate);
        }
    }
}
