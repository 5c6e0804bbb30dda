package org.tipring.signaling.sip;

import java.util.Locale;

/// The body of an INFO that carries a key: no standard, but what telephones have sent since Cisco's `application/dtmf-relay`.
final class DtmfRelay {

    private static final String KEYS = "0123456789*#ABCD";

    private DtmfRelay() { }

    /// @return 0 when it is none
    static char digit(String body) {
        String key = body.strip();
        for (String line : body.split("\r?\n")) {
            String[] parts = line.split("=", 2);
            if (parts.length == 2 && parts[0].strip().equalsIgnoreCase("Signal")) {
                key = parts[1].strip();
            }
        }
        // Some send event numbers: 10 is *, 11 is # (RFC 4733 section 3.2).
        key = switch (key) {
            case "10" -> "*";
            case "11" -> "#";
            default -> key.toUpperCase(Locale.ROOT);
        };
        return key.length() == 1 && KEYS.indexOf(key.charAt(0)) >= 0 ? key.charAt(0) : 0;
    }
}
