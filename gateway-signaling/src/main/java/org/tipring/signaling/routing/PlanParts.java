package org.tipring.signaling.routing;

import java.util.List;

/// Everything a dial plan says, in the order in which it says it.
///
/// @param emergency null: none is configured
public record PlanParts(Country country, Dialling dialling, EmergencyRule emergency, List<Interface> interfaces,
                        List<RingGroup> groups, List<Permission> permissions, List<Hours> hours, List<Route> routes,
                        List<PlanTest> tests) {

    public PlanParts {
        interfaces = List.copyOf(interfaces);
        groups = List.copyOf(groups);
        permissions = List.copyOf(permissions);
        hours = List.copyOf(hours);
        routes = List.copyOf(routes);
        tests = List.copyOf(tests);
    }
}
