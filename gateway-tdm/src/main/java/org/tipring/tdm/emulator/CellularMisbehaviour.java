package org.tipring.tdm.emulator;

import java.util.Set;

/// What real cellular modules do wrong, each as a switch. Every one was seen in the field by somebody.
public enum CellularMisbehaviour {

    // Any module

    /// Reports come between an answer's information and its OK.
    URC_IN_ANSWER,
    /// The clock of the speech codec runs 0.23 % fast.
    FAST_CLOCK,
    /// Reads end anywhere, in the middle of a sample, too.
    SHORT_READS,
    /// When the sound begins, 300 ms of the call before come at once.
    STALE_AUDIO,
    /// The sound of a call ceases in its middle until it is switched on again.
    AUDIO_STALL,
    /// The end of a call is not reported: `NO CARRIER`, `^CEND` and the like are lost.
    END_LOST,
    /// The answer is not reported.
    ANSWER_LOST,
    /// Nobody hears what we say.
    SILENT_UPLINK,

    // Huawei

    /// `^RSSI`, `^BOOT`, `^MODE`, `^SRVST`, and `+CMTI: "SM",-1`.
    NOISE,
    /// Lines end in CR CR LF.
    DOUBLE_CR,
    /// `^CEND` without its cause.
    SHORT_CEND,
    /// Data-only firmware: `AT^CVOICE?` is refused.
    NO_VOICE,
    /// What it does not know it answers with `COMMAND NOT SUPPORT`.
    COMMAND_NOT_SUPPORT,

    // Quectel

    /// `+CLIP` comes before the first `RING`.
    CLIP_BEFORE_RING,
    /// `+QPCMV: 0,0` and `1,0` tell to stop and to go on sending.
    FLOW_CONTROL,
    /// Positions of its satellite receiver in the middle of the sound, as text.
    NMEA_IN_SOUND,

    // SIMCom

    /// `+CPCMREG=1` is refused for some seconds after the beginning of a call.
    SOUND_LATE,
    /// From the second call on the sound is refused at first and stutters, until `AT+CRESET`.
    TIRES,
    /// `VOICE CALL:END:`, without a blank, and more than once.
    ODD_END;

    /// Those that this module was seen with.
    public boolean fits(CellularProfile profile) {
        return switch (this) {
            case NOISE, DOUBLE_CR, SHORT_CEND, NO_VOICE, COMMAND_NOT_SUPPORT -> profile == CellularProfile.HUAWEI;
            case CLIP_BEFORE_RING, FLOW_CONTROL, NMEA_IN_SOUND -> profile == CellularProfile.QUECTEL;
            case SOUND_LATE, TIRES, ODD_END -> profile == CellularProfile.SIMCOM;
            case URC_IN_ANSWER, FAST_CLOCK, SHORT_READS, STALE_AUDIO, AUDIO_STALL, END_LOST, ANSWER_LOST, SILENT_UPLINK -> true;
        };
    }

    /// Those that make a module useless for calls, whatever its driver does.
    public static final Set<CellularMisbehaviour> INCURABLE = Set.of(NO_VOICE);
}
