package org.tipring.media.codec;

/// G.722 for the inside of the gateway, which is 8 kHz: its sound is resampled. Towards a telephone line nothing is lost by that.
public final class NarrowG722 implements Codec {

    private final G722 wide;
    private final HalfBand resampler = new HalfBand();
    private final short[] block = new short[320];

    public NarrowG722(AudioFormat format) {
        this.wide = new G722(format);
    }

    @Override
    public AudioFormat format() {
        return wide.format();
    }

    @Override
    public int encode(short[] pcm, int offset, int samples, byte[] payload, int payloadOffset) {
        for (int done = 0; done < samples; done += 160) {
            int count = Math.min(160, samples - done);
            resampler.up(pcm, offset + done, count, block, 0);
            wide.encode(block, 0, 2 * count, payload, payloadOffset + done);
        }
        return samples;
    }

    @Override
    public int decode(byte[] payload, int payloadOffset, int length, short[] pcm, int offset) {
        for (int done = 0; done < length; done += 160) {
            int count = Math.min(160, length - done);
            wide.decode(payload, payloadOffset + done, count, block, 0);
            resampler.down(block, 0, 2 * count, pcm, offset + done);
        }
        return length;
    }
}
