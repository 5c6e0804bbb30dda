package org.tipring.signaling.control;

import java.time.Duration;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;

/// How long was talked through each interface in the present calendar month, for the dial plan's `limit`. Owned by the control thread.
public final class Usage {

    private final Map<String, Duration> talked = new HashMap<>();
    private YearMonth month;

    /// @param talked what an earlier process counted in `month`
    public Usage(YearMonth month, Map<String, Duration> talked) {
        this.month = month;
        this.talked.putAll(talked);
    }

    void add(String interfaceName, Duration talk, YearMonth when) {
        turnTo(when);
        talked.merge(interfaceName, talk, Duration::plus);
    }

    Duration talked(String interfaceName, YearMonth now) {
        turnTo(now);
        return talked.getOrDefault(interfaceName, Duration.ZERO);
    }

    /// For keeping: the figures of [#month].
    public Map<String, Duration> figures() {
        return Map.copyOf(talked);
    }

    public YearMonth month() {
        return month;
    }

    /// A new month begins at nothing.
    private void turnTo(YearMonth now) {
        if (!now.equals(month)) {
            month = now;
            talked.clear();
        }
    }
}
