package org.tipring.media.codec;

/// G.711 mu-law, `PCMU`: ITU-T G.711 table 2. The 14-bit values of the standard are the upper bits of our 16-bit samples.
public final class ULaw implements Codec {

    /// The code of zero, with every bit inverted for the line.
    public static final byte SILENCE = (byte) 0xFF;

    private static final short[] DECODE = new short[256];
    /// By the upper 14 bits of a sample: the standard knows no finer ones, and a quarter of the table stays in the cache longer.
    private static final byte[] ENCODE = new byte[1 << 14];
    private static final byte[] FROM_A_LAW = new byte[256];

    static {
        for (int code = 0; code < 256; code++) {
            DECODE[code] = expand((byte) code);
        }
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample += 4) {
            ENCODE[(sample & 0xFFFF) >> 2] = compress((short) sample);
        }
        for (int code = 0; code < 256; code++) {
            FROM_A_LAW[code] = encode(ALaw.decode((byte) code));
        }
    }

    private final AudioFormat format;

    public ULaw() {
        this(AudioFormat.PCMU);
    }

    /// @param format `PCMU`, with whatever payload type was negotiated
    public ULaw(AudioFormat format) {
        this.format = format;
    }

    public static short decode(byte code) {
        return DECODE[code & 0xFF];
    }

    public static byte encode(short sample) {
        return ENCODE[(sample & 0xFFFF) >> 2];
    }

    /// The mu-law code nearest in sound to an A-law code, without the way through linear samples.
    public static byte fromALaw(byte aLaw) {
        return FROM_A_LAW[aLaw & 0xFF];
    }

    /// Turns a payload of A-law into mu-law; `from` and `into` may be the same array.
    public static void fromALaw(byte[] from, int offset, int length, byte[] into, int intoOffset) {
        for (int i = 0; i < length; i++) {
            into[intoOffset + i] = FROM_A_LAW[from[offset + i] & 0xFF];
        }
    }

    @Override
    public AudioFormat format() {
        return format;
    }

    @Override
    public int rate() {
        return 8000;
    }

    @Override
    public int encode(short[] pcm, int offset, int samples, byte[] payload, int payloadOffset) {
        for (int i = 0; i < samples; i++) {
            payload[payloadOffset + i] = ENCODE[(pcm[offset + i] & 0xFFFF) >> 2];
        }
        return samples;
    }

    @Override
    public int decode(byte[] payload, int payloadOffset, int length, short[] pcm, int offset) {
        for (int i = 0; i < length; i++) {
            pcm[offset + i] = DECODE[payload[payloadOffset + i] & 0xFF];
        }
        return length;
    }

    private static byte compress(short sample) {
        int magnitude = Math.min((sample < 0 ? ~sample : sample) / 4 + BIAS, 0x1FFF);
        int segment = 26 - Integer.numberOfLeadingZeros(magnitude);
        int code = segment << 4 | magnitude >> segment + 1 & 0xF;
        return (byte) (~code & 0x7F | (sample < 0 ? 0 : 0x80));
    }

    private static short expand(byte code) {
        int bits = ~code;
        int segment = bits >> 4 & 7;
        int magnitude = (2 * (bits & 0xF) + BIAS << segment) - BIAS;
        return (short) ((bits & 0x80) == 0 ? 4 * magnitude : -4 * magnitude);
    }

    /// What makes the segments powers of two (G.711 table 2: the first decision value is 1, not 0).
    private static final int BIAS = 33;
}
