package org.tipring.media.codec;

/// Linear samples to payload bytes and back. Stateless for G.711; otherwise one instance for each direction of a stream.
/// Never allocates, but for [Opus]. Owned by the media thread.
public interface Codec {

    AudioFormat format();

    /// Samples a second on the linear side: 8000 or 16,000.
    int rate();

    /// @return payload bytes written
    int encode(short[] pcm, int offset, int samples, byte[] payload, int payloadOffset);

    /// @return samples written; 0 for what cannot be decoded
    int decode(byte[] payload, int payloadOffset, int length, short[] pcm, int offset);

    /// So many samples have not come and never will: a decoder whose state must follow the sender's goes on by itself.
    default void lost(int samples) {
    }
}
