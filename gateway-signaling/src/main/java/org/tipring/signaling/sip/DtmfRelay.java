package org.tipring.signaling.sip;

import java.util.Locale;

/// The body of an INFO that carries a key: no standard, but what telephones have sent since Cisco's `application/dtmf-relay`.
final class DtmfRelay {

    private static final String KEYS = "0123456789*#ABCD";

    private DtmfRelay() { }

    /// Of a hook flash, which is no key.
    static final char FLASH = '!';

    /// @return 0 when it is none; [#FLASH]
    static char digit(String body) {
        String key = body.strip();
        for (String line : body.split("\r?\n")) {
            String[] parts = line.split("=", 2);
            if (parts.length == 2 && parts[0].strip().equalsIgnoreCase("Signal")) {
                key = parts[1].strip();
            }
        }
        // Some send event numbers: 10 is *, 11 is #, 16 a hook flash (RFC 4733 section 3.2).
        key = switch (key.toLowerCase(Locale.ROOT)) {
            case "10" -> "*";
            case "11" -> "#";
            case "16", "hf", "flash", "hookflash", "!" -> "!";
            default -> key.toUpperCase(Locale.ROOT);
        };
        return key.length() == 1 && (key.charAt(0) == FLASH || KEYS.indexOf(key.charAt(0)) >= 0) ? key.charAt(0) : 0;
    }
}
