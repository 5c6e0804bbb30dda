package org.tipring.media.codec;

import java.util.List;

/// The codecs that Tipring speaks, by what SDP calls them.
///
/// | | clock | inside | payload | packets |
/// |---|---|---|---|---|
/// | PCMU, PCMA | 8000 | 8 kHz | a byte a sample | 10..60 ms |
/// | G722 | 8000 | 16 kHz | a byte for two samples, so a byte a tick of the clock | 10..60 ms |
/// | L16 | 8000, 16,000 | 8, 16 kHz | two bytes a sample | 10..60 ms; 10..40 at 16,000, so that none is longer than an Ethernet frame |
/// | OPUS | 48,000 | 16 kHz; the decoder also makes 8 kHz | as the encoder likes | 10, 20, 40, 60 ms |
public final class Codecs {

    /// What we can do, and under which payload type we offer it.
    public static final List<AudioFormat> ALL = List.of(AudioFormat.PCMU, AudioFormat.PCMA, AudioFormat.G722, AudioFormat.L16,
            AudioFormat.L16_WIDE, AudioFormat.OPUS);

    private static final int NARROW = 8000;
    private static final int WIDE = 16_000;

    private Codecs() {
    }

    /// Whether [#of] has an answer: offer/answer leaves out what has none.
    public static boolean knows(AudioFormat format) {
        return ALL.stream().anyMatch(format::isSameCodec);
    }

    /// Samples a second that a format is worth, as far as we go: 8000 or 16,000.
    public static int rate(AudioFormat format) {
        return switch (format.encoding()) {
            case "G722", "OPUS" -> WIDE;
            default -> format.clockRate();
        };
    }

    /// @return a new codec with 8 kHz on its linear side, for one direction of one stream
    public static Codec of(AudioFormat format) {
        return of(format, NARROW);
    }

    /// @param rate of the linear side: 8000, or 16,000 for a format that is worth it
    /// @return a new codec, for one direction of one stream
    public static Codec of(AudioFormat format, int rate) {
        if (!knows(format) || rate != NARROW && rate != rate(format)) {
            throw new IllegalArgumentException("no codec for " + format.encoding() + "/" + format.clockRate() + " at " + rate + " Hz");
        }
        if (format.encoding().equals("OPUS")) {
            return new Opus(format, rate);
        }
        return rate == rate(format) ? plain(format) : new NarrowBand(plain(format));
    }

    private static Codec plain(AudioFormat format) {
        return switch (format.encoding()) {
            case "PCMU" -> new ULaw(format);
            case "PCMA" -> new ALaw(format);
            case "G722" -> new G722(format);
            default -> new L16(format);
        };
    }

    /// How long packets of a format are when the peer would like `millis`, a multiple of 10 from 10 to 60: the longest that it allows.
    public static int packetMillis(AudioFormat format, int millis) {
        return switch (format.encoding()) {
            case "OPUS" -> millis == 30 || millis == 50 ? millis - 10 : millis;
            case "L16" -> format.clockRate() > NARROW ? Math.min(millis, 40) : millis;
            default -> millis;
        };
    }
}
