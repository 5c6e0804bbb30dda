package org.tipring.tdm.callerid;

import java.util.Optional;
import org.tipring.tdm.callerid.CallerId.Presence;

/// What the single and the multiple format have in common: type, length, body, and a last octet that makes the sum of all zero.
final class Octets {

    /// Type, length and checksum.
    static final int FRAME = 3;

    private Octets() { }

    static byte[] message(int type, byte[] body) {
        if (body.length > 255) {
            throw new IllegalArgumentException("a message has at most 255 octets: " + body.length);
        }
        byte[] message = new byte[body.length + FRAME];
        message[0] = (byte) type;
        message[1] = (byte) body.length;
        System.arraycopy(body, 0, message, 2, body.length);
        message[message.length - 1] = (byte) -sum(message);
        return message;
    }

    static int sum(byte[] octets) {
        int sum = 0;
        for (byte octet : octets) {
            sum += octet;
        }
        return sum & 0xff;
    }

    static boolean isNumber(String text) {
        return text.matches("\\+?[0-9*#]{1,32}");
    }

    /// @return empty for what is no reason
    static Optional<Presence> absence(String reason) {
        return switch (reason) {
            case "P" -> Optional.of(Presence.WITHHELD);
            case "O" -> Optional.of(Presence.UNAVAILABLE);
            default -> Optional.empty();
        };
    }

    static String numberOrReason(CallerId caller) {
        return switch (caller.presence()) {
            case NUMBER -> caller.number();
            case WITHHELD -> "P";
            case UNAVAILABLE -> "O";
        };
    }
}
