package org.tipring.tdm.cellular;

import java.util.List;
import java.util.Locale;
import org.tipring.tdm.modem.AtReply;

/// Why a call could not be made, in ITU-T Q.850's numbers and in words.
final class CellularCauses {

    static final int NORMAL = 16;
    static final int BUSY = 17;
    static final int NO_ANSWER = 19;
    static final int INVALID_NUMBER = 28;
    static final int NETWORK_OUT_OF_ORDER = 38;
    static final int TEMPORARY_FAILURE = 41;

    private CellularCauses() {
    }

    /// The answer to a dial or an answer command, when it was not OK.
    static CellularAction.Ended of(AtReply reply) {
        return switch (reply.result()) {
            case BUSY -> new CellularAction.Ended(BUSY, "busy");
            case NO_ANSWER -> new CellularAction.Ended(NO_ANSWER, "it rang and nobody answered");
            case NO_CARRIER -> new CellularAction.Ended(NORMAL, "the network ended the call");
            case NO_DIAL_TONE -> new CellularAction.Ended(NETWORK_OUT_OF_ORDER, "no network");
            case NO_REPLY -> new CellularAction.Ended(TEMPORARY_FAILURE, "the modem did not answer");
            default -> ofError(reply.information());
        };
    }

    /// 3GPP TS 27.007 9.2 `+CME ERROR`.
    private static CellularAction.Ended ofError(List<String> information) {
        String text = String.join(" ", information);
        String code = text.replaceFirst("(?s).*\\+CME ERROR:\\s*(\\d+).*", "$1");
        return switch (code) {
            case "30", "31" -> new CellularAction.Ended(NETWORK_OUT_OF_ORDER, "no network");
            case "32" -> new CellularAction.Ended(NETWORK_OUT_OF_ORDER, "emergency calls only");
            case "26", "27" -> new CellularAction.Ended(INVALID_NUMBER, "the number cannot be dialled");
            case "10", "11", "12", "13", "14", "15" -> new CellularAction.Ended(NETWORK_OUT_OF_ORDER, "the SIM card does not serve");
            default -> new CellularAction.Ended(TEMPORARY_FAILURE, "the modem refused the call" + (text.isEmpty() ? "" : ": " + text));
        };
    }

    /// A cause that came with the end of a call.
    ///
    /// @param cause 0 when none was given
    static CellularAction.Ended released(int cause) {
        return switch (cause) {
            case 0, NORMAL -> new CellularAction.Ended(NORMAL, "the far end hung up");
            case BUSY -> new CellularAction.Ended(BUSY, "busy");
            case NO_ANSWER -> new CellularAction.Ended(NO_ANSWER, "it rang and nobody answered");
            default -> new CellularAction.Ended(cause, String.format(Locale.ROOT, "the network ended the call, cause %d", cause));
        };
    }
}
