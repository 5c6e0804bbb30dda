package org.tipring.signaling.routing;

import java.time.Duration;

/// A dial pause inside a number on its way: one private character that holds its length.
final class Pause {

    /// What a `,` means to a line (the default of a modem's S8 register).
    private static final int COMMA_MILLIS = 2_000;
    private static final char FIRST = '\uE000';
    private static final int STEP_MILLIS = 100;
    static final Duration LONGEST = Duration.ofSeconds(60);

    private Pause() {
    }

    static char of(Duration pause) {
        return (char) (FIRST + pause.toMillis() / STEP_MILLIS);
    }

    static boolean is(char c) {
        return c >= FIRST && c <= FIRST + LONGEST.toMillis() / STEP_MILLIS;
    }

    private static int millis(char c) {
        return (c - FIRST) * STEP_MILLIS;
    }

    static boolean in(String number) {
        return number.chars().anyMatch(c -> is((char) c));
    }

    /// For the line: commas.
    static String sent(String number) {
        if (!in(number)) {
            return number;
        }
        StringBuilder text = new StringBuilder();
        for (char c : number.toCharArray()) {
            text.append(is(c) ? ",".repeat(Math.max(1, (millis(c) + COMMA_MILLIS - 1) / COMMA_MILLIS)) : String.valueOf(c));
        }
        return text.toString();
    }

    /// For people: `,2s,`.
    static String shown(String number) {
        if (!in(number)) {
            return number;
        }
        StringBuilder text = new StringBuilder();
        for (char c : number.toCharArray()) {
            text.append(!is(c) ? String.valueOf(c) : millis(c) % 1000 == 0 ? "," + millis(c) / 1000 + "s," : "," + millis(c) + "ms,");
        }
        return text.toString();
    }
}
