package org.tipring.signaling.routing.read;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tipring.signaling.routing.Country;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.Dialling;
import org.tipring.signaling.routing.EmergencyRule;
import org.tipring.signaling.routing.Hours;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.NumberPattern;
import org.tipring.signaling.routing.Permission;
import org.tipring.signaling.routing.PlanParts;
import org.tipring.signaling.routing.PlanTest;
import org.tipring.signaling.routing.RingGroup;
import org.tipring.signaling.routing.Route;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.signaling.routing.text.Section;
import org.tipring.signaling.routing.text.Spelling;

/// Reads a whole plan. First everything that has a name, wherever it stands; then what uses the names.
public final class PlanReader {

    private static final List<String> KINDS = List.of("country", "dialling", "emergency", "interface", "ring-group", "permission",
            "list", "hours", "route", "tests");
    private static final Set<String> NAMED = Set.of("interface", "ring-group", "list", "hours", "route");

    private final Mistakes mistakes;
    private final ZoneId machineZone;
    private final Names names;
    private final Map<String, NumberPattern> lists = new LinkedHashMap<>();
    private final Map<String, Hours> hours = new LinkedHashMap<>();
    private final Map<String, Permission> permissions = new LinkedHashMap<>();
    private final List<Interface> interfaces = new ArrayList<>();
    private final List<RingGroup> groups = new ArrayList<>();

    private PlanReader(ZoneId machineZone, Mistakes mistakes) {
        this.mistakes = mistakes;
        this.machineZone = machineZone;
        this.names = new Names(mistakes);
    }

    /// @param file its name, for mistakes that have no place of their own
    /// @param machineZone wall clock where `[country]` names none
    /// @return null when there are mistakes
    public static DialPlan read(String file, List<Section> sections, ZoneId machineZone, Mistakes mistakes) {
        int before = mistakes.errors();
        PlanParts parts = new PlanReader(machineZone, mistakes).parts(file, sections);
        return mistakes.errors() > before ? null : new DialPlan(parts);
    }

    private PlanParts parts(String file, List<Section> all) {
        List<Section> sections = known(all);
        List<Section> countries = of("country", sections);
        if (countries.isEmpty()) {
            mistakes.error(new Place(file, 1, 1), "there is no [country]", "write [country] with name, code, trunk and abroad");
        }
        InterfaceReader interfaceReader = new InterfaceReader(names, mistakes);
        each("interface", sections, fields -> interfaces.add(interfaceReader.read(fields)));
        each("ring-group", sections, fields -> groups.add(interfaceReader.group(fields)));
        each("list", sections, this::list);
        each("hours", sections, this::hours);
        of("permission", sections).forEach(this::permissions);
        Country country = countries.isEmpty() ? null : country(new Fields(countries.getFirst(), mistakes));
        List<Dialling> dialling = new ArrayList<>();
        each("dialling", sections, fields -> dialling.add(dialling(fields)));
        EmergencyReader emergencyReader = new EmergencyReader(names, mistakes);
        List<EmergencyRule> emergency = new ArrayList<>();
        each("emergency", sections, fields -> emergency.add(emergencyReader.read(fields)));
        RouteReader routeReader = new RouteReader(names, lists, hours, permissions, mistakes);
        List<Route> routes = new ArrayList<>();
        each("route", sections, fields -> routes.add(routeReader.read(fields)));
        List<PlanTest> tests = new ArrayList<>();
        of("tests", sections).forEach(section -> section.entries().forEach(
                entry -> tests.add(new PlanTest(entry.key(), entry.value(), entry.valuePlace()))));
        if (routes.isEmpty() && !mistakes.any()) {
            mistakes.error(new Place(file, 1, 1), "there is no [route]", "write [route NAME] with 'to = ...'");
        }
        return new PlanParts(country, dialling.isEmpty() ? Dialling.DEFAULT : dialling.getFirst(),
                emergency.isEmpty() ? null : emergency.getFirst(), interfaces, groups, List.copyOf(permissions.values()),
                List.copyOf(hours.values()), routes, tests, sections);
    }

    private List<Section> known(List<Section> all) {
        List<Section> known = new ArrayList<>();
        for (Section section : all) {
            if (!KINDS.contains(section.kind())) {
                mistakes.error(section.place(), "there is no section [" + section.kind() + "]", Spelling.cure(section.kind(), KINDS));
            } else if (NAMED.contains(section.kind()) == section.name().isEmpty()) {
                mistakes.error(section.place(), section.name().isEmpty() ? "[" + section.kind() + "] has no name"
                                : "[" + section.kind() + "] takes no name",
                        section.name().isEmpty() ? "write [" + section.kind() + " NAME]" : "write [" + section.kind() + "]");
            } else {
                known.add(section);
            }
        }
        return known;
    }

    private static List<Section> of(String kind, List<Section> sections) {
        return sections.stream().filter(section -> section.kind().equals(kind)).toList();
    }

    private void each(String kind, List<Section> sections, java.util.function.Consumer<Fields> reader) {
        for (Section section : of(kind, sections)) {
            Fields fields = new Fields(section, mistakes);
            reader.accept(fields);
            fields.finish();
        }
    }

    private Country country(Fields fields) {
        String name = fields.text("name", "");
        Entry code = fields.required("code", "write 'code = 44'");
        String codeDigits = code == null ? "" : digits(code, "[1-9]\\d{0,2}", "write the country code without +: 'code = 44'");
        String trunk = optional(fields.take("trunk"), "\\d{1,3}", "write the national prefix: 'trunk = 0', or leave the key out");
        String abroad = optional(fields.take("abroad"), "\\d{1,5}", "write the international prefix: 'abroad = 00'");
        String area = optional(fields.take("area"), "\\d{1,6}", "write the area code without trunk prefix: 'area = 20'");
        ZoneId zone = zone(fields.take("time zone"));
        NumberPattern never = new PatternReader(mistakes, lists).read(fields.take("never convert"));
        if (!name.matches("[A-Z]{2}")) {
            mistakes.error(fields.section().place(), "[country] has no name of two capital letters", "write 'name = GB' (ISO 3166)");
        }
        fields.finish();
        return new Country(name, codeDigits, trunk, abroad, area, zone, never);
    }

    private String optional(Entry entry, String shape, String cure) {
        return entry == null ? "" : digits(entry, shape, cure);
    }

    private String digits(Entry entry, String shape, String cure) {
        if (!entry.value().matches(shape)) {
            mistakes.error(entry.valuePlace(), "'" + entry.key() + "' cannot be " + Mistakes.quote(entry.value()), cure);
        }
        return entry.value();
    }

    private ZoneId zone(Entry entry) {
        if (entry == null) {
            return machineZone;
        }
        try {
            return ZoneId.of(entry.value());
        } catch (DateTimeException _) {
            mistakes.error(entry.valuePlace(), Mistakes.quote(entry.value()) + " is no time zone",
                    Spelling.cure(entry.value(), ZoneId.getAvailableZoneIds()).startsWith("did")
                            ? Spelling.cure(entry.value(), ZoneId.getAvailableZoneIds()) : "write one such as Europe/London");
            return machineZone;
        }
    }

    private Dialling dialling(Fields fields) {
        String outside = optional(fields.take("outside line"), "[0-9*#]{1,4}", "write the digits that reach an outside line: 'outside line = 9'");
        Dialling otherwise = Dialling.DEFAULT;
        String endKey = fields.text("end key", otherwise.endKey());
        if (!endKey.matches("[*#]|none")) {
            mistakes.error(fields.section().place(), "'end key' cannot be " + Mistakes.quote(endKey), "write \"#\", \"*\" or none");
        }
        return new Dialling(outside, fields.duration("first digit", otherwise.firstDigit()), fields.duration("next digit", otherwise.nextDigit()),
                fields.duration("last digit", otherwise.lastDigit()), endKey.equals("none") ? "" : endKey);
    }

    private void list(Fields fields) {
        String name = fields.section().name();
        names.declare(name, "a list", fields.section().place());
        Entry numbers = fields.required("numbers", "write 'numbers = +44 7700 900111 | +44 7700 900112'");
        NumberPattern pattern = new PatternReader(mistakes, Map.of()).read(numbers);
        lists.put(name, pattern == null ? new NumberPattern(List.of(), false, null, false) : pattern);
    }

    private void hours(Fields fields) {
        String name = fields.section().name();
        names.declare(name, "hours", fields.section().place());
        hours.put(name, new HoursReader(mistakes).read(name, fields));
    }

    private void permissions(Section section) {
        for (Entry entry : section.entries()) {
            names.declare(entry.key(), "a permission", entry.place());
            Set<String> holders = new LinkedHashSet<>();
            boolean everybody = false;
            List<Fields.Part> parts = Fields.parts(entry, ",", mistakes);
            for (Fields.Part part : parts) {
                if (Set.of("everybody", "nobody").contains(part.text())) {
                    everybody |= part.text().equals("everybody");
                    if (parts.size() > 1) {
                        mistakes.error(part.place(), "'" + part.text() + "' stands beside others", "let it stand alone");
                    }
                } else if (names.isSource(part.text())) {
                    holders.add(part.text());
                } else {
                    mistakes.error(part.place(), Mistakes.quote(part.text()) + " is no interface or member",
                            Spelling.cure(part.text(), names.sources()));
                }
            }
            permissions.put(entry.key(), new Permission(entry.key(), holders, everybody));
        }
    }
}
