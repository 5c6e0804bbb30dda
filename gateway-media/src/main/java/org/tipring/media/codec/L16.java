package org.tipring.media.codec;

/// Linear samples, 16 bits, in network byte order (RFC 3551 section 4.5.11). Mono.
public final class L16 implements Codec {

    private final AudioFormat format;

    /// @param format `L16` with the clock rate of the samples
    public L16(AudioFormat format) {
        this.format = format;
    }

    @Override
    public AudioFormat format() {
        return format;
    }

    @Override
    public int rate() {
        return format.clockRate();
    }

    @Override
    public int encode(short[] pcm, int offset, int samples, byte[] payload, int payloadOffset) {
        for (int i = 0; i < samples; i++) {
            payload[payloadOffset + 2 * i] = (byte) (pcm[offset + i] >> 8);
            payload[payloadOffset + 2 * i + 1] = (byte) pcm[offset + i];
        }
        return 2 * samples;
    }

    /// An odd byte at the end is left out.
    @Override
    public int decode(byte[] payload, int payloadOffset, int length, short[] pcm, int offset) {
        int samples = length / 2;
        for (int i = 0; i < samples; i++) {
            pcm[offset + i] = (short) (payload[payloadOffset + 2 * i] << 8 | payload[payloadOffset + 2 * i + 1] & 0xFF);
        }
        return samples;
    }
}
