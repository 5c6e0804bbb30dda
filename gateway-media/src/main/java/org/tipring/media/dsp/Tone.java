package org.tipring.media.dsp;

import java.util.List;

/// A steady sound: one or more sine waves at once.
///
/// @param hertz the frequencies, at least one
/// @param dBm0 the level of each of them (0 dBm0 is 3.14 dB below full scale, ITU-T G.711)
public record Tone(List<Double> hertz, double dBm0) {

    public Tone {
        hertz = List.copyOf(hertz);
        if (hertz.isEmpty()) {
            throw new IllegalArgumentException("a tone has at least one frequency");
        }
    }

    public static Tone of(double dBm0, double... hertz) {
        return new Tone(java.util.Arrays.stream(hertz).boxed().toList(), dBm0);
    }
}
