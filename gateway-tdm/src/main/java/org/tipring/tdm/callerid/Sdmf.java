package org.tipring.tdm.callerid;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.tipring.tdm.callerid.LineMessage.CallSetup;
import org.tipring.tdm.callerid.LineMessage.MessageWaiting;

/// Single data message format (Telcordia GR-30-CORE section 2.2.2, GR-31-CORE): eight digits of date and time, then the number, or `P`
/// for withheld, `O` for out of area. No name.
final class Sdmf {

    static final int CALL_SETUP = 0x04;
    static final int MESSAGE_WAITING = 0x06;

    private static final int DATE_AND_TIME = 8;
    /// GR-401-CORE: three octets, all `B` for on, all `o` for off.
    private static final String LAMP_ON = "BBB";
    private static final String LAMP_OFF = "ooo";

    private Sdmf() { }

    static Optional<LineMessage> parse(int type, byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        if (type == MESSAGE_WAITING) {
            return text.equals(LAMP_ON) || text.equals(LAMP_OFF) ? Optional.of(new MessageWaiting(text.equals(LAMP_ON))) : Optional.empty();
        }
        if (text.length() < DATE_AND_TIME || !text.substring(0, DATE_AND_TIME).matches("[0-9]{8}")) {
            return Optional.empty();
        }
        String number = text.substring(DATE_AND_TIME);
        return Octets.absence(number).map(presence -> new CallerId(presence, "", ""))
            .or(() -> Octets.isNumber(number) ? Optional.of(CallerId.of(number, "")) : Optional.empty())
            .map(caller -> new CallSetup(caller, text.substring(0, DATE_AND_TIME), false));
    }

    static byte[] encode(LineMessage message) {
        return switch (message) {
            case CallSetup(CallerId caller, String dateAndTime, boolean _) -> Octets.message(CALL_SETUP,
                ((dateAndTime.isEmpty() ? "01010000" : dateAndTime) + Octets.numberOrReason(caller)).getBytes(StandardCharsets.ISO_8859_1));
            case MessageWaiting(boolean on) ->
                Octets.message(MESSAGE_WAITING, (on ? LAMP_ON : LAMP_OFF).getBytes(StandardCharsets.ISO_8859_1));
        };
    }
}
