package org.tipring.signaling.routing;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.util.List;
import java.util.Set;

/// `[hours]`: the wall-clock times that are open and not closed.
///
/// @param open empty: always
public record Hours(String name, List<Span> open, List<Span> closed) {

    private static final int MINUTES_PER_DAY = 24 * 60;

    public Hours {
        open = List.copyOf(open);
        closed = List.copyOf(closed);
    }

    public boolean openAt(LocalDateTime time) {
        return (open.isEmpty() || in(open, time)) && !in(closed, time);
    }

    private static boolean in(List<Span> spans, LocalDateTime time) {
        for (Span span : spans) {
            if (span.holds(time)) {
                return true;
            }
        }
        return false;
    }

    /// Some days, some minutes of each.
    ///
    /// @param from first minute of the day, 0 to 1439; @param until first minute that is out; not after `from`: on the next day
    public record Span(Days days, int from, int until) {

        public static Span wholeDay(Days days) {
            return new Span(days, 0, MINUTES_PER_DAY);
        }

        /// What runs past midnight belongs to the day on which it starts.
        boolean holds(LocalDateTime time) {
            int minute = time.getHour() * 60 + time.getMinute();
            LocalDate day = time.toLocalDate();
            if (from < until) {
                return minute >= from && minute < until && days.hold(day);
            }
            return minute >= from && days.hold(day) || minute < until && days.hold(day.minusDays(1));
        }
    }

    public sealed interface Days {

        boolean hold(LocalDate day);

        record Weekdays(Set<DayOfWeek> days) implements Days {
            public Weekdays {
                days = Set.copyOf(days);
            }

            @Override
            public boolean hold(LocalDate day) {
                return days.contains(day.getDayOfWeek());
            }
        }

        /// Both ends belong to it.
        record Dates(LocalDate first, LocalDate last) implements Days {
            @Override
            public boolean hold(LocalDate day) {
                return !day.isBefore(first) && !day.isAfter(last);
            }
        }

        /// Every year; may run across new year.
        record Yearly(MonthDay first, MonthDay last) implements Days {
            @Override
            public boolean hold(LocalDate day) {
                MonthDay it = MonthDay.from(day);
                return first.isAfter(last) ? !it.isBefore(first) || !it.isAfter(last) : !it.isBefore(first) && !it.isAfter(last);
            }
        }

        record Several(List<Days> days) implements Days {
            public Several {
                days = List.copyOf(days);
            }

            @Override
            public boolean hold(LocalDate day) {
                return days.stream().anyMatch(one -> one.hold(day));
            }
        }
    }
}
