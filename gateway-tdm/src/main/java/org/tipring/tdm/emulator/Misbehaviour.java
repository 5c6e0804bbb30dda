package org.tipring.tdm.emulator;

/// What real voice modems do wrong, each as a switch. Every one was seen in the field by somebody.
public enum Misbehaviour {
    /// `<DLE><CAN>` does not even clear the transmit buffer.
    CAN_IGNORED,
    /// A voice stream ends by nothing but a DTR drop.
    STUCK_STREAM,
    /// After [ModemSettings#wedgeAfter] streams the modem is deaf and dumb, DTR included, and keeps its hook as it was, until it is replugged.
    WEDGED,
    /// `+VCID` falls back to 0 with every change of `+FCLASS`.
    VCID_FORGOTTEN,
    /// Answers carry their command's name: `+GCI: B5` instead of `B5`.
    PREFIX,
    /// `VCON` where others say `CONNECT`.
    VCON_INSTEAD_OF_CONNECT,
    /// The codec runs 0.23 % fast: 8018 samples a second.
    FAST_CLOCK,
    /// DTMF from the line is reported as bare `<DLE>5`, without `<DLE>/` and `<DLE>~`.
    NO_SHIELD_DTMF,
    /// DTMF digits inside the shield come without their own DLE.
    BARE_DIGITS_IN_SHIELD,
    /// `+VLS=1` during a ring burst takes effect only when the burst is over.
    LATE_OFF_HOOK,
    /// Caller ID lines carry bytes above 0x7F, and TIME is missing.
    CID_NOISE,
    /// `NMBR=5551234` where Conexant writes `NMBR = 5551234`, and `PRIVATE` for a withheld number.
    CID_WITHOUT_BLANKS,
    /// Speech is taken for dial tone (`<DLE>d`) and pauses for silence (`<DLE>s`), now and then.
    SPURIOUS_DIALTONE,
    /// The codec list of the printed manual, which has no mu-law.
    VSM_VARIANT,
    /// `+FCLASS=8` is refused: old USRobotics firmware.
    VOICE_ERROR,
    /// Dial tone is never reported.
    NO_DIAL_TONE_REPORT,
    /// The sound contains 0x10 0x03, which is `<DLE><DLE><ETX>` on the wire and must not be taken for the stream's end.
    DLE_ETX_IN_SOUND,
    /// A report of caller identity (`<DLE>X ... <DLE>.`) comes in the middle of a stream.
    REPORT_IN_STREAM,
    /// For a second and a half after the port was opened another program talks to the modem and takes bytes away: ModemManager.
    MODEM_MANAGER,
    /// `NO DIALTONE` where Conexant writes `NO DIAL TONE`.
    NO_DIALTONE_SPELLING
}
