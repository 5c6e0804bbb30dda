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
    /// @param keys how keys are played to it
    record Line(String name, AudioEndpoint audio, TonePlan plan, boolean cancelsEcho, KeyTimes keys) implements Termination {

        public Line(String name, AudioEndpoint audio, TonePlan plan) {
            this(name, audio, plan, true);
        }

        public Line(String name, AudioEndpoint audio, TonePlan plan, boolean cancelsEcho) {
            this(name, audio, plan, cancelsEcho, KeyTimes.GENEROUS);
        }
    }

    /// How long a key sounds on a line, and the pause after it. A key that is held for longer sounds for as long.
    record KeyTimes(int onMillis, int offMillis) {

        /// For every exchange (ITU-T Q.24 asks for 40 ms of each), and still five keys a second.
        public static final KeyTimes GENEROUS = new KeyTimes(100, 100);

        public KeyTimes {
            if (onMillis < 40 || offMillis < 40) {
                throw new IllegalArgumentException("keys need 40 ms of sound and of silence (ITU-T Q.24): " + onMillis + ", " + offMillis);
            }
        }
    }
}
