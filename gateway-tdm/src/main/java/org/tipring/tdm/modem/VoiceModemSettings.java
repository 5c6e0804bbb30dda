package org.tipring.tdm.modem;

import java.time.Duration;

/// What an operator may say about a voice modem and the line behind it.
///
/// @param country ISO 3166: the modem's own ring and tone detectors, its pulses and its line impedance follow it
/// @param transmitGain `+VGT`, 0..255; 128 is too quiet for some far ends, 200 clips
/// @param loopSignal what the modem's report "the loop current was interrupted" stands for on this line
/// @param dialling what the exchange understands
/// @param pause what a comma in a number stands for; modems count it in whole seconds while they dial pulses
/// @param flash how long the loop is open for a hook flash
public record VoiceModemSettings(String country, int transmitGain, LoopSignal loopSignal, Dialling dialling, Duration pause, Duration flash) {

    /// A modem has one code for two things; only who knows the exchange can tell them apart.
    public enum LoopSignal {
        /// The exchange opens the loop when the far end hangs up (calling party control).
        LOOP_BREAK,
        /// The exchange turns tip and ring round at the answer, and back at the end.
        POLARITY
    }

    public enum Dialling {
        /// DTMF.
        TONE,
        /// A dial's pulses, for old exchanges. What no dial has (`* # A-D`) and all that follows goes as tones.
        PULSE
    }

    public static final VoiceModemSettings DEFAULT = new VoiceModemSettings("US", 160, LoopSignal.LOOP_BREAK);

    public VoiceModemSettings {
        if (transmitGain < 0 || transmitGain > 255) {
            throw new IllegalArgumentException("transmit gain is 0..255: " + transmitGain);
        }
        if (pause.toMillis() < 100 || pause.toSeconds() > 60) {
            throw new IllegalArgumentException("a pause in a number is 100 ms to 60 s: " + pause);
        }
        if (flash.toMillis() < 50 || flash.toMillis() > 2_000) {
            throw new IllegalArgumentException("a hook flash is 50 ms to 2 s: " + flash);
        }
    }

    /// Tones, pauses of 2 s, and a flash as in North America.
    public VoiceModemSettings(String country, int transmitGain, LoopSignal loopSignal) {
        this(country, transmitGain, loopSignal, Dialling.TONE, Duration.ofSeconds(2), Duration.ofMillis(600));
    }

    public VoiceModemSettings with(Dialling newDialling, Duration newPause, Duration newFlash) {
        return new VoiceModemSettings(country, transmitGain, loopSignal, newDialling, newPause, newFlash);
    }
}
