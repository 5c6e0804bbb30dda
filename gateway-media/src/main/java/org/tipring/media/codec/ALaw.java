package org.tipring.media.codec;

/// G.711 A-law, `PCMA`: ITU-T G.711 table 1. The 13-bit values of the standard are the upper bits of our 16-bit samples.
public final class ALaw implements Codec {

    /// The code nearest to zero (A-law has no zero of its own), with the even bits inverted for the line.
    public static final byte SILENCE = (byte) 0xD5;

    private static final short[] DECODE = new short[256];
    /// By the upper 12 bits of a sample: sign and the 11 bits that the decision values of the standard look at.
    private static final byte[] ENCODE = new byte[1 << 12];

    static {
        for (int code = 0; code < 256; code++) {
            DECODE[code] = expand((byte) code);
        }
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample += 16) {
            ENCODE[(sample & 0xFFFF) >> 4] = compress((short) sample);
        }
    }

    private final AudioFormat format;

    public ALaw() {
        this(AudioFormat.PCMA);
    }

    /// @param format `PCMA`, with whatever payload type was negotiated
    public ALaw(AudioFormat format) {
        this.format = format;
    }

    public static short decode(byte code) {
        return DECODE[code & 0xFF];
    }

    public static byte encode(short sample) {
        return ENCODE[(sample & 0xFFFF) >> 4];
    }

    /// The A-law code nearest in sound to a mu-law code, without the way through linear samples.
    public static byte fromULaw(byte uLaw) {
        return FromULaw.TABLE[uLaw & 0xFF];
    }

    /// Turns a payload of mu-law into A-law; `from` and `into` may be the same array.
    public static void fromULaw(byte[] from, int offset, int length, byte[] into, int intoOffset) {
        byte[] table = FromULaw.TABLE;
        for (int i = 0; i < length; i++) {
            into[intoOffset + i] = table[from[offset + i] & 0xFF];
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
            payload[payloadOffset + i] = ENCODE[(pcm[offset + i] & 0xFFFF) >> 4];
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
        int magnitude = (sample < 0 ? ~sample : sample) / 16;
        int segment = Math.max(0, 28 - Integer.numberOfLeadingZeros(magnitude));
        int code = segment << 4 | magnitude >> Math.max(0, segment - 1) & 0xF;
        return (byte) ((code | (sample < 0 ? 0 : 0x80)) ^ EVEN_BITS);
    }

    private static short expand(byte code) {
        int bits = code ^ EVEN_BITS;
        int segment = bits >> 4 & 7;
        int steps = 2 * (bits & 0xF) + 1;
        int magnitude = segment == 0 ? steps : steps + 32 << segment - 1;
        return (short) ((bits & 0x80) == 0 ? -8 * magnitude : 8 * magnitude);
    }

    /// G.711 table 1, note 2: the even bits of a character signal are inverted.
    private static final int EVEN_BITS = 0x55;

    /// In a class of its own because the two laws need each other's finished tables.
    private static final class FromULaw {
        static final byte[] TABLE = new byte[256];

        static {
            for (int code = 0; code < 256; code++) {
                TABLE[code] = encode(ULaw.decode((byte) code));
            }
        }
    }
}
