package org.tipring.signaling.routing;

import java.util.Set;

/// Who may use a route that `needs` it.
///
/// @param holders interfaces and members; @param everybody all of them
public record Permission(String name, Set<String> holders, boolean everybody) {

    public Permission {
        holders = Set.copyOf(holders);
    }

    public boolean heldBy(CallSource source) {
        return everybody || holders.contains(source.interfaceName()) || holders.contains(source.member());
    }
}
