package org.tipring.media.dsp;

import java.util.List;

/// The rhythm of a tone or of a ring: on, off, on, off ... milliseconds, repeated for ever. An empty list is "always on".
public record Cadence(List<Integer> millis) {

    public static final Cadence STEADY = new Cadence(List.of());

    public Cadence {
        millis = List.copyOf(millis);
        if (millis.size() % 2 != 0 || millis.stream().anyMatch(m -> m <= 0)) {
            throw new IllegalArgumentException("a cadence is pairs of positive on and off times: " + millis);
        }
    }

    public static Cadence of(Integer... millis) {
        return new Cadence(List.of(millis));
    }

    public boolean steady() {
        return millis.isEmpty();
    }

    /// The length of one round, 0 when steady.
    public int periodMillis() {
        return millis.stream().mapToInt(Integer::intValue).sum();
    }

    /// Whether the tone sounds `atMillis` after the start.
    public boolean onAt(long atMillis) {
        if (steady()) {
            return true;
        }
        long rest = atMillis % periodMillis();
        boolean on = true;
        for (int part : millis) {
            if (rest < part) {
                return on;
            }
            rest -= part;
            on = !on;
        }
        throw new AssertionError("beyond the period");
    }
}
