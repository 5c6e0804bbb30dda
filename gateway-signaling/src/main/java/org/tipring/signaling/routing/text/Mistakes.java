package org.tipring.signaling.routing.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tipring.signaling.routing.text.Mistake.Severity;

/// Collects mistakes, so that an operator sees all of them at once. Owned by whoever reads a configuration.
public final class Mistakes {

    /// Enough to work on; a file that is no configuration at all must not fill the screen.
    private static final int MOST_SHOWN = 50;
    private static final int LONGEST_QUOTE = 60;

    private final List<Mistake> found = new ArrayList<>();

    public void error(Place place, String what, String cure) {
        found.add(new Mistake(place, Severity.ERROR, what, cure));
    }

    public void warning(Place place, String what, String cure) {
        found.add(new Mistake(place, Severity.WARNING, what, cure));
    }

    public void note(Place place, String what, String cure) {
        found.add(new Mistake(place, Severity.NOTE, what, cure));
    }

    public void addAll(List<Mistake> others) {
        found.addAll(others);
    }

    public boolean any() {
        return found.stream().anyMatch(mistake -> mistake.severity() == Severity.ERROR);
    }

    public int errors() {
        return (int) found.stream().filter(mistake -> mistake.severity() == Severity.ERROR).count();
    }

    /// In the order of the file.
    public List<Mistake> all() {
        return found.stream().sorted(Comparator.comparing((Mistake mistake) -> mistake.place().file())
                .thenComparing(mistake -> mistake.place().line()).thenComparing(mistake -> mistake.place().column())).toList();
    }

    /// One line each for the errors.
    public String lines() {
        List<Mistake> errors = all().stream().filter(mistake -> mistake.severity() == Severity.ERROR).toList();
        StringBuilder text = new StringBuilder();
        for (Mistake mistake : errors.subList(0, Math.min(MOST_SHOWN, errors.size()))) {
            text.append(text.isEmpty() ? "" : "\n").append(mistake);
        }
        if (errors.size() > MOST_SHOWN) {
            text.append("\n... and ").append(errors.size() - MOST_SHOWN).append(" more");
        }
        return text.toString();
    }

    /// What a file says, fit to be shown: short, on one line, without control characters.
    public static String quote(String text) {
        StringBuilder safe = new StringBuilder("'");
        for (int i = 0; i < text.length() && i < LONGEST_QUOTE; i++) {
            char c = text.charAt(i);
            safe.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return safe.append(text.length() > LONGEST_QUOTE ? "...'" : "'").toString();
    }
}
