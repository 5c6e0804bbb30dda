package org.tipring.signaling.call;

/// One side of a call. Unique in the process.
public record LegId(long number) {

    @Override
    public String toString() {
        return "leg" + number;
    }
}
