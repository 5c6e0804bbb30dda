package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// The frequency of a stretch of sound that is one sine wave, measured rather than compared with one that was expected.
final class PureTone {

    /// The share of the power that is not the one sine wave.
    private static final double IMPURITY = 0.05;

    private PureTone() {
    }

    static int mean(short[] pcm, int offset, int n) {
        int sum = 0;
        for (int i = offset; i < offset + n; i++) {
            sum += pcm[i];
        }
        return Math.round((float) sum / n);
    }

    /// For a sine wave x[n-1] + x[n+1] = 2 cos(w) x[n]; the best cosine by least squares, and what it leaves, in three sums.
    ///
    /// @param mean of the samples: the converter's offset
    /// @return the frequency, or 0 when the stretch is not one sine wave
    static double hertz(short[] pcm, int offset, int n, int mean) {
        long square = 0;
        long cross = 0;
        long neighbours = 0;
        for (int i = offset + 1; i < offset + n - 1; i++) {
            long x = pcm[i] - mean;
            long y = pcm[i - 1] + pcm[i + 1] - 2 * mean;
            square += x * x;
            cross += x * y;
            neighbours += y * y;
        }
        double twoCos = (double) cross / square;
        double left = neighbours - twoCos * cross;
        if (!(left < 4 * IMPURITY * square) || Math.abs(twoCos) >= 2) {
            return 0;
        }
        return Math.acos(twoCos / 2) * Pcm.RATE / (2 * Math.PI);
    }
}
