package org.tipring.signaling.routing;

/// Where a call comes from, in the dial plan's names: `("phones", "201")`, `("landlines", "fxo1")`, `("carrier", "")`.
///
/// @param interfaceName the `[interface]`
/// @param member the telephone or line in it; empty for a trunk, which has none
public record CallSource(String interfaceName, String member) {

    @Override
    public String toString() {
        return member.isEmpty() ? interfaceName : interfaceName + "/" + member;
    }
}
