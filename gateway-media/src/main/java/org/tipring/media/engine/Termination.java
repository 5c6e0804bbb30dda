package org.tipring.media.engine;

import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.AudioEndpoint;

/// One end of a bridge (H.248's word).
public sealed interface Termination {

    /// An RTP stream pair, opened before by [MediaLoop#openRtp].
    record Rtp(long rtpId) implements Termination { }

    /// A telephone line.
    ///
    /// @param name the line's name, for events
    /// @param plan the tones of the exchange behind it, to listen for
    /// @param cancelsEcho false only to hear what the line itself gives back, when something is to be found out
    record Line(String name, AudioEndpoint audio, TonePlan plan, boolean cancelsEcho) implements Termination {

        public Line(String name, AudioEndpoint audio, TonePlan plan) {
            this(name, audio, plan, true);
        }
    }
}
