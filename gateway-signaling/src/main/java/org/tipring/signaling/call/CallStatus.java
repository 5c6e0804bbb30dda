package org.tipring.signaling.call;

import java.time.Instant;

/// A call in progress as an operator sees it.
///
/// @param state `routing`, `trying`, `talking`, `over`; of an analog telephone's calls also `held`, `waiting` (a second caller), `conference`,
///     `transferred` (the telephone has connected it to another call)
/// @param answered null before the answer
/// @param sound how its legs over RTP sound, as opinion scores (ITU-T G.107): received and sent, for each leg; empty when not known yet
/// @param codecs of each RTP leg, the caller's first: `PCMA, OPUS`; empty where there is none yet
public record CallStatus(String id, String from, String caller, String called, String to, String state, Instant started,
                         Instant answered, String sound, String codecs) {

    public CallStatus(String id, String from, String caller, String called, String to, String state, Instant started, Instant answered) {
        this(id, from, caller, called, to, state, started, answered, "", "");
    }

    /// @param word what more can be said of its state; empty: nothing
    public CallStatus withState(String word) {
        return word.isEmpty() ? this : new CallStatus(id, from, caller, called, to, word, started, answered, sound, codecs);
    }

    public CallStatus withSound(String text) {
        return new CallStatus(id, from, caller, called, to, state, started, answered, text, codecs);
    }

    public CallStatus withCodecs(String names) {
        return new CallStatus(id, from, caller, called, to, state, started, answered, sound, names);
    }
}
