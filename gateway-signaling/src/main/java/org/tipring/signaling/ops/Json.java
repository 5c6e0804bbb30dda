package org.tipring.signaling.ops;

import java.time.Instant;
import java.util.Locale;

/// Writes one line of JSON (RFC 8259). Text from the network ends up here, so everything but plain characters is escaped.
public final class Json {

    private final StringBuilder out = new StringBuilder(512);

    public Json object() {
        separate();
        out.append('{');
        return this;
    }

    public Json endObject() {
        out.append('}');
        return this;
    }

    public Json array() {
        separate();
        out.append('[');
        return this;
    }

    public Json endArray() {
        out.append(']');
        return this;
    }

    public Json key(String name) {
        value(name);
        out.append(':');
        return this;
    }

    public Json value(String text) {
        separate();
        if (text == null) {
            out.append("null");
            return this;
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            escape(text.charAt(i));
        }
        out.append('"');
        return this;
    }

    public Json value(long number) {
        separate();
        out.append(number);
        return this;
    }

    public Json value(boolean flag) {
        separate();
        out.append(flag);
        return this;
    }

    /// ISO 8601 in UTC, or null.
    public Json value(Instant instant) {
        return value(instant == null ? null : instant.toString());
    }

    public Json field(String name, String text) {
        return key(name).value(text);
    }

    public Json field(String name, long number) {
        return key(name).value(number);
    }

    /// With two digits; null for what is negative: unknown.
    public Json score(String name, double score) {
        key(name);
        separate();
        out.append(score < 0 ? "null" : String.format(Locale.ROOT, "%.2f", score));
        return this;
    }

    /// A level in dBm0 with one decimal; NaN, which is no level, is null.
    public Json level(String name, double dBm0) {
        key(name);
        separate();
        out.append(Double.isNaN(dBm0) ? "null" : String.format(Locale.ROOT, "%.1f", dBm0));
        return this;
    }

    public Json field(String name, Instant instant) {
        return key(name).value(instant);
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void separate() {
        if (!out.isEmpty() && "{[:".indexOf(out.charAt(out.length() - 1)) < 0) {
            out.append(',');
        }
    }

    /// Besides what JSON demands: DEL, C1 controls and the line separators, which terminals and JavaScript take amiss, and every
    /// surrogate, so that half a pair still makes valid UTF-8.
    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) {
                    out.append("\\u").append(String.format("%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
