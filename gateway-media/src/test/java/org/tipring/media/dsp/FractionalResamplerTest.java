package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.pcm.Pcm;

class FractionalResamplerTest {

    /// 8018 Hz to 8000 and back, at frequencies across the telephone band.
    @ParameterizedTest
    @CsvSource({"1.00225, 300", "1.00225, 1004", "1.00225, 2000", "1.00225, 3400", "0.99775, 300", "0.99775, 1004", "0.99775, 3400",
            "1.00001, 1004", "0.99999, 3400", "1.01, 1004", "0.99, 1004"})
    void aSineStaysASineWithoutAStep(double step, double hertz) {
        FractionalResampler resampler = new FractionalResampler();
        short[] frame = new short[Pcm.FRAME];
        short[] out = new short[50 * Pcm.FRAME];
        int made = 0;
        for (int said = 0; made < out.length; ) {
            while (resampler.ready(step) && made < out.length) {
                short[] piece = new short[Pcm.FRAME];
                resampler.read(piece, step);
                System.arraycopy(piece, 0, out, made, Pcm.FRAME);
                made += Pcm.FRAME;
            }
            for (int i = 0; i < Pcm.FRAME; i++) {
                frame[i] = (short) Math.round(12_000 * Math.sin(2 * Math.PI * hertz * said++ / Pcm.RATE));
            }
            resampler.write(frame, Pcm.FRAME);
        }
        assertThat(residualDb(out, 400, out.length, hertz * step)).isLessThan(-50);
    }

    @Test
    void atTheSamePaceNothingIsChangedButTheTime() {
        FractionalResampler resampler = new FractionalResampler();
        short[] speech = new SpeechLike(1).take(2000);
        short[] frame = new short[Pcm.FRAME];
        for (int at = 0; at < speech.length; at += Pcm.FRAME) {
            System.arraycopy(speech, at, frame, 0, Pcm.FRAME);
            resampler.write(frame, Pcm.FRAME);
            assertThat(resampler.ready(1)).isTrue();
            resampler.read(frame, 1);
            for (int i = 0; i < Pcm.FRAME; i++) {
                int from = at + i - FractionalResampler.DELAY;
                assertThat(frame[i]).isEqualTo(from < 0 ? 0 : speech[from]);
            }
        }
    }

    @Test
    void countsToTheFractionOfASample() {
        FractionalResampler resampler = new FractionalResampler();
        short[] frame = new short[Pcm.FRAME];
        long written = 0;
        long made = 0;
        double step = 1.00225;
        for (int i = 0; i < 100_000; i++) {
            frame[i % Pcm.FRAME] = 1000;
            resampler.write(frame, Pcm.FRAME);
            written += Pcm.FRAME;
            while (resampler.ready(step)) {
                resampler.read(frame, step);
                made += Pcm.FRAME;
            }
        }
        assertThat(made * step + resampler.waiting()).isCloseTo(written, org.assertj.core.data.Offset.offset(0.01));
    }

    /// What is left when the best fitting sine is taken away, against that sine.
    static double residualDb(short[] sound, int from, int to, double hertz) {
        double power = 0;
        double[][] normal = new double[2][2];
        double[] right = new double[2];
        for (int i = from; i < to; i++) {
            double w = 2 * Math.PI * hertz * i / Pcm.RATE;
            double c = Math.cos(w);
            double s = Math.sin(w);
            normal[0][0] += c * c;
            normal[0][1] += c * s;
            normal[1][1] += s * s;
            right[0] += c * sound[i];
            right[1] += s * sound[i];
            power += (double) sound[i] * sound[i];
        }
        double determinant = normal[0][0] * normal[1][1] - normal[0][1] * normal[0][1];
        double re = (right[0] * normal[1][1] - right[1] * normal[0][1]) / determinant;
        double im = (right[1] * normal[0][0] - right[0] * normal[0][1]) / determinant;
        double explained = re * right[0] + im * right[1];
        return 10 * Math.log10(Math.max(1e-9, power - explained) / power);
    }
}
