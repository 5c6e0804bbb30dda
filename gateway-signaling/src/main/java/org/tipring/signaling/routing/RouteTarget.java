package org.tipring.signaling.routing;

import java.time.Duration;
import java.util.List;
import org.tipring.signaling.routing.text.Place;

/// One `to` line.
public sealed interface RouteTarget {

    Place place();

    /// @param interfaceName interface or ring group
    /// @param member the one member that the line names; empty: by number or by `pick`
    /// @param ringFor null: as the route or the group says; @param ring 0: the ordinary one
    record Destination(String interfaceName, String member, List<NumberChange> changes, Duration ringFor, int ring, Place place)
            implements RouteTarget {

        public Destination {
            changes = List.copyOf(changes);
        }
    }

    record Reject(int status, Place place) implements RouteTarget { }

    record Ignore(Place place) implements RouteTarget { }
}
