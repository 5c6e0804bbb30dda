package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// The strength of one frequency in a stretch of sound (Goertzel's recurrence). For questions asked now and then; the detectors have
/// cheaper ways for what they ask every frame.
public final class Goertzel {

    private Goertzel() {
    }

    /// The level of the part of the sound that is at `hertz`. A neighbour closer than 8000/samples Hz counts partly.
    public static double dBm0(short[] pcm, int offset, int samples, double hertz) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / Pcm.RATE);
        double s1 = 0;
        double s2 = 0;
        for (int i = offset; i < offset + samples; i++) {
            double s0 = pcm[i] + coefficient * s1 - s2;
            s2 = s1;
            s1 = s0;
        }
        double squared = s1 * s1 + s2 * s2 - coefficient * s1 * s2;
        return LevelMeter.ofPower(2 * squared / ((double) samples * samples));
    }

    public static double dBm0(short[] pcm, double hertz) {
        return dBm0(pcm, 0, pcm.length, hertz);
    }
}
