package org.tipring.signaling.routing;

import java.util.List;
import org.tipring.signaling.routing.text.Place;
import org.tipring.signaling.routing.text.Section;

/// Everything a dial plan says, in the order in which it says it.
///
/// @param emergency null: none is configured
/// @param source what all of it was read from
public record PlanParts(Country country, Dialling dialling, EmergencyRule emergency, List<Interface> interfaces,
                        List<RingGroup> groups, List<Permission> permissions, List<Hours> hours, List<Route> routes,
                        List<PlanTest> tests, List<Section> source) {

    public PlanParts {
        interfaces = List.copyOf(interfaces);
        groups = List.copyOf(groups);
        permissions = List.copyOf(permissions);
        hours = List.copyOf(hours);
        routes = List.copyOf(routes);
        tests = List.copyOf(tests);
        source = List.copyOf(source);
    }

    /// Where a section stands, by its heading: `interface landlines`.
    public Place place(String heading) {
        return source.stream().filter(section -> section.heading().equals(heading)).map(Section::place).findFirst()
                .orElse(new Place("dialplan", 1, 1));
    }
}
