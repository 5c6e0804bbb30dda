package org.tipring.signaling.routing;

import java.util.List;
import java.util.Map;
import org.tipring.signaling.routing.text.Place;

/// Everything a dial plan says, in the order in which it says it.
///
/// @param emergency null: none is configured
/// @param places of the sections, by their headings: `interface landlines`
public record PlanParts(Country country, Dialling dialling, EmergencyRule emergency, List<Interface> interfaces,
                        List<RingGroup> groups, List<Permission> permissions, List<Hours> hours, List<Route> routes,
                        List<PlanTest> tests, Map<String, Place> places) {

    public PlanParts {
        interfaces = List.copyOf(interfaces);
        groups = List.copyOf(groups);
        permissions = List.copyOf(permissions);
        hours = List.copyOf(hours);
        routes = List.copyOf(routes);
        tests = List.copyOf(tests);
        places = Map.copyOf(places);
    }
}
