package org.tipring.media.codec;

/// G.722 at 64 kbit/s: 7 kHz of sound at 16,000 samples a second, bit-exact to ITU-T G.722. One instance encodes or decodes one stream.
///
/// Here `samples` are at 16 kHz, an even number of them. RTP counts 8000 a second all the same, by a mistake that RFC 3551 section 4.5.2
/// made law: 20 ms are 320 samples, 160 bytes and 160 timestamp units. Inside the gateway all is 8 kHz: [NarrowBand].
public final class G722 implements Codec {

    private final AudioFormat format;
    private final G722Coder coder = new G722Coder();
    /// The last 24 samples of the filter that splits or joins the bands, twice, so that a window of them is always in one piece.
    private final int[] history = new int[48];
    private int at;

    public G722() {
        this(AudioFormat.G722);
    }

    /// @param format `G722`, with whatever payload type was negotiated
    public G722(AudioFormat format) {
        this.format = format;
    }

    @Override
    public AudioFormat format() {
        return format;
    }

    @Override
    public int rate() {
        return 16_000;
    }

    @Override
    public int encode(short[] pcm, int offset, int samples, byte[] payload, int payloadOffset) {
        for (int i = 0; i < samples / 2; i++) {
            push(pcm[offset + 2 * i], pcm[offset + 2 * i + 1]);
            int even = 0;
            int odd = 0;
            for (int k = 0; k < 12; k++) {
                even += history[at + 2 * k] * QMF[k];
                odd += history[at + 2 * k + 1] * QMF[11 - k];
            }
            payload[payloadOffset + i] = (byte) coder.encode(band(even + odd), band(odd - even));
        }
        return samples / 2;
    }

    @Override
    public int decode(byte[] payload, int payloadOffset, int length, short[] pcm, int offset) {
        for (int i = 0; i < length; i++) {
            coder.decode(payload[payloadOffset + i] & 0xFF, 1);
            join(coder.lowOut, coder.highOut, pcm, offset + 2 * i);
        }
        return 2 * length;
    }

    private void join(int low, int high, short[] pcm, int offset) {
        push(low - high, low + high);
        int first = 0;
        int second = 0;
        for (int k = 0; k < 12; k++) {
            first += history[at + 2 * k] * QMF[11 - k];
            second += history[at + 2 * k + 1] * QMF[k];
        }
        pcm[offset] = (short) G722Band.saturate(first >> 11);
        pcm[offset + 1] = (short) G722Band.saturate(second >> 11);
    }

    private void push(int a, int b) {
        history[at] = history[at + 24] = a;
        history[at + 1] = history[at + 25] = b;
        at = at == 22 ? 0 : at + 2;
    }

    /// The gain of 4096 of the filter, the sum of its two halves, and the 15 bits that the coder wants.
    private static int band(int sum) {
        return Math.clamp(sum >> 14, -16384, 16383);
    }

    /// Table 11: one half of the symmetric filter of 24 coefficients, every second one.
    private static final int[] QMF = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};
}
