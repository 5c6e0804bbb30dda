package org.tipring.media.engine;

import java.time.Duration;
import org.tipring.media.dsp.TonePlan;

/// What the media loop wants to know once.
///
/// @param silence how long a peer that should send may send nothing before [MediaEvent.RtpSilent] is reported, and again after
///                every further such time
/// @param minPlayoutDelay how long the jitter buffer holds back the first packet at least
/// @param maxPlayoutDelay what the jitter buffer never exceeds: older sound is thrown away
/// @param cname our canonical name in RTCP (RFC 3550 section 6.5.1, RFC 7022)
/// @param tones what [MediaCommand.PlayTone] sounds like
/// @param commandQueue how many commands may wait for the media thread
/// @param hearKeys whether keys are looked for in the sound of RTP peers that have no telephone-event, between two RTP peers
///                 ([BufferedRelay] says at what price)
/// @param holdSound what one side hears while the other holds the call and sends nothing itself
public record MediaSettings(Duration silence, Duration minPlayoutDelay, Duration maxPlayoutDelay, String cname, TonePlan tones,
                            int commandQueue, boolean hearKeys, HoldSound holdSound) {

    public static final MediaSettings DEFAULTS = new MediaSettings(
            Duration.ofSeconds(30), Duration.ZERO, Duration.ofMillis(200), "gateway@tipring.invalid", TonePlan.US, 1024);

    /// Keys are not looked for in the sound, and hold is silent.
    public MediaSettings(Duration silence, Duration minPlayoutDelay, Duration maxPlayoutDelay, String cname, TonePlan tones, int commandQueue) {
        this(silence, minPlayoutDelay, maxPlayoutDelay, cname, tones, commandQueue, false, HoldSound.SILENCE);
    }

    /// The same with another sound on hold.
    public MediaSettings withHoldSound(HoldSound sound) {
        return new MediaSettings(silence, minPlayoutDelay, maxPlayoutDelay, cname, tones, commandQueue, hearKeys, sound);
    }

    /// The same, but keys are looked for in the sound or not.
    public MediaSettings withHearKeys(boolean hear) {
        return new MediaSettings(silence, minPlayoutDelay, maxPlayoutDelay, cname, tones, commandQueue, hear, holdSound);
    }

    public MediaSettings {
        if (silence.isNegative() || silence.isZero()) {
            throw new IllegalArgumentException("the RTP silence time must be positive: " + silence);
        }
        if (minPlayoutDelay.isNegative() || minPlayoutDelay.compareTo(maxPlayoutDelay) > 0) {
            throw new IllegalArgumentException(
                    "jitter buffer delays must be 0 <= min <= max: " + minPlayoutDelay.toMillis() + " .. " + maxPlayoutDelay.toMillis() + " ms");
        }
        if (maxPlayoutDelay.compareTo(Duration.ofMillis(500)) > 0) {
            throw new IllegalArgumentException("a conversation does not bear a jitter buffer of more than 500 ms: " + maxPlayoutDelay.toMillis());
        }
        if (cname.isEmpty() || cname.length() > 255) {
            throw new IllegalArgumentException("an RTCP CNAME has 1..255 characters: " + cname);
        }
        if (commandQueue < 1) {
            throw new IllegalArgumentException("the command queue needs room: " + commandQueue);
        }
    }
}
