package org.tipring.tdm.callerid;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.tipring.tdm.callerid.CallerId.Presence;
import org.tipring.tdm.callerid.LineMessage.CallSetup;
import org.tipring.tdm.callerid.LineMessage.MessageWaiting;

/// Multiple data message format (Telcordia GR-30-CORE section 2.2.3; ETSI EN 300 659-3): parameters of type, length and value. Those that
/// are not known are passed over, as both standards demand; one that does not fit its message makes the message invalid.
final class Mdmf {

    static final int CALL_SETUP = 0x80;
    static final int MESSAGE_WAITING = 0x82;

    private static final int DATE_AND_TIME = 0x01;
    private static final int NUMBER = 0x02;
    private static final int NO_NUMBER = 0x04;
    private static final int CALL_QUALIFIER = 0x06;
    private static final int NAME = 0x07;
    private static final int NO_NAME = 0x08;
    private static final int VISUAL_INDICATOR = 0x0b;
    /// EN 300 659-3 section 5.4.11: 0 off, 255 on.
    private static final int INDICATOR_ON = 0xff;
    private static final int NAME_LENGTH = 50;

    private Mdmf() { }

    static Optional<LineMessage> parse(int type, byte[] body) {
        Reading reading = new Reading();
        int at = 0;
        while (at < body.length) {
            int end = at + 1 < body.length ? at + 2 + (body[at + 1] & 0xff) : Integer.MAX_VALUE;
            if (end > body.length || !reading.take(body[at] & 0xff, Arrays.copyOfRange(body, at + 2, end))) {
                return Optional.empty();
            }
            at = end;
        }
        return type == MESSAGE_WAITING ? reading.lamp() : Optional.of(reading.callSetup());
    }

    static byte[] encode(LineMessage message) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        switch (message) {
            case CallSetup call -> callSetup(body, call);
            case MessageWaiting(boolean on) -> put(body, VISUAL_INDICATOR, String.valueOf((char) (on ? INDICATOR_ON : 0)));
        }
        return Octets.message(message instanceof CallSetup ? CALL_SETUP : MESSAGE_WAITING, body.toByteArray());
    }

    private static void callSetup(ByteArrayOutputStream body, CallSetup call) {
        CallerId caller = call.caller();
        if (!call.dateAndTime().isEmpty()) {
            put(body, DATE_AND_TIME, call.dateAndTime());
        }
        put(body, caller.presence() == Presence.NUMBER ? NUMBER : NO_NUMBER, Octets.numberOrReason(caller));
        if (!caller.name().isEmpty()) {
            put(body, NAME, caller.name().substring(0, Math.min(caller.name().length(), NAME_LENGTH)));
        } else if (caller.presence() != Presence.NUMBER) {
            put(body, NO_NAME, Octets.numberOrReason(caller));
        }
        if (call.longDistance()) {
            put(body, CALL_QUALIFIER, "L");
        }
    }

    private static void put(ByteArrayOutputStream body, int parameter, String value) {
        byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
        body.write(parameter);
        body.write(octets.length);
        body.writeBytes(octets);
    }

    /// The parameters of one message.
    private static final class Reading {

        private Presence presence = Presence.UNAVAILABLE;
        private String number = "";
        private String name = "";
        private String dateAndTime = "";
        private boolean longDistance;
        private Boolean lamp;

        /// @return false for a value that its parameter cannot have
        boolean take(int parameter, byte[] octets) {
            String value = new String(octets, StandardCharsets.ISO_8859_1);
            switch (parameter) {
                case DATE_AND_TIME -> {
                    dateAndTime = value;
                    return value.matches("[0-9]{8}");
                }
                case NUMBER -> {
                    number = value;
                    presence = Presence.NUMBER;
                    return Octets.isNumber(value);
                }
                case NO_NUMBER -> {
                    presence = Octets.absence(value).orElse(Presence.UNAVAILABLE);
                    number = "";
                }
                case NAME -> name = value.replaceAll("\\p{Cc}", "").strip();
                case CALL_QUALIFIER -> longDistance = value.equals("L");
                case VISUAL_INDICATOR -> lamp = octets.length == 1 && octets[0] != 0;
                default -> { }
            }
            return true;
        }

        LineMessage callSetup() {
            String shown = name.substring(0, Math.min(name.length(), NAME_LENGTH));
            return new CallSetup(new CallerId(presence, number, shown), dateAndTime, longDistance);
        }

        Optional<LineMessage> lamp() {
            return Optional.ofNullable(lamp).map(MessageWaiting::new);
        }
    }
}
