package org.tipring.tdm.trunk;

/// In which order a group's lines are tried.
public enum HuntOrder {
    /// As configured, always from the first.
    ASCENDING,
    /// As configured, always from the last: keeps outgoing calls away from the line that incoming calls meet first (glare).
    DESCENDING,
    /// From the one after the line used last.
    ROUND_ROBIN,
    /// The one that has rested longest first.
    LEAST_RECENTLY_USED,
    /// The one with the fewest calls so far first.
    LEAST_USED
}
