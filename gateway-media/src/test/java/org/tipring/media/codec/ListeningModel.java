package org.tipring.media.codec;

import org.tipring.media.dsp.LevelMeter;

/// How much worse something sounds than what was said, after the ideas of PSQM (ITU-T P.861): both are laid out over frames of 32 ms and the
/// critical bands of the ear, loudness is the power of the band to the 0.23th, what is missing counts less than what has come on top, and
/// loud differences count more than soft ones on average. It is no PESQ (P.862) and not calibrated to its scale: figures of one run may be
/// compared with each other, and with nothing else.
final class ListeningModel {

    private static final int SIZE = 256;
    private static final int STEP = 128;
    /// Edges of the critical bands in Hz (Zwicker), within the telephone band.
    private static final int[] EDGES = {200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700, 3150, 3450};
    private static final double LOUDNESS = 0.23;
    /// What is added disturbs more than what is missing.
    private static final double MISSING = 0.6;
    /// Within half a second the worst moments decide, over the whole time the mean square of these.
    private static final double MOMENTS = 4;
    private static final int SECTION = 31;
    private static final double[] WINDOW = new double[SIZE];
    private static final double[][][] WAVES = new double[SIZE / 2][2][SIZE];

    static {
        for (int i = 0; i < SIZE; i++) {
            WINDOW[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / SIZE);
        }
        for (int k = 0; k < SIZE / 2; k++) {
            for (int i = 0; i < SIZE; i++) {
                WAVES[k][0][i] = WINDOW[i] * Math.cos(2 * Math.PI * k * i / SIZE);
                WAVES[k][1][i] = WINDOW[i] * Math.sin(2 * Math.PI * k * i / SIZE);
            }
        }
    }

    private ListeningModel() {
    }

    /// @return 0 for no difference; larger is worse
    static double disturbance(short[] said, short[] heard) {
        double sections = 0;
        int count = 0;
        double moments = 0;
        int frames = 0;
        for (int at = 0; at + SIZE <= said.length; at += STEP) {
            if (LevelMeter.dBm0(said, at, SIZE) > -45 || LevelMeter.dBm0(heard, at, SIZE) > -45) {
                double d = difference(loudness(said, at), loudness(heard, at));
                moments += Math.pow(d, MOMENTS);
            }
            if (++frames == SECTION) {
                sections += Math.pow(moments / SECTION, 2 / MOMENTS);
                count++;
                moments = 0;
                frames = 0;
            }
        }
        return Math.sqrt(sections / Math.max(1, count));
    }

    private static double difference(double[] said, double[] heard) {
        double sum = 0;
        for (int band = 0; band < said.length; band++) {
            double more = heard[band] - said[band];
            // A part of a difference is masked by the louder of the two.
            double masked = 0.15 * Math.min(said[band], heard[band]);
            double audible = Math.max(0, Math.abs(more) - masked);
            sum += more < 0 ? MISSING * audible : audible;
        }
        return sum / said.length;
    }

    private static double[] loudness(short[] pcm, int at) {
        double[] loudness = new double[EDGES.length - 1];
        for (int band = 0; band < loudness.length; band++) {
            double power = 0;
            int from = Math.ceilDiv(EDGES[band] * SIZE, 8000);
            int to = Math.max(from, EDGES[band + 1] * SIZE / 8000);
            for (int k = from; k <= to; k++) {
                double re = 0;
                double im = 0;
                for (int i = 0; i < SIZE; i++) {
                    re += WAVES[k][0][i] * pcm[at + i];
                    im += WAVES[k][1][i] * pcm[at + i];
                }
                power += (re * re + im * im) / SIZE;
            }
            // The ear's own threshold: about -65 dBm0 in a band.
            loudness[band] = Math.pow(power / 1e3 + 1, LOUDNESS) - 1;
        }
        return loudness;
    }
}
