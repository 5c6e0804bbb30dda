package org.tipring.tdm.modem;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `AT-TRV` (Conexant 102752C: the volts between tip and ring) says about a line on which we are on-hook.
enum LineVoltage {

    /// Some 48 V, or at least the 21 V of a small exchange: nobody has closed the loop.
    IDLE(""),
    /// A closed loop leaves 5 to 12 V.
    IN_USE("the line is in use by another telephone; it is ours again when that one hangs up"),
    /// The manual's "1.4": the modem feels nothing on its plug.
    NO_LINE("there is no line: is the cable plugged in at both ends, and is there dial tone in another telephone on it?"),
    /// The modem does not tell.
    UNKNOWN("");

    static final AtCommand QUESTION = AtCommand.of("AT-TRV", 2_000_000_000L, 2);

    private static final Pattern VOLTS = Pattern.compile("(?:-TRV:)?\\s*(\\d{1,3}(?:\\.\\d+)?)\\s*V?");
    private static final double NO_LINE_BELOW = 3.0;
    private static final double IN_USE_BELOW = 16.0;

    private final String trouble;

    LineVoltage(String trouble) {
        this.trouble = trouble;
    }

    static LineVoltage of(AtReply reply) {
        for (String line : reply.information()) {
            Matcher volts = VOLTS.matcher(line.strip());
            if (reply.ok() && volts.matches()) {
                double value = Double.parseDouble(volts.group(1));
                return value < NO_LINE_BELOW ? NO_LINE : value < IN_USE_BELOW ? IN_USE : IDLE;
            }
        }
        return UNKNOWN;
    }

    /// In words for an operator; empty when calls can be made.
    String trouble() {
        return trouble;
    }
}
