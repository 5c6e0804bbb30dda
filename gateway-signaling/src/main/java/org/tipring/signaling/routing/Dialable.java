package org.tipring.signaling.routing;

/// The characters that a number is made of, as bits: 0-9, `*`, `#`, `+`.
final class Dialable {

    static final String ALL = "0123456789*#+";

    private Dialable() {
    }

    /// Position in [#ALL], or -1.
    static int index(char c) {
        return c >= '0' && c <= '9' ? c - '0' : c == '*' ? 10 : c == '#' ? 11 : c == '+' ? 12 : -1;
    }

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /// Without what people put between digits to read them better (RFC 3966 section 5.1.1 calls them visual separators).
    static String clean(String number) {
        boolean clean = true;
        for (int i = 0; i < number.length() && clean; i++) {
            clean = !separator(number.charAt(i));
        }
        if (clean) {
            return number;
        }
        StringBuilder text = new StringBuilder();
        number.chars().filter(c -> !separator((char) c)).forEach(c -> text.append((char) c));
        return text.toString();
    }

    private static boolean separator(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '\t';
    }
}
