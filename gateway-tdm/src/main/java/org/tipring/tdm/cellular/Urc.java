package org.tipring.tdm.cellular;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.tdm.callerid.CallerId;

/// What a module says by itself ("unsolicited result code"), or in answer to a question about the same thing; all makers' words for it in
/// ours. Lines that are neither are null.
sealed interface Urc {

    /// 3GPP TS 27.007 7.18 call states, and RELEASED.
    enum CallState { ACTIVE, HELD, DIALLING, ALERTING, INCOMING, WAITING, RELEASED }

    record Ringing() implements Urc { }

    record Caller(CallerId callerId) implements Urc { }

    /// @param number as the network says it, or empty
    /// @param listed it is a line of `+CLCC`, which also answers our question
    record Call(CallState state, String number, boolean listed) implements Urc { }

    /// @param cause Q.850, or 0 when the module did not say
    record Released(int cause) implements Urc { }

    record Registration(int state) implements Urc { }

    record Signal(int quality) implements Urc { }

    record Operator(String name) implements Urc { }

    record Sim(String state) implements Urc { }

    /// A text message is in the module's store, or the store is full.
    record Text() implements Urc { }

    record AudioFlow(boolean go) implements Urc { }

    /// Said often, means nothing here.
    record Noise() implements Urc { }

    Pattern CCINFO = Pattern.compile("\\+QIND:\\s*\"ccinfo\",(.*)");
    Pattern REGISTRATION = Pattern.compile("\\+CREG:\\s*(?:(\\d),\\s*)?(\\d)(?:,\\s*\"?[0-9A-Fa-f]*\"?,.*)?");
    CallState[] CLCC_STATES = {CallState.ACTIVE, CallState.HELD, CallState.DIALLING, CallState.ALERTING, CallState.INCOMING, CallState.WAITING,
        CallState.RELEASED};

    /// @return null when the line is none
    static Urc of(String line) {
        if (line.startsWith("+CLCC:")) {
            return call(fields(line), 1, 2, 3, 5, true);
        }
        Matcher ccinfo = CCINFO.matcher(line);
        if (ccinfo.matches()) {
            return call(split(ccinfo.group(1)), 1, 2, 3, 5, false);
        }
        int end = line.indexOf(':');
        return switch (end < 0 ? line : line.substring(0, end)) {
            case "RING", "+CRING" -> new Ringing();
            case "+CLIP" -> caller(fields(line));
            case "^ORIG" -> new Call(CallState.DIALLING, "", false);
            case "^CONF" -> new Call(CallState.ALERTING, "", false);
            case "^CONN", "VOICE CALL" -> line.contains("END") ? new Released(0) : new Call(CallState.ACTIVE, "", false);
            case "^CEND" -> new Released(number(fields(line), 3, 0));
            case "^DSCI" -> dsci(fields(line));
            case "REMOTE CALL END", "MISSED_CALL", "NO CARRIER" -> new Released(0);
            case "BUSY" -> new Released(17);
            case "NO ANSWER" -> new Released(19);
            case "+CREG" -> registration(line);
            case "+CSQ" -> new Signal(number(fields(line), 0, 99));
            case "^RSSI" -> new Signal(number(fields(line), 0, 99));
            case "+COPS" -> new Operator(field(fields(line), 2));
            case "+CPIN" -> new Sim(line.substring(end + 1).strip());
            case "+QPCMV" -> new AudioFlow(field(fields(line), 0).equals("1"));
            case "+CMTI", "^SMMEMFULL" -> new Text();
            case "^BOOT", "^MODE", "^SRVST", "^SIMST", "^STIN", "+QSIMSTAT", "+CNSMOD", "+QTONEDET", "+RXDTMF", "+DTMF", "^DSFLOWRPT" -> new Noise();
            default -> line.startsWith("MISSED_CALL") ? new Released(0) : line.startsWith("+QIND:") ? new Noise() : null;
        };
    }

    private static Urc call(List<String> fields, int direction, int state, int mode, int number, boolean listed) {
        int code = number(fields, state, Integer.MIN_VALUE);
        boolean voice = number(fields, mode, 0) == 0;
        if (!voice || code < -1 || code >= CLCC_STATES.length || number(fields, direction, -1) < 0) {
            return new Noise();
        }
        return new Call(code < 0 ? CallState.RELEASED : CLCC_STATES[code], field(fields, number), listed);
    }

    /// Quectel's other way to tell; its states have numbers of their own.
    private static Urc dsci(List<String> fields) {
        CallState state = switch (number(fields, 2, -1)) {
            case 2 -> CallState.DIALLING;
            case 3 -> CallState.ACTIVE;
            case 4 -> CallState.INCOMING;
            case 6 -> CallState.RELEASED;
            case 7 -> CallState.ALERTING;
            default -> null;
        };
        return state == null ? new Noise() : new Call(state, field(fields, 4), false);
    }

    /// 3GPP TS 27.007 7.11: number, type, subaddress (2), alpha, validity. Type 128 with nothing is a number that was withheld.
    private static Urc caller(List<String> fields) {
        String number = field(fields, 0);
        if (number.matches("\\+?[0-9*#]{1,32}")) {
            return new Caller(CallerId.of(number, ""));
        }
        boolean unavailable = number(fields, 5, 1) == 2;
        return new Caller(new CallerId(unavailable ? CallerId.Presence.UNAVAILABLE : CallerId.Presence.WITHHELD, "", ""));
    }

    private static Urc registration(String line) {
        Matcher matcher = REGISTRATION.matcher(line);
        return matcher.matches() ? new Registration(Integer.parseInt(matcher.group(2))) : new Noise();
    }

    private static List<String> fields(String line) {
        return split(line.substring(line.indexOf(':') + 1));
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.strip().split(",", -1)).map(field -> field.strip().replace("\"", "")).toList();
    }

    private static String field(List<String> fields, int index) {
        return index < fields.size() ? fields.get(index) : "";
    }

    private static int number(List<String> fields, int index, int otherwise) {
        String text = field(fields, index);
        return text.matches("-?\\d{1,6}") ? Integer.parseInt(text) : otherwise;
    }
}
