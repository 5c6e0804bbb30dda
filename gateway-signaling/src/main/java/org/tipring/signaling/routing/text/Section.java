package org.tipring.signaling.routing.text;

import java.util.List;

/// One `[kind name]` with what follows it.
///
/// @param kind first word of the heading
/// @param name the rest; empty when there is none
/// @param place of the heading's first word
public record Section(String kind, String name, Place place, List<Entry> entries) {

    public Section {
        entries = List.copyOf(entries);
    }

    public String heading() {
        return name.isEmpty() ? kind : kind + " " + name;
    }

    public static Section of(String heading, Place place, List<Entry> entries) {
        int blank = heading.indexOf(' ');
        return blank < 0 ? new Section(heading, "", place, entries)
                : new Section(heading.substring(0, blank), heading.substring(blank + 1), place, entries);
    }
}
