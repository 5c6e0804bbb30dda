package org.tipring.tdm.modem;

/// The bytes that follow a DLE in a modem's voice stream (ITU-T V.253 tables 16 and 17; Conexant 102752C tables 5-1, 5-2).
public final class Dle {

    public static final byte DLE = 0x10;
    public static final byte ETX = 0x03;
    /// Stands for two samples of 0x10; from the modem only.
    public static final byte SUB = 0x1A;

    public static final char LEAVE_DUPLEX = '^';
    public static final char ABORT = '!';

    public static final char UNDERRUN = 'u';
    public static final char OVERRUN = 'o';
    /// A report in several lines, up to DLE and `.` (V.253 "complex event").
    public static final char REPORT_STARTS = 'X';
    public static final char DTMF_STARTS = '/';
    public static final char DTMF_ENDS = '~';

    private Dle() {
    }
}
