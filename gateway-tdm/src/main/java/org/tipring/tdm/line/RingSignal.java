package org.tipring.tdm.line;

import org.tipring.media.dsp.Cadence;

/// How a telephone is to ring.
///
/// @param decihertz frequency of the ringing current in tenths of a hertz
public record RingSignal(int decihertz, Cadence cadence) {

    /// Distinctive patterns 2 to 8 (Telcordia GR-506 / FR-64 for 2 to 4, then what telephone adapters made of it); pattern 1 and any other is
    /// the country's own.
    public RingSignal distinctive(int pattern) {
        return switch (pattern) {
            case 2 -> with(800, 400, 800, 4000);
            case 3 -> with(400, 200, 400, 200, 800, 4000);
            case 4 -> with(300, 200, 1000, 200, 300, 4000);
            case 5 -> with(500, 500, 500, 4500);
            case 6 -> with(250, 250, 250, 250, 250, 3750);
            case 7 -> with(1500, 500, 500, 3500);
            case 8 -> with(300, 300, 300, 300, 300, 300, 300, 3900);
            default -> this;
        };
    }

    private RingSignal with(Integer... millis) {
        return new RingSignal(decihertz, Cadence.of(millis));
    }
}
