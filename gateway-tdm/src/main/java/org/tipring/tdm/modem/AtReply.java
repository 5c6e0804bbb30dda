package org.tipring.tdm.modem;

import java.util.List;

/// How a modem answered.
///
/// @param result the final result code
/// @param information the lines before it
public record AtReply(Result result, List<String> information) {

    public AtReply {
        information = List.copyOf(information);
    }

    /// Final result codes (V.250 table 1, V.253), and none.
    public enum Result {
        OK, CONNECT, ERROR, NO_CARRIER, NO_DIAL_TONE, BUSY, NO_ANSWER, REFUSED, NO_REPLY;

        /// @return the code on this line, or null when the line is something else
        static Result of(String line) {
            return switch (line) {
                case "OK" -> OK;
                case "CONNECT", "VCON" -> CONNECT;
                case "ERROR" -> ERROR;
                case "NO CARRIER" -> NO_CARRIER;
                case "NO DIAL TONE", "NO DIALTONE" -> NO_DIAL_TONE;
                case "BUSY" -> BUSY;
                case "NO ANSWER" -> NO_ANSWER;
                case "DELAYED", "BLACKLISTED", "LINE IN USE", "NO LINE", "OFF-HOOK INTRUSION", "OFF HOOK INTRUSION",
                        "LINE REVERSAL DETECTED", "DIGITAL LINE DETECTED" -> REFUSED;
                // With a code behind it; and two stammers of Huawei sticks.
                default -> line.startsWith("+CME ERROR") || line.startsWith("+CMS ERROR") || line.startsWith("COMMAND NOT SUPPORT")
                        || line.startsWith("ERROR+") ? ERROR : null;
            };
        }
    }

    /// Whether the line ends an answer.
    public static boolean isResult(String line) {
        return Result.of(line) != null;
    }

    public boolean ok() {
        return result == Result.OK;
    }
}
