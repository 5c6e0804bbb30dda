package org.tipring.media.codec;

/// A way to put sound into RTP, as SDP names it (RFC 3551 section 6, RFC 8866 section 6.6).
///
/// @param encoding the encoding name in upper case: `PCMU`, `PCMA`, `G722`, `L16`, `OPUS`
/// @param payloadType 0..127, as negotiated
/// @param clockRate RTP timestamp units a second; not always the samples': G.722 counts 8000 of 16,000 (RFC 3551 section 4.5.2)
/// @param parameters what `a=fmtp` says, as it stands there; empty when there is none
public record AudioFormat(String encoding, int payloadType, int clockRate, String parameters) {

    public static final AudioFormat PCMU = new AudioFormat("PCMU", 0, 8000);
    public static final AudioFormat PCMA = new AudioFormat("PCMA", 8, 8000);
    public static final AudioFormat G722 = new AudioFormat("G722", 9, 8000);
    /// Payload types of our own choice from here on: what we offer.
    public static final AudioFormat L16 = new AudioFormat("L16", 98, 8000);
    public static final AudioFormat L16_WIDE = new AudioFormat("L16", 99, 16_000);
    /// The clock of Opus is always 48 kHz (RFC 7587 section 4.1). In-band error correction does no harm to us and helps a peer behind us.
    public static final AudioFormat OPUS = new AudioFormat("OPUS", 107, 48_000, "useinbandfec=1");

    public AudioFormat {
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("payload type out of 0..127: " + payloadType);
        }
        if (clockRate <= 0) {
            throw new IllegalArgumentException("clock rate must be positive: " + clockRate);
        }
    }

    public AudioFormat(String encoding, int payloadType, int clockRate) {
        this(encoding, payloadType, clockRate, "");
    }

    /// Whether both carry the same bytes, whatever payload type they were given.
    public boolean isSameCodec(AudioFormat other) {
        return encoding.equals(other.encoding) && clockRate == other.clockRate;
    }
}
