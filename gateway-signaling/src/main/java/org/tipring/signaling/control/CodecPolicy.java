package org.tipring.signaling.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tipring.media.codec.AudioFormat;

/// Which codecs are spoken with somebody.
///
/// @param codecs what we offer and accept, in order of preference; never empty
/// @param suppressSilence whether pauses are comfort noise instead of sound, where the other side takes that
public record CodecPolicy(List<AudioFormat> codecs, boolean suppressSilence) {

    public CodecPolicy {
        codecs = List.copyOf(codecs);
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException("no codec");
        }
    }

    /// The policies of all who can be called or call.
    ///
    /// @param usual for whom the others do not name
    public record Book(CodecPolicy usual, Map<String, CodecPolicy> phones, Map<String, CodecPolicy> trunks) {

        public Book {
            phones = Map.copyOf(phones);
            trunks = Map.copyOf(trunks);
        }

        CodecPolicy phone(String name) {
            return phones.getOrDefault(name, usual);
        }

        CodecPolicy trunk(String name) {
            return trunks.getOrDefault(name, usual);
        }
    }

    /// For who talks to a line, or to nobody but us: a line's sound is G.711's, and whatever is better is worth nothing there.
    List<AudioFormat> towardsLine() {
        List<AudioFormat> order = new ArrayList<>(laws());
        codecs.stream().filter(format -> !isLaw(format)).forEach(order::add);
        return order;
    }

    /// For who talks to somebody who speaks `codec`: that first, because then nothing has to be transcoded.
    List<AudioFormat> towards(AudioFormat codec) {
        return towards(List.of(codec));
    }

    /// For who is to be called by somebody who speaks these, the likeliest first: first what both can, then what would have to be transcoded.
    List<AudioFormat> towards(List<AudioFormat> spoken) {
        List<AudioFormat> order = new ArrayList<>();
        for (AudioFormat format : spoken) {
            codecs.stream().filter(format::isSameCodec).filter(own -> !order.contains(own)).forEach(order::add);
        }
        codecs.stream().filter(own -> !order.contains(own)).forEach(order::add);
        return order;
    }

    /// For a clear channel, which carries bytes rather than sound: A-law and mu-law, also where the policy has neither.
    List<AudioFormat> clear() {
        List<AudioFormat> laws = laws();
        return laws.isEmpty() ? List.of(AudioFormat.PCMU, AudioFormat.PCMA) : laws;
    }

    private List<AudioFormat> laws() {
        return codecs.stream().filter(CodecPolicy::isLaw).toList();
    }

    private static boolean isLaw(AudioFormat format) {
        return format.isSameCodec(AudioFormat.PCMA) || format.isSameCodec(AudioFormat.PCMU);
    }
}
