package org.tipring.tdm.modem;

/// What a modem says of the line behind a DLE, besides sound (V.253 table 16, Conexant 102752C table 5-2, US Robotics, and the makers that vgetty
/// knows), and what is made of it. Nothing is passed over in silence: each is counted.
public enum ModemReport {

    RING("R", "it rings: a caller is met where the line is being seized"),
    DIAL_TONE("di", "dial tone: right after off-hook it is believed; later the gateway's own ear decides, for voices are taken for it"),
    LOOP("l", "the loop was interrupted, or polarity reversed: as the line's 'answer when' says"),
    POLARITY("L", "polarity reversed, of the makers that tell it apart"),
    VOLTAGE_DOWN("P", "the voltage fell: the far end has released, or another telephone was lifted; during a call taken for the release"),
    UNDERRUN("u", "the modem ran out of sound: it gets more in advance"),
    OVERRUN("oY", "the modem lost sound, because nobody fetched it"),
    CALLER_ID("X.", "a report in lines follows: the caller's identity is taken from it"),
    KEY("/0123456789ABCD*#~", "a key on the line: the gateway hears keys in the sound itself, also while the modem is deaf from what it plays"),
    BUSY("bK", "busy tone: not believed, the gateway's own ear knows frequency and cadence"),
    RINGBACK("r", "ringback: as busy tone"),
    INFORMATION_TONE("J", "special information tone: as busy tone"),
    SILENCE("sq", "silence: pauses of a talk are told likewise; 'silence' of the line is the gateway's own watch"),
    VOICE("vV", "a voice: the gateway's own ear decides on an answer"),
    FAX("cm", "a fax machine calls (1100 Hz): the gateway hears it itself, where sound is handled for fax"),
    ANSWER_TONE("aef", "a modem's or fax machine's tone (2100, 1300, 2225 Hz): as fax"),
    TEXT_TELEPHONE("t", "a text telephone: its sound passes as any other"),
    CALLER_WAITS("@w", "a second caller's alerting signal: 'waiting caller id' is the gateway's own ear"),
    HANDSET("hH", "a telephone on the modem's own jack was hung up or lifted: in a call no end of it, and of an idle line its voltage tells"),
    VOLTAGE_UP("p", "the voltage rose: another telephone was hung up; the voltage is asked for before each seizure"),
    PACING("QST", "pauses of the modem's own sound: what is sent follows what comes, whatever it says"),
    BONG("$", "a calling card's prompt: heard by who calls"),
    FORMAT("E", "the modem did not like the sound's form"),
    UNKNOWN("", "a code of no table");

    private final String codes;
    private final String meaning;

    ModemReport(String codes, String meaning) {
        this.codes = codes;
        this.meaning = meaning;
    }

    /// What it says, and what is made of it; for people.
    public String meaning() {
        return meaning;
    }

    /// @param code the byte behind the DLE
    public static ModemReport of(int code) {
        for (ModemReport report : values()) {
            if (report.codes.indexOf(code) >= 0) {
                return report;
            }
        }
        return UNKNOWN;
    }
}
