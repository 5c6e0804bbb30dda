package org.tipring.signaling.routing.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.signaling.routing.AnswerTime;
import org.tipring.signaling.routing.FailOver;
import org.tipring.signaling.routing.Hours;
import org.tipring.signaling.routing.NumberPattern;
import org.tipring.signaling.routing.Permission;
import org.tipring.signaling.routing.Route;
import org.tipring.signaling.routing.RouteRequest;
import org.tipring.signaling.routing.RouteTarget;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.signaling.routing.text.Spelling;

/// Reads `[route NAME]`.
final class RouteReader {

    private static final Pattern PIN = Pattern.compile("([A-Za-z0-9_-]{1,32})(?:\\s*,\\s*([1-9]) tr(?:y|ies))?");
    private static final int USUAL_TRIES = 3;
    private static final Pattern TONE = Pattern.compile("dial tone as ([A-Za-z0-9_-]+)(?: without (.+))?");
    private static final Pattern RINGS = Pattern.compile("after ([1-9]|1\\d|20) rings?");
    private static final List<String> MEDIA = List.of("g711", "clear-channel", "t38");

    private final Names names;
    private final Map<String, Hours> hours;
    private final Map<String, Permission> permissions;
    private final Mistakes mistakes;
    private final PatternReader patterns;
    private final TargetReader targets;

    RouteReader(Names names, Map<String, NumberPattern> lists, Map<String, Hours> hours, Map<String, Permission> permissions,
                Mistakes mistakes) {
        this.names = names;
        this.hours = hours;
        this.permissions = permissions;
        this.mistakes = mistakes;
        this.patterns = new PatternReader(mistakes, lists);
        this.targets = new TargetReader(names, mistakes);
    }

    Route read(Fields fields) {
        Place place = fields.section().place();
        Set<String> from = from(fields.take("from"));
        NumberPattern called = patterns.read(fields.take("called"));
        NumberPattern caller = patterns.read(fields.take("caller"));
        List<Hours> when = when(fields.take("when"));
        String needs = needs(fields.take("needs"));
        Route.Pin pin = pin(fields.take("ask pin"));
        AnswerTime answer = answer(fields.take("answer"));
        Entry thenEntry = fields.take("then");
        Route.Tone then = thenEntry == null ? null : then(thenEntry);
        List<Entry> toEntries = fields.takeAll("to");
        List<RouteTarget> to = targets(toEntries);
        NextOn next = new NextOn(fields.take("next on"));
        String callerId = callerId(fields.take("caller id"));
        String media = media(fields.take("media"));
        if (thenEntry != null && pin == null) {
            mistakes.error(thenEntry.place(), "anybody who calls would get a dial tone", "write 'ask pin = NAME', or remove 'then'");
        }
        if (thenEntry == null == toEntries.isEmpty()) {
            mistakes.error(place, thenEntry == null ? "the route leads nowhere" : "the route has both 'then' and 'to'",
                    thenEntry == null ? "write 'to = ...'" : "remove one of them");
        }
        return new Route(fields.section().name(), place, from, called, caller, when, needs, pin, answer, then, to, next.causes, next.ringFor,
                callerId, media);
    }

    private Set<String> from(Entry entry) {
        Set<String> from = new LinkedHashSet<>();
        for (Fields.Part part : parts(entry)) {
            if (!names.isSource(part.text())) {
                mistakes.error(part.place(), Mistakes.quote(part.text()) + " is no interface or member", Spelling.cure(part.text(), names.sources()));
            }
            from.add(part.text());
        }
        return from;
    }

    private List<Fields.Part> parts(Entry entry) {
        return entry == null ? List.of() : Fields.parts(entry, ",", mistakes);
    }

    private List<Hours> when(Entry entry) {
        List<Hours> when = new ArrayList<>();
        for (Fields.Part part : parts(entry)) {
            Hours named = hours.get(part.text());
            if (named == null) {
                mistakes.error(part.place(), "there is no [hours " + part.text() + "]", Spelling.cure(part.text(), hours.keySet()));
            } else {
                when.add(named);
            }
        }
        return when;
    }

    private String needs(Entry entry) {
        if (entry == null) {
            return "";
        }
        if (!permissions.containsKey(entry.value())) {
            mistakes.error(entry.valuePlace(), Mistakes.quote(entry.value()) + " is no permission", Spelling.cure(entry.value(), permissions.keySet()));
        }
        return entry.value();
    }

    private Route.Pin pin(Entry entry) {
        if (entry == null) {
            return null;
        }
        Matcher matcher = PIN.matcher(entry.value());
        if (!matcher.matches()) {
            mistakes.error(entry.valuePlace(), "'ask pin' cannot be " + Mistakes.quote(entry.value()),
                    "write the name of a PIN store: 'ask pin = travellers, 3 tries'");
            return null;
        }
        return new Route.Pin(matcher.group(1), matcher.group(2) == null ? USUAL_TRIES : Integer.parseInt(matcher.group(2)));
    }

    private AnswerTime answer(Entry entry) {
        if (entry == null || entry.value().equals("when the called phone answers")) {
            return AnswerTime.WITH_CALLED;
        }
        Matcher matcher = RINGS.matcher(entry.value());
        if (matcher.matches()) {
            return new AnswerTime(Integer.parseInt(matcher.group(1)));
        }
        mistakes.error(entry.valuePlace(), "'answer' cannot be " + Mistakes.quote(entry.value()),
                "write 'after 2 rings' or 'when the called phone answers'");
        return AnswerTime.WITH_CALLED;
    }

    private Route.Tone then(Entry entry) {
        Matcher matcher = TONE.matcher(entry.value());
        if (!matcher.matches()) {
            mistakes.error(entry.valuePlace(), "'then' cannot be " + Mistakes.quote(entry.value()), "write 'dial tone as phones without international'");
            return null;
        }
        String as = matcher.group(1);
        if (names.interfaceOf(as) != null || names.behind(as) == null || !names.behind(as).telephones()) {
            mistakes.error(entry.valuePlace().plus(matcher.start(1)), Mistakes.quote(as) + " is no interface of telephones",
                    Spelling.cure(as, names.sources().stream().filter(name -> names.interfaceOf(name) == null && names.behind(name).telephones()).toList()));
        }
        Set<String> without = new LinkedHashSet<>();
        for (String permission : matcher.group(2) == null ? new String[0] : matcher.group(2).split("\\s*,\\s*|\\s+and\\s+|\\s+")) {
            if (!permissions.containsKey(permission)) {
                mistakes.error(entry.valuePlace().plus(matcher.start(2)), Mistakes.quote(permission) + " is no permission",
                        Spelling.cure(permission, permissions.keySet()));
            }
            without.add(permission);
        }
        return new Route.Tone(as, without);
    }

    private List<RouteTarget> targets(List<Entry> entries) {
        List<RouteTarget> all = new ArrayList<>();
        for (Entry entry : entries) {
            if (!all.isEmpty() && !(all.getLast() instanceof RouteTarget.Destination)) {
                mistakes.error(entry.place(), "nothing comes after 'reject' and 'ignore'", "move the line before them");
            }
            RouteTarget target = targets.read(entry);
            if (target != null) {
                all.add(target);
            }
        }
        return all;
    }

    private String callerId(Entry entry) {
        if (entry == null || entry.value().equals(RouteRequest.ANONYMOUS)) {
            return entry == null ? "" : RouteRequest.ANONYMOUS;
        }
        String number = TargetReader.plain(entry.value());
        if (!number.matches("\\+?\\d{2,20}")) {
            mistakes.error(entry.valuePlace(), "'caller id' cannot be " + Mistakes.quote(entry.value()), "write a number such as +44 20 7946 0100, or anonymous");
        }
        return number;
    }

    private String media(Entry entry) {
        if (entry == null) {
            return "";
        }
        for (String word : entry.value().split("\\s+")) {
            if (!MEDIA.contains(word)) {
                mistakes.error(entry.valuePlace(), Mistakes.quote(word) + " is no value of 'media'", Spelling.cure(word, MEDIA));
            } else if (word.equals("t38")) {
                mistakes.warning(entry.valuePlace(), "T.38 is not there yet, the call goes as clear-channel", "write 'media = g711 clear-channel'");
            }
        }
        return entry.value();
    }

    /// `next on = no-answer 12s, busy, 404, q850:17`
    private final class NextOn {

        private static final Pattern TIMED = Pattern.compile("no-answer\\s+(\\S.*)");
        private static final Pattern CAUSE = Pattern.compile("q850:(\\d{1,3})");

        private Set<FailOver> causes = FailOver.DEFAULT;
        private Duration ringFor;

        NextOn(Entry entry) {
            if (entry == null) {
                return;
            }
            causes = new LinkedHashSet<>();
            parts(entry).forEach(this::add);
        }

        private void add(Fields.Part part) {
            Matcher timed = TIMED.matcher(part.text());
            Matcher q850 = CAUSE.matcher(part.text());
            if (timed.matches()) {
                ringFor = Fields.duration(timed.group(1));
                causes.add(FailOver.Cause.NO_ANSWER);
                if (ringFor == null || ringFor.isZero()) {
                    mistakes.error(part.place(), Mistakes.quote(part.text()) + " has no time", "write 'no-answer 12s'");
                }
            } else if (part.text().matches("[3-6]\\d\\d")) {
                causes.add(new FailOver.SipStatus(Integer.parseInt(part.text())));
            } else if (q850.matches() && Integer.parseInt(q850.group(1)) >= 1 && Integer.parseInt(q850.group(1)) <= 127) {
                causes.add(new FailOver.Q850(Integer.parseInt(q850.group(1))));
            } else {
                FailOver.Cause cause = Fields.word(part.text(), part.place(), "'next on'", FailOver.Cause.class, null, mistakes);
                if (cause != null) {
                    causes.add(cause);
                }
            }
        }
    }
}
