package org.tipring.signaling.routing;

import java.time.Instant;

/// One call that wants to go somewhere.
///
/// @param called digits as they came; empty for off hook without digits and for a line's call, which names no number
/// @param caller number as it came; empty when unknown, [#ANONYMOUS] when withheld
/// @param at when, for routes with hours
public record RouteRequest(CallSource source, String called, String caller, Instant at) {

    public static final String ANONYMOUS = "anonymous";
}
