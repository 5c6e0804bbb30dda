package org.tipring.signaling.sip;

import java.nio.charset.StandardCharsets;
import java.util.ListIterator;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import javax.sip.header.ReasonHeader;
import javax.sip.message.Message;

/// What we read out of URIs and headers of others.
final class Uris {

    /// Unreserved characters and those of `user-unreserved` that mean nothing to anybody (RFC 3261 section 25.1). `#` is not among them.
    private static final String PLAIN = "-_.!~*'()&=+$,";
    private static final int MAX_USER = 128;

    private Uris() { }

    static String escapeUser(String user) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                escaped.append(c);
            } else {
                escaped.append(String.format("%%%02X", (int) c));
            }
        }
        return escaped.toString();
    }

    /// As the value of a header within a URI (RFC 3261 section 25.1, `hvalue`).
    static String escapeHeader(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            escaped.append(c < 128 && (Character.isLetterOrDigit(c) || "-_.!~*'()".indexOf(c) >= 0) ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return escaped.toString();
    }

    /// The user part of a sip, sips or tel URI with its escapes resolved: two users are the same when this is equal
    /// (RFC 3261 section 19.1.4). Empty for none; null for control characters, broken escapes, or more than 128 characters.
    static String user(URI uri) {
        String raw = switch (uri) {
            case SipURI sip -> sip.getUser();
            case TelURL tel -> (tel.isGlobal() && !tel.getPhoneNumber().startsWith("+") ? "+" : "") + tel.getPhoneNumber();
            default -> null;
        };
        return raw == null ? "" : raw.length() > MAX_USER ? null : unescape(raw);
    }

    /// The text behind the escapes, or null for broken ones and control characters.
    static String unescape(String raw) {
        byte[] bytes = new byte[raw.length() * 3];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                boolean whole = i + 2 < raw.length();
                int high = whole ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = whole ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                byte[] encoded = String.valueOf(c).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(encoded, 0, bytes, length, encoded.length);
                length += encoded.length;
            }
        }
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        return text.chars().anyMatch(Character::isISOControl) ? null : text;
    }

    /// Cause of the first `Reason: Q.850`, 0 when there is none.
    static int q850(Message message) {
        ListIterator<?> reasons = message.getHeaders(ReasonHeader.NAME);
        while (reasons.hasNext()) {
            if (reasons.next() instanceof ReasonHeader reason && "Q.850".equalsIgnoreCase(reason.getProtocol())
                && reason.getCause() > 0 && reason.getCause() < 128) {
                return reason.getCause();
            }
        }
        return 0;
    }

    /// The body as text when it is application/sdp; empty for no body.
    static Optional<String> sdp(Message message) {
        byte[] content = message.getRawContent();
        if (content == null || content.length == 0) {
            return Optional.of("");
        }
        javax.sip.header.ContentTypeHeader type = (javax.sip.header.ContentTypeHeader) message.getHeader("Content-Type");
        boolean sdp = type != null && type.getContentType().equalsIgnoreCase("application") && type.getContentSubType().equalsIgnoreCase("sdp");
        return sdp ? Optional.of(new String(content, StandardCharsets.UTF_8)) : Optional.empty();
    }

    /// The value behind `Name:` as it was written; for headers whose typed form changes what was written.
    static String value(javax.sip.header.Header header) {
        String text = header.toString().strip();
        return text.substring(text.indexOf(':') + 1).strip();
    }
}
