package org.tipring.tdm.modem;

/// What an operator may say about a voice modem and the line behind it.
///
/// @param country ISO 3166: the modem's own ring and tone detectors, and its line impedance, follow it
/// @param transmitGain `+VGT`, 0..255; 128 is too quiet for some far ends, 200 clips
/// @param loopSignal what the modem's report "the loop current was interrupted" stands for on this line
public record VoiceModemSettings(String country, int transmitGain, LoopSignal loopSignal) {

    /// A modem has one code for two things; only who knows the exchange can tell them apart.
    public enum LoopSignal {
        /// The exchange opens the loop when the far end hangs up (calling party control).
        LOOP_BREAK,
        /// The exchange turns tip and ring round at the answer, and back at the end.
        POLARITY
    }

    public static final VoiceModemSettings DEFAULT = new VoiceModemSettings("US", 160, LoopSignal.LOOP_BREAK);

    public VoiceModemSettings {
        if (CountryOfInstallation.code(country) == null) {
            throw new IllegalArgumentException("no voice modem knows the country " + country + "; known are "
                    + CountryOfInstallation.known());
        }
        if (transmitGain < 0 || transmitGain > 255) {
            throw new IllegalArgumentException("transmit gain is 0..255: " + transmitGain);
        }
    }
}
