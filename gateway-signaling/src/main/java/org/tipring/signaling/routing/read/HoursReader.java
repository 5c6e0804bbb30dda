package org.tipring.signaling.routing.read;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.signaling.routing.Hours;
import org.tipring.signaling.routing.Hours.Days;
import org.tipring.signaling.routing.Hours.Span;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;

/// Reads `mon-fri 08:30-12:00, 13:00-18:00, sat, 2026-12-24 08:00-12:00`.
///
/// Days without a time share the time that follows (`mon, wed 08:00-12:00`); a time without days has those before it.
final class HoursReader {

    static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Pattern TIMES = Pattern.compile("(.*?)\\s*(\\d{1,2}):(\\d\\d)\\s*-\\s*(\\d{1,2}):(\\d\\d)");
    private static final Pattern DATES = Pattern.compile("(\\d{4}-\\d{1,2}-\\d{1,2})(?:\\s+to\\s+(\\d{4}-\\d{1,2}-\\d{1,2}))?");
    private static final Pattern YEARLY = Pattern.compile("(\\d{1,2}-\\d{1,2})(?:\\s+to\\s+(\\d{1,2}-\\d{1,2}))?");
    private static final int MINUTES_PER_DAY = 24 * 60;
    private static final String CURE = "write 'mon-fri 08:30-18:00', '2026-12-25', '2026-08-03 to 2026-08-21' or '12-25'";

    private final Mistakes mistakes;

    HoursReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    Hours read(String name, Fields fields) {
        Entry open = fields.take("open");
        Entry closed = fields.take("closed");
        if (open == null && closed == null) {
            mistakes.error(fields.section().place(), "[hours " + name + "] says neither open nor closed", "write 'open = mon-fri 08:30-18:00'");
        }
        return new Hours(name, open == null ? List.of() : spans(open), closed == null ? List.of() : spans(closed));
    }

    private List<Span> spans(Entry entry) {
        List<Span> spans = new ArrayList<>();
        List<Days> waiting = new ArrayList<>();
        Days before = null;
        for (Fields.Part part : Fields.parts(entry, ",", mistakes)) {
            Matcher times = TIMES.matcher(part.text());
            boolean timed = times.matches();
            String dayText = timed ? times.group(1) : part.text();
            Days days = dayText.isEmpty() ? null : days(dayText);
            if (days == null && !dayText.isEmpty()) {
                mistakes.error(part.place(), Mistakes.quote(part.text()) + " is neither days nor dates", CURE);
                continue;
            }
            if (!timed) {
                // Holidays stand for themselves; weekdays may wait for a time.
                if (days instanceof Days.Weekdays) {
                    waiting.add(days);
                } else {
                    spans.add(Span.wholeDay(days));
                }
                continue;
            }
            if (days != null) {
                waiting.add(days);
            }
            if (!waiting.isEmpty()) {
                before = new Days.Several(waiting);
                waiting = new ArrayList<>();
            }
            span(part, times, before, spans);
        }
        waiting.forEach(days -> spans.add(Span.wholeDay(days)));
        return spans;
    }

    private void span(Fields.Part part, Matcher times, Days days, List<Span> spans) {
        int from = minute(times.group(2), times.group(3));
        int until = minute(times.group(4), times.group(5));
        if (from < 0 || until < 0 || from == until || from == MINUTES_PER_DAY) {
            mistakes.error(part.place(), Mistakes.quote(part.text()) + " has an impossible time", "write times from 00:00 to 24:00, start before end");
        } else if (days == null) {
            mistakes.error(part.place(), Mistakes.quote(part.text()) + " has no days", "write 'mon-fri' before the time");
        } else {
            spans.add(new Span(days, from, until == 0 ? MINUTES_PER_DAY : until));
        }
    }

    /// Minute of the day, or -1.
    static int minute(String hour, String minute) {
        int total = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
        return Integer.parseInt(minute) < 60 && total <= MINUTES_PER_DAY ? total : -1;
    }

    private static Days days(String text) {
        Matcher dates = DATES.matcher(text);
        Matcher yearly = YEARLY.matcher(text);
        try {
            if (dates.matches()) {
                LocalDate first = date(dates.group(1));
                LocalDate last = dates.group(2) == null ? first : date(dates.group(2));
                return last.isBefore(first) ? null : new Days.Dates(first, last);
            }
            if (yearly.matches()) {
                MonthDay first = monthDay(yearly.group(1));
                return new Days.Yearly(first, yearly.group(2) == null ? first : monthDay(yearly.group(2)));
            }
        } catch (DateTimeException _) {
            return null;
        }
        return weekdays(text);
    }

    static LocalDate date(String text) {
        String[] parts = text.split("-");
        return LocalDate.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    private static MonthDay monthDay(String text) {
        String[] parts = text.split("-");
        return MonthDay.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    /// `mon`, `mon-fri`, `sat-mon`, and blanks between several.
    private static Days weekdays(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String piece : text.strip().replaceAll("\\s*-\\s*", "-").split("\\s+")) {
            String[] ends = piece.split("-", -1);
            int first = DAYS.indexOf(ends[0]);
            int last = DAYS.indexOf(ends[ends.length - 1]);
            if (first < 0 || last < 0 || ends.length > 2) {
                return null;
            }
            for (int day = first; ; day = (day + 1) % DAYS.size()) {
                days.add(DayOfWeek.of(day + 1));
                if (day == last) {
                    break;
                }
            }
        }
        return new Days.Weekdays(days);
    }
}
