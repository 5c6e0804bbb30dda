package org.tipring.signaling.routing.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tipring.signaling.routing.NumberPattern;
import org.tipring.signaling.routing.NumberPattern.Cell;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.signaling.routing.text.Spelling;

/// Reads `9 0Z X{8-9} | 9 1XX`.
///
/// `X` 0-9, `Z` 1-9, `N` 2-9, `[25-7]`, `X{4}`, `X{7-10}`, `...` one or more digits, `|` or; `*`, `#`, `+` are themselves. Words that may
/// stand for a whole alternative: `nothing`, `nothing after 4s`, `anonymous`, `list NAME`.
final class PatternReader {

    private static final int DIGITS = 0x3FF;
    private static final int MOST_CELLS = 64;
    private static final int HIGHEST_COUNT = 32;

    private final Mistakes mistakes;
    private final Map<String, NumberPattern> lists;

    private List<List<Cell>> rows;
    private boolean nothing;
    private Duration after;
    private boolean anonymous;

    PatternReader(Mistakes mistakes, Map<String, NumberPattern> lists) {
        this.mistakes = mistakes;
        this.lists = lists;
    }

    /// @return null for no entry; with mistakes, something that must not be used
    NumberPattern read(Entry entry) {
        if (entry == null) {
            return null;
        }
        rows = new ArrayList<>();
        nothing = false;
        after = null;
        anonymous = false;
        for (Fields.Part part : Fields.parts(entry, "|", mistakes)) {
            alternative(part.text(), part.place(), entry.key());
        }
        return new NumberPattern(rows, nothing, after, anonymous);
    }

    private void alternative(String text, Place place, String key) {
        if (text.startsWith("list ")) {
            list(text.substring("list ".length()).strip(), place);
        } else if (text.equals("nothing") && key.equals("called")) {
            nothing = true;
        } else if (text.startsWith("nothing after ") && key.equals("called")) {
            nothing = true;
            after = Fields.duration(text.substring("nothing after ".length()).strip());
            if (after == null) {
                mistakes.error(place, Mistakes.quote(text) + " has no time", "write 'nothing after 4s'");
            }
        } else if (text.equals("anonymous") && !key.equals("called")) {
            anonymous = true;
        } else {
            new Row(text, place).read();
        }
    }

    private void list(String name, Place place) {
        NumberPattern list = lists.get(name);
        if (list == null) {
            mistakes.error(place, "there is no [list " + name + "]", Spelling.cure(name, lists.keySet()));
            return;
        }
        rows.addAll(list.rows());
        anonymous |= list.anonymous();
    }

    /// One alternative, character by character.
    private final class Row {

        private final String text;
        private final Place place;
        private final List<Cell> cells = new ArrayList<>();
        private int at;

        Row(String text, Place place) {
            this.text = text;
            this.place = place;
        }

        void read() {
            while (at < text.length()) {
                int before = at;
                if (!element()) {
                    return;
                }
                if (cells.size() > MOST_CELLS) {
                    wrong(before, "the pattern is longer than " + MOST_CELLS + " digits", "shorten it");
                    return;
                }
            }
            if (cells.isEmpty() || cells.stream().allMatch(Cell::optional)) {
                wrong(0, Mistakes.quote(text) + " matches no digits at all", "write at least one digit, or 'nothing' for off hook");
                return;
            }
            rows.add(cells);
        }

        private boolean element() {
            char c = text.charAt(at);
            switch (c) {
                case ' ', '\t', '-' -> {
                    at++;
                    return true;
                }
                case 'X', 'Z', 'N' -> {
                    at++;
                    return counted(c == 'X' ? DIGITS : c == 'Z' ? DIGITS - 1 : DIGITS - 3);
                }
                case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                    at++;
                    return counted(1 << c - '0');
                }
                case '*', '#', '+' -> {
                    at++;
                    cells.add(new Cell(1 << 10 + "*#+".indexOf(c), false));
                    return true;
                }
                case '[' -> {
                    return set();
                }
                case '.' -> {
                    return rest();
                }
                default -> {
                    return wrong(at, Mistakes.quote(String.valueOf(c)) + " is no part of a pattern", cure(c));
                }
            }
        }

        private static String cure(char c) {
            return switch (c) {
                case 'x', 'z', 'n' -> "write it as a capital letter";
                case '\u2026' -> "write three dots: ...";
                case '{' -> "a count stands right after a digit, a letter or a [set]";
                case '_' -> "leave it out";
                case '(', ')', '?', '^', '$', '\\' -> "there are no regular expressions; write alternatives with |";
                case '!' -> "write ... for one or more digits";
                default -> "use 0-9 * # + X Z N [25-7] X{4} X{7-10} ... and | for or";
            };
        }

        private boolean rest() {
            if (!text.startsWith("...", at)) {
                return wrong(at, "'.' is no part of a pattern", "write three dots for one or more digits");
            }
            if (text.startsWith("....", at)) {
                return wrong(at + 3, "a fourth dot", "write three dots for one or more digits");
            }
            at += 3;
            cells.add(new Cell(DIGITS, false));
            for (int i = 1; i < NumberPattern.LONGEST_REST; i++) {
                cells.add(new Cell(DIGITS, true));
            }
            return at < text.length() && text.charAt(at) == '{' ? wrong(at, "'...' cannot have a count", "write X{4} or X{7-10}") : true;
        }

        private boolean set() {
            int close = text.indexOf(']', at);
            if (close < 0) {
                return wrong(at, "']' is missing", "write a set as [25-7]");
            }
            int mask = 0;
            for (int i = at + 1; i < close; i++) {
                char first = text.charAt(i);
                if (first == ' ') {
                    continue;
                }
                boolean range = i + 2 < close && text.charAt(i + 1) == '-';
                char last = range ? text.charAt(i + 2) : first;
                if (!digit(first) || !digit(last) || last < first) {
                    return wrong(i, Mistakes.quote(text.substring(i, range ? i + 3 : i + 1)) + " in a set", "write digits and ranges: [25-7]");
                }
                for (char each = first; each <= last; each++) {
                    mask |= 1 << each - '0';
                }
                i += range ? 2 : 0;
            }
            if (mask == 0) {
                return wrong(at, "an empty set", "write a set as [25-7]");
            }
            at = close + 1;
            return counted(mask);
        }

        /// A cell, or as many as the count behind it says.
        private boolean counted(int mask) {
            if (at >= text.length() || text.charAt(at) != '{') {
                cells.add(new Cell(mask, false));
                return true;
            }
            int close = text.indexOf('}', at);
            String count = close < 0 ? "" : text.substring(at + 1, close).replace(" ", "");
            if (!count.matches("\\d{1,2}(-\\d{1,2})?")) {
                return wrong(at, "a count that is none", "write {4} or {7-10}");
            }
            int dash = count.indexOf('-');
            int least = Integer.parseInt(dash < 0 ? count : count.substring(0, dash));
            int most = dash < 0 ? least : Integer.parseInt(count.substring(dash + 1));
            if (most < least || most == 0 || most > HIGHEST_COUNT) {
                return wrong(at, "the count {" + count + "} cannot be", "the first number is the smaller one, and the other 1 to " + HIGHEST_COUNT);
            }
            for (int i = 0; i < most; i++) {
                cells.add(new Cell(mask, i >= least));
            }
            at = close + 1;
            return true;
        }

        private static boolean digit(char c) {
            return c >= '0' && c <= '9';
        }

        private boolean wrong(int column, String what, String cure) {
            mistakes.error(place.plus(column), what, cure);
            return false;
        }
    }
}
