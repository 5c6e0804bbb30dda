package org.tipring.signaling.sdp;

import java.util.List;

/// A whole session description as far as an answer needs it: the one audio stream we can take, and every media line in its place,
/// because an answer has to have as many (RFC 3264 section 6).
///
/// @param audio the `m=audio` over RTP that suits us best
/// @param audioIndex its place in `media`
/// @param media every `m=` line in order
public record SessionDescription(AudioDescription audio, int audioIndex, List<MediaLine> media) {

    public SessionDescription {
        media = List.copyOf(media);
    }

    /// @param kind `audio`, `video`, ...
    /// @param formats as written, separated by spaces
    public record MediaLine(String kind, int port, String protocol, String formats) { }
}
