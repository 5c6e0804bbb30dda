package org.tipring.signaling.routing.foreign;

import java.util.ArrayList;
import java.util.List;

/// Builds one `called` pattern of our language, element by element.
final class PatternWriter {

    /// Our `...` ends at 20 digits, so "as many as you like" does, too.
    private static final int MOST = 20;
    private static final int MOST_CELLS = 64;

    private final List<String> elements = new ArrayList<>();

    void literal(char c) {
        elements.add(String.valueOf(c));
    }

    void set(String set) {
        elements.add(set);
    }

    /// The last element may be there as often as you like, or not at all. False when our language cannot say so.
    boolean repeatLast() {
        if (elements.isEmpty() || elements.getLast().matches("[*#+]") || elements.getLast().contains("{")) {
            return false;
        }
        elements.add(elements.removeLast() + "{0-" + MOST + "}");
        return true;
    }

    void oneOrMore() {
        elements.add("...");
    }

    int size() {
        return elements.size();
    }

    /// Why it is no pattern of ours; empty when it is one. No digits at all match nothing here, so `x.` alone is one digit or more.
    String problem() {
        long cells = elements.stream().mapToLong(element -> element.contains("{") || element.equals("...") ? MOST : 1).sum();
        if (elements.isEmpty()) {
            return "it matches no digits";
        }
        if (cells > MOST_CELLS) {
            return "it is too long";
        }
        if (elements.stream().allMatch(element -> element.contains("{0-"))) {
            if (elements.stream().distinct().count() > 1) {
                return "it matches no digits, too";
            }
            elements.set(0, elements.getFirst().replace("{0-", "{1-"));
        }
        return "";
    }

    /// Runs of one element become a count: `X{7}`.
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < elements.size();) {
            int run = 1;
            while (i + run < elements.size() && elements.get(i + run).equals(elements.get(i))) {
                run++;
            }
            boolean counted = run > 3 && elements.get(i).matches("[XZN]|\\[.*\\]");
            text.append(counted ? elements.get(i) + "{" + run + "}" : elements.get(i).repeat(run));
            i += run;
        }
        return text.toString();
    }

    /// `[2-9]`, `[135-7]`: digits and rising ranges only; null for others.
    static String digitSet(String inside) {
        if (!inside.matches("([0-9](-[0-9])?)+")) {
            return null;
        }
        for (int i = inside.indexOf('-'); i > 0; i = inside.indexOf('-', i + 1)) {
            if (inside.charAt(i - 1) > inside.charAt(i + 1)) {
                return null;
            }
        }
        return "[" + inside + "]";
    }
}
