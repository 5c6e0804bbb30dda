package org.tipring.media.codec;

/// How much sound a payload holds, in ticks of its format's RTP clock. One for each format; pure.
public final class PayloadTime {

    private static final int OPUS_LONGEST = 5760;
    /// Ticks of a frame by the last bits of the configuration (RFC 6716 section 3.1, table 2).
    private static final int[] SILK = {480, 960, 1920, 2880};
    private static final int[] HYBRID = {480, 960};
    private static final int[] CELT = {120, 240, 480, 960};

    private final boolean opus;
    private final int bytesPerTick;

    public PayloadTime(AudioFormat format) {
        opus = format.encoding().equals("OPUS");
        bytesPerTick = format.encoding().equals("L16") ? 2 : 1;
    }

    /// @return 0 when the payload holds none, or contradicts itself
    public int ticks(byte[] data, int offset, int length) {
        return opus ? opus(data, offset, length) : length / bytesPerTick;
    }

    /// Whether the payload can be cut anywhere: so many bytes are a tick; 0 when it cannot.
    public int bytesPerTick() {
        return opus ? 0 : bytesPerTick;
    }

    /// RFC 6716 section 3.1 and 3.2.
    private static int opus(byte[] data, int offset, int length) {
        if (length < 1) {
            return 0;
        }
        int configuration = (data[offset] & 0xFF) >> 3;
        int frame = configuration < 12 ? SILK[configuration & 3] : configuration < 16 ? HYBRID[configuration & 1] : CELT[configuration & 3];
        int frames = switch (data[offset] & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> length < 2 ? 0 : data[offset + 1] & 0x3F;
        };
        int ticks = frame * frames;
        return ticks > OPUS_LONGEST ? 0 : ticks;
    }
}
