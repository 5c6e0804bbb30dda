package org.tipring.media.codec;

/// Linear samples to payload bytes and back. Stateless for G.711; otherwise one instance for each direction of a stream.
/// Never allocates. Owned by the media thread.
public interface Codec {

    AudioFormat format();

    /// @return payload bytes written
    int encode(short[] pcm, int offset, int samples, byte[] payload, int payloadOffset);

    /// @return samples written
    int decode(byte[] payload, int payloadOffset, int length, short[] pcm, int offset);
}
