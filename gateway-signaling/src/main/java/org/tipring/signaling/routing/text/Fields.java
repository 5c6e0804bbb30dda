package org.tipring.signaling.routing.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One section while it is read against its schema: every key is taken by the reader that knows it, and [#finish] reports the rest.
public final class Fields {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6}) ?(ms|s|m|min|h|minutes|seconds|hours)");

    private final Section section;
    private final Mistakes mistakes;
    private final Map<String, List<Entry>> left = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>();

    public Fields(Section section, Mistakes mistakes) {
        this.section = section;
        this.mistakes = mistakes;
        section.entries().forEach(entry -> left.computeIfAbsent(entry.key(), _ -> new ArrayList<>()).add(entry));
    }

    public Section section() {
        return section;
    }

    /// The entry of a key, or null.
    public Entry take(String key) {
        List<Entry> all = takeAll(key);
        return all.isEmpty() ? null : all.getFirst();
    }

    public List<Entry> takeAll(String key) {
        known.add(key);
        List<Entry> all = left.remove(key);
        return all == null ? List.of() : all;
    }

    public String text(String key, String otherwise) {
        Entry entry = take(key);
        return entry == null ? otherwise : entry.value();
    }

    /// As [#take], and a mistake when it is missing.
    public Entry required(String key, String cure) {
        Entry entry = take(key);
        if (entry == null) {
            mistakes.error(section.place(), "[" + section.heading() + "] has no '" + key + "'", cure);
        }
        return entry;
    }

    public int number(String key, int otherwise, int least, int most) {
        Entry entry = take(key);
        if (entry == null) {
            return otherwise;
        }
        if (entry.value().matches("-?\\d{1,9}")) {
            int value = Integer.parseInt(entry.value());
            if (value >= least && value <= most) {
                return value;
            }
        }
        wrong(entry, "write a number from " + least + " to " + most);
        return otherwise;
    }

    public boolean yes(String key, boolean otherwise) {
        Entry entry = take(key);
        if (entry == null) {
            return otherwise;
        }
        return switch (entry.value().toLowerCase(Locale.ROOT)) {
            case "yes" -> true;
            case "no" -> false;
            default -> {
                wrong(entry, "write yes or no");
                yield otherwise;
            }
        };
    }

    public Duration duration(String key, Duration otherwise) {
        Entry entry = take(key);
        if (entry == null) {
            return otherwise;
        }
        Duration value = duration(entry.value());
        if (value == null) {
            wrong(entry, "write a time such as 500ms, 3s or 2m");
            return otherwise;
        }
        return value;
    }

    /// `500ms`, `3s`, `2m`, `2 min`, `1h`; null for anything else.
    public static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s", "seconds" -> Duration.ofSeconds(amount);
            case "h", "hours" -> Duration.ofHours(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    /// A word of an enumeration whose `toString` is what the language writes.
    public <E extends Enum<E>> E word(String key, Class<E> words, E otherwise) {
        Entry entry = take(key);
        return entry == null ? otherwise : word(entry.value(), entry.valuePlace(), "'" + key + "'", words, otherwise, mistakes);
    }

    public static <E extends Enum<E>> E word(String text, Place place, String of, Class<E> words, E otherwise, Mistakes mistakes) {
        List<String> all = new ArrayList<>();
        for (E each : words.getEnumConstants()) {
            if (each.toString().equals(text)) {
                return each;
            }
            all.add(each.toString());
        }
        mistakes.error(place, Mistakes.quote(text) + " is no value of " + of, Spelling.cure(text, all));
        return otherwise;
    }

    public void wrong(Entry entry, String cure) {
        mistakes.error(entry.valuePlace(), "'" + entry.key() + "' cannot be " + Mistakes.quote(entry.value()), cure);
    }

    /// The parts of a comma-separated value, each with its place; empty parts are mistakes.
    public List<Part> parts(Entry entry) {
        return parts(entry, ",", mistakes);
    }

    public static List<Part> parts(Entry entry, String separator, Mistakes mistakes) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (String piece : entry.value().split(Pattern.quote(separator), -1)) {
            int lead = piece.length() - piece.stripLeading().length();
            Place place = entry.valuePlace().plus(from + lead);
            if (piece.isBlank()) {
                mistakes.error(place, "nothing stands between two '" + separator + "'", "remove one of them");
            } else {
                parts.add(new Part(piece.strip(), place));
            }
            from += piece.length() + separator.length();
        }
        return parts;
    }

    /// Reports every key that nobody took.
    public void finish() {
        left.values().forEach(entries -> entries.forEach(entry -> mistakes.error(entry.place(),
                "[" + section.kind() + "] knows no key " + Mistakes.quote(entry.key()), Spelling.cure(entry.key(), known))));
    }

    /// A piece of a value.
    public record Part(String text, Place place) { }
}
