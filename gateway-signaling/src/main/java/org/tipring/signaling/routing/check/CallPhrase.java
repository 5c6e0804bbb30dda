package org.tipring.signaling.routing.check;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.Hours;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.RouteDecision;
import org.tipring.signaling.routing.RouteRequest;

/// A call in words: `203 dials 9 07700 900555 with gsm busy at sat 10:00`, `landlines call from 02079460999`,
/// `carrier calls +442079460123 from +33123456789`, `pin travellers dials 9 123`.
///
/// @param request the call
/// @param pin the store whose PIN was entered before; empty: none
/// @param conditions what is busy, down, ...
/// @param timed whether it says when
public record CallPhrase(RouteRequest request, String pin, Conditions conditions, boolean timed) {

    private static final Pattern PHRASE = Pattern.compile("(?:(pin) )?(\\S+) (dials|calls|call from) (.+?)(?: from (.+))?");
    private static final Pattern TAIL = Pattern.compile("(.+) (with|at) (.+?)");
    private static final Pattern TIME = Pattern.compile("(?:(\\d{4}-\\d{2}-\\d{2}|[a-z]{3}) )?(\\d{1,2}):(\\d\\d)( UTC)?");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 8);
    private static final int DAYS_TRIED = 2 * 366;

    /// It cannot be understood; the message is `what: cure`.
    public static final class Unclear extends Exception {
        private static final long serialVersionUID = 1;

        Unclear(String what, String cure) {
            super(what + ": " + cure);
        }
    }

    public static CallPhrase parse(String text, DialPlan plan, Instant now) throws Unclear {
        String rest = text.strip().replaceAll("\\s+", " ");
        Conditions conditions = Conditions.NONE;
        Instant at = null;
        for (Matcher tail = TAIL.matcher(rest); tail.matches(); tail = TAIL.matcher(rest)) {
            if (tail.group(2).equals("with")) {
                conditions = Conditions.parse(tail.group(3), plan).and(conditions);
            } else {
                at = time(tail.group(3), plan);
            }
            rest = tail.group(1);
        }
        Matcher phrase = PHRASE.matcher(rest);
        if (!phrase.matches()) {
            throw new Unclear("'" + rest + "' is no call", "write '201 dials 9 123', 'landlines call from 0123' or 'carrier calls +44123'");
        }
        Instant when = at == null ? now : at;
        boolean pin = phrase.group(1) != null;
        String subject = phrase.group(2);
        String from = phrase.group(5) == null ? "" : number(phrase.group(5));
        RouteRequest request = switch (phrase.group(3)) {
            case "dials" -> new RouteRequest(pin ? new CallSource("", "") : telephone(subject, plan), number(phrase.group(4)),
                    pin ? "" : subject, when);
            case "calls" -> new RouteRequest(outside(subject, plan), number(phrase.group(4)), from, when);
            default -> new RouteRequest(outside(subject, plan), "", number(phrase.group(4)), when);
        };
        if (pin && !phrase.group(3).equals("dials")) {
            throw new Unclear("a PIN is entered to dial", "write 'pin " + subject + " dials 9 123'");
        }
        return new CallPhrase(request, pin ? subject : "", conditions, at != null);
    }

    private static CallSource telephone(String name, DialPlan plan) throws Unclear {
        Interface of = plan.interfaceOf(name);
        if (of == null || !of.telephones()) {
            throw new Unclear("'" + name + "' is no telephone", "only telephones dial; for others write 'landlines call from ...' or 'carrier calls ...'");
        }
        return new CallSource(of.name(), name);
    }

    /// A line's call comes in on one of the interface's lines; which one, nobody says, so it is the first.
    private static CallSource outside(String name, DialPlan plan) throws Unclear {
        Interface named = plan.interfaceNamed(name);
        Interface of = named == null ? plan.interfaceOf(name) : named;
        if (of == null) {
            throw new Unclear("'" + name + "' is no interface", "use one of: " + plan.interfaces().stream().map(Interface::name).toList());
        }
        return new CallSource(of.name(), named == null ? name : of.members().isEmpty() ? "" : of.members().getFirst());
    }

    private static String number(String text) throws Unclear {
        String plain = text.replaceAll("[ -]", "");
        if (plain.equals("nothing")) {
            return "";
        }
        if (!plain.equals(RouteRequest.ANONYMOUS) && !plain.matches("[0-9*#+]{1,60}")) {
            throw new Unclear("'" + text + "' is no number", "write digits, *, # and +, or nothing, or anonymous");
        }
        return plain;
    }

    private static Instant time(String text, DialPlan plan) throws Unclear {
        Matcher matcher = TIME.matcher(text);
        try {
            if (matcher.matches()) {
                LocalTime time = LocalTime.of(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
                String day = matcher.group(1);
                LocalDate date = day != null && day.length() > 3 ? LocalDate.parse(day) : ordinary(day, plan);
                return LocalDateTime.of(date, time).atZone(matcher.group(4) == null ? plan.parts().country().zone() : ZoneOffset.UTC).toInstant();
            }
        } catch (DateTimeException _) {
            // Falls through to the same message.
        }
        throw new Unclear("'" + text + "' is no time", "write '10:00', 'tue 10:00' or '2026-12-25 10:00', and ' UTC' behind it for a clock elsewhere");
    }

    /// A day of that name on which no rule with a date holds: `tue 10:00` means an ordinary Tuesday.
    private static LocalDate ordinary(String day, DialPlan plan) throws Unclear {
        DayOfWeek wanted = day == null ? DayOfWeek.WEDNESDAY : DAYS.contains(day) ? DayOfWeek.of(DAYS.indexOf(day) + 1) : null;
        if (wanted == null) {
            throw new Unclear("'" + day + "' is no weekday", "use one of: " + String.join(", ", DAYS));
        }
        LocalDate date = FIRST_DAY;
        for (int i = 0; i < DAYS_TRIED; i++, date = date.plusDays(1)) {
            LocalDate each = date;
            if (each.getDayOfWeek() == wanted && plan.parts().hours().stream().noneMatch(hours -> dated(hours, each))) {
                return each;
            }
        }
        return FIRST_DAY;
    }

    private static boolean dated(Hours hours, LocalDate day) {
        return java.util.stream.Stream.concat(hours.open().stream(), hours.closed().stream()).anyMatch(span -> dated(span.days(), day));
    }

    private static boolean dated(Hours.Days days, LocalDate day) {
        return switch (days) {
            case Hours.Days.Weekdays _ -> false;
            case Hours.Days.Several several -> several.days().stream().anyMatch(each -> dated(each, day));
            case Hours.Days.Dates dates -> dates.hold(day) || dates.hold(day.minusDays(1));
            case Hours.Days.Yearly yearly -> yearly.hold(day) || yearly.hold(day.minusDays(1));
        };
    }

    /// What the plan says about it.
    public RouteDecision decide(DialPlan plan) throws Unclear {
        if (pin.isEmpty()) {
            return plan.route(request);
        }
        return plan.routeAfterDialTone(tone(plan), request);
    }

    /// The call as the routes see it: after a PIN it comes from the interface that the dial tone names.
    public RouteRequest effective(DialPlan plan) throws Unclear {
        return pin.isEmpty() ? request
                : new RouteRequest(new CallSource(tone(plan).as(), ""), request.called(), request.caller(), request.at());
    }

    private RouteDecision.DialTone tone(DialPlan plan) throws Unclear {
        return plan.parts().routes().stream().filter(route -> route.pin() != null && route.pin().store().equals(pin) && route.then() != null)
                .map(route -> new RouteDecision.DialTone(route.name(), route.then().as(), route.then().without())).findFirst()
                .orElseThrow(() -> new Unclear("no route gives a dial tone after 'ask pin = " + pin + "'", "name the PIN store of such a route"));
    }
}
