package org.tipring.tdm.modem;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One thing said to a modem that it answers with a final result.
///
/// @param bytes a command line with its CR, or DLE codes
/// @param text the same for people and for recognising the echo
/// @param limitNanos how long the answer may take
/// @param tries how often it is said when no answer comes
public record AtCommand(byte[] bytes, String text, long limitNanos, int tries) {

    /// Conexant 102752C section 2.2 promises room for this many characters behind "AT".
    private static final int BODY_LENGTH = 50;
    private static final long SECOND = 1_000_000_000L;
    private static final long USUAL_LIMIT = 5 * SECOND;

    /// Ends whatever line is half typed in the modem. Not answered, or by an error that answers nothing.
    public static final AtCommand LINE_END = new AtCommand(new byte[] {'\r'}, "\r", 0, 1);

    /// A command line.
    public static AtCommand of(String line) {
        return of(line, USUAL_LIMIT, 1);
    }

    /// @param line printable ASCII, beginning with "AT"
    public static AtCommand of(String line, long limitNanos, int tries) {
        if (!line.matches("AT[\\x20-\\x7E]{0," + BODY_LENGTH + "}")) {
            throw new IllegalArgumentException("no command line for a modem: " + line);
        }
        return new AtCommand((line + "\r").getBytes(StandardCharsets.US_ASCII), line, limitNanos, tries);
    }

    /// Plays tones (`+VTS`, V.253 10.4): each digit lasts what `+VTD` says, the answer comes after the last.
    ///
    /// @param digits up to [#TONES_AT_ONCE] of `0-9 * # A-D`
    public static AtCommand tones(String digits) {
        if (!digits.matches("[0-9*#A-D]{1," + TONES_AT_ONCE + "}")) {
            throw new IllegalArgumentException("no digits to dial: " + digits);
        }
        return of("AT+VTS=" + String.join(",", digits.split("")), 2 * SECOND + digits.length() * SECOND / 2, 1);
    }

    /// So few that a hang-up in the middle of a long number has not long to wait.
    public static final int TONES_AT_ONCE = 8;

    /// Leaves the voice stream; answered by `OK`, after whatever the modem has still to play.
    ///
    /// @param codes each is sent behind a DLE
    public static AtCommand leaveStream(char... codes) {
        byte[] bytes = new byte[2 * codes.length];
        for (int i = 0; i < codes.length; i++) {
            bytes[2 * i] = Dle.DLE;
            bytes[2 * i + 1] = (byte) codes[i];
        }
        return new AtCommand(bytes, "", SECOND, 1);
    }

    public boolean leavesStream() {
        return text.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AtCommand that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return leavesStream() ? "DLE " + new String(bytes, StandardCharsets.ISO_8859_1).replace("\u0010", "") : text;
    }
}
