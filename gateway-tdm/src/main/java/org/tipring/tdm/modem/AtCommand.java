package org.tipring.tdm.modem;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/// One thing said to a modem that it answers with a final result.
///
/// @param bytes a command line with its CR, or DLE codes
/// @param text the same for people and for recognising the echo
/// @param limitNanos how long the answer may take
/// @param tries how often it is said when no answer comes
/// @param message said when the modem asks for it (`> `, 3GPP TS 27.005 section 3.5.1); null: it does not
public record AtCommand(byte[] bytes, String text, long limitNanos, int tries, byte[] message) {

    /// Conexant 102752C section 2.2 promises room for this many characters behind "AT".
    private static final int BODY_LENGTH = 50;
    private static final long SECOND = 1_000_000_000L;
    private static final long USUAL_LIMIT = 5 * SECOND;

    /// Ends whatever line is half typed in the modem. Not answered, or by an error that answers nothing.
    public static final AtCommand LINE_END = new AtCommand(new byte[] {'\r'}, "\r", 0, 1);

    private static final byte SUB = 0x1A;
    private static final byte ESCAPE = 0x1B;

    /// Ends whatever text message is half typed in a module, and then whatever line.
    public static final AtCommand MESSAGE_END = new AtCommand(new byte[] {ESCAPE, '\r'}, "\r", 0, 1);

    public AtCommand(byte[] bytes, String text, long limitNanos, int tries) {
        this(bytes, text, limitNanos, tries, null);
    }

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

    /// Sends a text message (`+CMGS`, 3GPP TS 27.005 section 4.3).
    ///
    /// @param octets of the message, as the command counts them; @param hex the message
    public static AtCommand text(int octets, String hex, long limitNanos) {
        if (!hex.matches("[0-9A-F]{2,400}")) {
            throw new IllegalArgumentException("no text message: " + hex);
        }
        String line = "AT+CMGS=" + octets;
        byte[] message = Arrays.copyOf(hex.getBytes(StandardCharsets.US_ASCII), hex.length() + 1);
        message[hex.length()] = SUB;
        return new AtCommand((line + "\r").getBytes(StandardCharsets.US_ASCII), line, limitNanos, 1, message);
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

    /// Dials pulses (`ATDP`, V.250 6.3.1), pauses as long as S8 says, and stays in command state, off-hook (`;`). The answer comes after the
    /// last pulse.
    ///
    /// @param digits up to [#PULSES_AT_ONCE] of `0-9 ,`
    public static AtCommand pulses(String digits, Duration pause) {
        if (!digits.matches("[0-9,]{1," + PULSES_AT_ONCE + "}")) {
            throw new IllegalArgumentException("no digits to dial with pulses: " + digits);
        }
        long pauses = digits.chars().filter(c -> c == ',').count();
        // Ten pulses and the pause after them take two seconds; a modem that dials without looking for dial tone waits for two to four before.
        return of("ATDP" + digits + ";", 6 * SECOND + digits.length() * 2 * SECOND + pauses * pause.toNanos(), 1);
    }

    /// So many that any number fits into one command line.
    public static final int PULSES_AT_ONCE = 40;

    /// Opens the loop for a moment (`+VTS`, V.253 10.4).
    public static AtCommand flash(Duration length) {
        return of("AT+VTS={!," + Math.clamp(length.toMillis() / 10, 5, 255) + "}", 5 * SECOND, 1);
    }

    /// A modem stops carrying it out at any byte (V.250 5.6.1): it dials.
    boolean abortable() {
        return text.startsWith("ATD");
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
