package org.tipring.media.rtp;

import java.util.Optional;

/// The VoIP metrics block of RTCP XR (RFC 3611 section 4.7): how one end hears the other. Rates are in 1/256, times in milliseconds; 127
/// stands for "unknown" in levels, ratings and scores (MOS in tenths).
///
/// @param ssrc the stream that is reported about
/// @param lossRate packets lost, of all expected
/// @param discardRate packets that came but too late or too early to play
/// @param burstDensity losses and discards within bursts
/// @param gapDensity the same between bursts
/// @param signalDbm0 level of speech; the block carries it as a signed byte
/// @param noiseDbm0 level of the pauses
/// @param residualEchoReturnLoss ERL plus ERLE towards the other end, dB
/// @param gapMinimum how many good packets end a burst, customarily 16
/// @param rating R of the E-model, 0 to 100
/// @param externalRating R of the part outside RTP
/// @param mosListening ten times MOS-LQ
/// @param mosConversation ten times MOS-CQ
/// @param receiverConfiguration concealment and jitter buffer: section 4.7.6
public record VoipMetrics(int ssrc, int lossRate, int discardRate, int burstDensity, int gapDensity, int burstMillis, int gapMillis,
        int roundTripMillis, int endSystemMillis, int signalDbm0, int noiseDbm0, int residualEchoReturnLoss, int gapMinimum, int rating,
        int externalRating, int mosListening, int mosConversation, int receiverConfiguration, int jitterBufferNominalMillis,
        int jitterBufferMaximumMillis, int jitterBufferLimitMillis) {

    public static final int UNKNOWN = 127;
    /// RTCP packet type of extended reports.
    public static final int PACKET_TYPE = 207;
    /// Bytes of an XR packet with this block alone.
    public static final int PACKET_LENGTH = 44;

    /// Writes an XR packet with this block alone, to be appended to a compound packet.
    ///
    /// @param reporter our own SSRC
    /// @return its length
    public int write(int reporter, byte[] out, int offset) {
        out[offset] = (byte) 0x80;
        out[offset + 1] = (byte) PACKET_TYPE;
        int16(PACKET_LENGTH / 4 - 1, out, offset + 2);
        int32(reporter, out, offset + 4);
        int at = offset + 8;
        out[at] = BLOCK_TYPE;
        out[at + 1] = 0;
        int16(BLOCK_LENGTH / 4 - 1, out, at + 2);
        int32(ssrc, out, at + 4);
        bytes(out, at + 8, lossRate, discardRate, burstDensity, gapDensity);
        int16(burstMillis, out, at + 12);
        int16(gapMillis, out, at + 14);
        int16(roundTripMillis, out, at + 16);
        int16(endSystemMillis, out, at + 18);
        out[at + 20] = (byte) Math.clamp(signalDbm0, -128, 127);
        out[at + 21] = (byte) Math.clamp(noiseDbm0, -128, 127);
        bytes(out, at + 22, residualEchoReturnLoss, gapMinimum, rating, externalRating, mosListening, mosConversation,
                receiverConfiguration, 0);
        int16(jitterBufferNominalMillis, out, at + 30);
        int16(jitterBufferMaximumMillis, out, at + 32);
        int16(jitterBufferLimitMillis, out, at + 34);
        return PACKET_LENGTH;
    }

    /// The first VoIP metrics block of one XR packet; other blocks are passed over.
    ///
    /// @param length of this packet, as its header says and the datagram has
    /// @return empty where there is none, or the packet is not sound
    public static Optional<VoipMetrics> parse(byte[] packet, int offset, int length) {
        if (length < 8 || (packet[offset] & 0xC0) != 0x80 || (packet[offset + 1] & 0xFF) != PACKET_TYPE) {
            return Optional.empty();
        }
        int at = offset + 8;
        int end = offset + length;
        while (end - at >= 4) {
            int blockLength = 4 * (int16(packet, at + 2) + 1);
            if (blockLength > end - at) {
                return Optional.empty();
            }
            if (packet[at] == BLOCK_TYPE && blockLength == BLOCK_LENGTH) {
                return Optional.of(read(packet, at));
            }
            at += blockLength;
        }
        return Optional.empty();
    }

    private static VoipMetrics read(byte[] b, int at) {
        return new VoipMetrics(int16(b, at + 4) << 16 | int16(b, at + 6), b[at + 8] & 0xFF, b[at + 9] & 0xFF, b[at + 10] & 0xFF,
                b[at + 11] & 0xFF, int16(b, at + 12), int16(b, at + 14), int16(b, at + 16), int16(b, at + 18), b[at + 20], b[at + 21],
                b[at + 22] & 0xFF, b[at + 23] & 0xFF, b[at + 24] & 0xFF, b[at + 25] & 0xFF, b[at + 26] & 0xFF, b[at + 27] & 0xFF,
                b[at + 28] & 0xFF, int16(b, at + 30), int16(b, at + 32), int16(b, at + 34));
    }

    private static void bytes(byte[] out, int at, int... values) {
        for (int i = 0; i < values.length; i++) {
            out[at + i] = (byte) Math.clamp(values[i], 0, 255);
        }
    }

    private static int int16(byte[] b, int at) {
        return (b[at] & 0xFF) << 8 | b[at + 1] & 0xFF;
    }

    private static void int16(int value, byte[] out, int at) {
        int bounded = Math.clamp(value, 0, 0xFFFF);
        out[at] = (byte) (bounded >> 8);
        out[at + 1] = (byte) bounded;
    }

    private static void int32(int value, byte[] out, int at) {
        int16(value >>> 16, out, at);
        int16(value & 0xFFFF, out, at + 2);
    }

    private static final int BLOCK_TYPE = 7;
    private static final int BLOCK_LENGTH = 36;
}
