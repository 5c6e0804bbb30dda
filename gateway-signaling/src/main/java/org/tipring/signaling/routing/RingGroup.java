package org.tipring.signaling.routing;

import java.time.Duration;
import java.util.List;

/// Telephones that are called by one name.
///
/// @param ringFor how long altogether with [Pick#ALL], else each; null: the gateway's default
public record RingGroup(String name, List<String> members, Pick pick, Duration ringFor) {

    public RingGroup {
        members = List.copyOf(members);
    }
}
