package org.tipring.media.dsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A steady sound: one or more sine waves at once, or one whose loudness goes up and down many times a second.
///
/// @param hertz the frequencies, at least one
/// @param modulation how often a second the loudness goes up and down (to nothing, 100 % amplitude modulation); 0: it does not
/// @param dBm0 the level of each of them (0 dBm0 is 3.14 dB below full scale, ITU-T G.711)
public record Tone(List<Double> hertz, double modulation, double dBm0) {

    public Tone {
        hertz = List.copyOf(hertz);
        if (hertz.isEmpty()) {
            throw new IllegalArgumentException("a tone has at least one frequency");
        }
        if (modulation < 0) {
            throw new IllegalArgumentException("a tone's modulation is a frequency: " + modulation);
        }
    }

    public Tone(List<Double> hertz, double dBm0) {
        this(hertz, 0, dBm0);
    }

    public static Tone of(double dBm0, double... hertz) {
        return new Tone(Arrays.stream(hertz).boxed().toList(), dBm0);
    }

    /// The sine waves it is made of, modulation's side bands included.
    List<Double> waves() {
        if (modulation == 0) {
            return hertz;
        }
        List<Double> waves = new ArrayList<>(hertz);
        hertz.forEach(carrier -> waves.addAll(List.of(carrier - modulation, carrier + modulation)));
        return waves;
    }
}
