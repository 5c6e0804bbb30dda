package org.tipring.signaling.call;

import java.time.Instant;

/// A call in progress as an operator sees it.
///
/// @param state `routing`, `trying`, `talking`, `over`
/// @param answered null before the answer
/// @param sound how its legs over RTP sound, as opinion scores (ITU-T G.107): received and sent, for each leg; empty when not known yet
/// @param codecs of each RTP leg, the caller's first: `PCMA, OPUS`; empty where there is none yet
public record CallStatus(String id, String from, String caller, String called, String to, String state, Instant started,
                         Instant answered, String sound, String codecs) {

    public CallStatus(String id, String from, String caller, String called, String to, String state, Instant started, Instant answered) {
        this(id, from, caller, called, to, state, started, answered, "", "");
    }

    public CallStatus withSound(String text) {
        return new CallStatus(id, from, caller, called, to, state, started, answered, text, codecs);
    }

    public CallStatus withCodecs(String names) {
        return new CallStatus(id, from, caller, called, to, state, started, answered, sound, names);
    }
}
