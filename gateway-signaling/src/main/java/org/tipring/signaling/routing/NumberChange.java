package org.tipring.signaling.routing;

import java.time.Duration;
import java.util.List;

/// One change on the way to a destination. They are made in the order in which they are written.
public sealed interface NumberChange {

    record Strip(int count) implements NumberChange { }

    record StripRight(int count) implements NumberChange { }

    /// The last `count` characters stay.
    record Keep(int count) implements NumberChange { }

    record Prefix(String text) implements NumberChange { }

    record Suffix(String text) implements NumberChange { }

    record Set(String text) implements NumberChange { }

    /// The first occurrence only.
    record Replace(String what, String by) implements NumberChange { }

    /// A dial pause, where the change before it has worked: after a prefix, at the end after a suffix, else in front.
    record Wait(Duration pause) implements NumberChange { }

    static String apply(List<NumberChange> changes, String number) {
        StringBuilder text = new StringBuilder(number);
        int place = 0;
        for (NumberChange change : changes) {
            switch (change) {
                case Strip(int count) -> {
                    text.delete(0, Math.min(count, text.length()));
                    place = 0;
                }
                case StripRight(int count) -> {
                    text.setLength(Math.max(0, text.length() - count));
                    place = text.length();
                }
                case Keep(int count) -> {
                    text.delete(0, Math.max(0, text.length() - count));
                    place = 0;
                }
                case Prefix(String prefix) -> {
                    text.insert(0, prefix);
                    place = prefix.length();
                }
                case Suffix(String suffix) -> place = text.append(suffix).length();
                case Set(String all) -> {
                    text.replace(0, text.length(), all);
                    place = text.length();
                }
                case Replace(String what, String by) -> {
                    int at = text.indexOf(what);
                    if (at >= 0) {
                        text.replace(at, at + what.length(), by);
                        place = at + by.length();
                    }
                }
                case Wait(Duration pause) -> text.insert(place++, Pause.of(pause));
            }
        }
        return text.toString();
    }
}
