package org.tipring.media.codec;

/// The codecs that Tipring speaks, by what SDP calls them.
public final class Codecs {

    private Codecs() {
    }

    /// Whether [#of] has an answer: offer/answer leaves out what has none.
    public static boolean knows(AudioFormat format) {
        return format.clockRate() == 8000 && switch (format.encoding()) {
            case "PCMU", "PCMA" -> true;
            default -> false;
        };
    }

    /// @return a new codec, for one direction of one stream
    public static Codec of(AudioFormat format) {
        if (!knows(format)) {
            throw new IllegalArgumentException("no codec for " + format.encoding() + "/" + format.clockRate());
        }
        return format.encoding().equals("PCMU") ? new ULaw(format) : new ALaw(format);
    }
}
