package org.tipring.signaling.registrar;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The value of a WWW-, Proxy-Authenticate or -Authorization header: `Digest name=token, name="quoted \" text"` (RFC 7616 section 3).
final class DigestParameters {

    private static final int MAX_CHARS = 4_096;

    private final Map<String, String> values;

    private DigestParameters(Map<String, String> values) {
        this.values = values;
    }

    /// @return empty when it is not Digest, is malformed, or says one thing twice
    static Optional<DigestParameters> parse(String header) {
        String text = header.strip();
        if (text.length() > MAX_CHARS || text.length() < 7 || !text.substring(0, 6).equalsIgnoreCase("Digest")
            || !Character.isWhitespace(text.charAt(6))) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        int at = 7;
        while (true) {
            while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ',')) {
                at++;
            }
            if (at == text.length()) {
                return Optional.of(new DigestParameters(values));
            }
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                return Optional.empty();
            }
            String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            StringBuilder value = new StringBuilder();
            at = value(text, equals + 1, value);
            if (at < 0 || name.isEmpty() || values.putIfAbsent(name, value.toString()) != null) {
                return Optional.empty();
            }
        }
    }

    /// @return where it ends, or -1 for an open quote
    private static int value(String text, int from, StringBuilder value) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length() || text.charAt(at) != '"') {
            while (at < text.length() && text.charAt(at) != ',') {
                value.append(text.charAt(at++));
            }
            value.setLength(value.toString().stripTrailing().length());
            return at;
        }
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                return at + 1;
            }
            if (c == '\\' && ++at == text.length()) {
                return -1;
            }
            value.append(text.charAt(at));
        }
        return -1;
    }

    /// Empty when it is not there.
    String get(String name) {
        return values.getOrDefault(name, "");
    }

    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
