package org.tipring.signaling.ops;

/// Whether a text is one JSON value as RFC 8259 has it; an independent reading of what [Json] writes.
final class JsonSyntax {

    private final String text;
    private int at;

    private JsonSyntax(String text) {
        this.text = text;
    }

    /// Throws with the place where it is not.
    static void check(String text) {
        JsonSyntax syntax = new JsonSyntax(text);
        syntax.value();
        if (syntax.at != text.length()) {
            throw syntax.wrong();
        }
    }

    private void value() {
        switch (peek()) {
            case '{' -> members('}', true);
            case '[' -> members(']', false);
            case '"' -> string();
            default -> literal();
        }
    }

    private void members(char end, boolean named) {
        at++;
        if (peek() == end) {
            at++;
            return;
        }
        while (true) {
            if (named) {
                string();
                expect(':');
            }
            value();
            if (peek() == end) {
                at++;
                return;
            }
            expect(',');
        }
    }

    private void string() {
        expect('"');
        while (peek() != '"') {
            if (peek() < ' ') {
                throw wrong();
            }
            if (text.charAt(at++) == '\\') {
                escaped();
            }
        }
        at++;
    }

    private void escaped() {
        if (peek() == 'u') {
            Integer.parseInt(text, at + 1, at + 5, 16);
            at += 5;
        } else if ("\"\\/bfnrt".indexOf(peek()) >= 0) {
            at++;
        } else {
            throw wrong();
        }
    }

    private void literal() {
        int from = at;
        while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (!text.substring(from, at).matches("null|true|false|-?(0|[1-9]\\d*)(\\.\\d+)?")) {
            throw wrong();
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong();
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private AssertionError wrong() {
        return new AssertionError("no JSON at " + at + ": " + text.substring(Math.max(0, at - 40), Math.min(text.length(), at + 10)));
    }
}
