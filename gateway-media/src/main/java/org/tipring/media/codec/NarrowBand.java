package org.tipring.media.codec;

/// A codec of 16 kHz for the inside of the gateway, which is 8 kHz: its sound is resampled. Towards a telephone line nothing is lost by that.
public final class NarrowBand implements Codec {

    private static final int BLOCK = 160;

    private final Codec wide;
    private final HalfBand resampler = new HalfBand();
    private final short[] block = new short[2 * BLOCK];
    /// Payload bytes of [#BLOCK] samples at 8 kHz.
    private final int blockBytes;

    /// @param wide one that can be cut anywhere: G.722, L16
    public NarrowBand(Codec wide) {
        this.wide = wide;
        this.blockBytes = wide.format().encoding().equals("G722") ? BLOCK : 4 * BLOCK;
    }

    @Override
    public AudioFormat format() {
        return wide.format();
    }

    @Override
    public int rate() {
        return wide.rate() / 2;
    }

    @Override
    public int encode(short[] pcm, int offset, int samples, byte[] payload, int payloadOffset) {
        int written = 0;
        for (int done = 0; done < samples; done += BLOCK) {
            int count = Math.min(BLOCK, samples - done);
            resampler.up(pcm, offset + done, count, block, 0);
            written += wide.encode(block, 0, 2 * count, payload, payloadOffset + written);
        }
        return written;
    }

    @Override
    public int decode(byte[] payload, int payloadOffset, int length, short[] pcm, int offset) {
        int written = 0;
        for (int done = 0; done < length; done += blockBytes) {
            int count = wide.decode(payload, payloadOffset + done, Math.min(blockBytes, length - done), block, 0) & ~1;
            resampler.down(block, 0, count, pcm, offset + written);
            written += count / 2;
        }
        return written;
    }
}
