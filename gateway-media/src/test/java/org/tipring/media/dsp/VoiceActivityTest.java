package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceActivityTest {

    @ParameterizedTest
    @ValueSource(ints = {-70, -60, -50, -42})
    void hearsSpeechInNoiseAndThePausesBetween(int noiseDbm0) {
        SpeechLike speech = new SpeechLike(3, 130, -18);
        Random random = new Random(4);
        double noise = LevelMeter.amplitude(noiseDbm0) / Math.sqrt(2);
        VoiceActivity activity = new VoiceActivity();
        short[] frame = new short[160];
        int loud = 0;
        int heard = 0;
        int quiet = 0;
        int sent = 0;
        int sinceLoud = 1000;
        for (int i = 0; i < 6000; i++) {
            speech.next(frame, 0, 160);
            boolean talks = i % 500 < 250;
            double level = LevelMeter.dBm0(frame);
            for (int k = 0; k < 160; k++) {
                frame[k] = (short) ((talks ? frame[k] : 0) + noise * random.nextGaussian());
            }
            boolean speaks = activity.isSpeech(frame, 0, 160);
            sinceLoud = talks && level > noiseDbm0 + 6 ? 0 : sinceLoud + 1;
            if (i < 500) {
                continue;
            }
            if (talks && level > -35) {
                loud++;
                heard += speaks ? 1 : 0;
            } else if (sinceLoud > 12) {
                quiet++;
                sent += speaks ? 1 : 0;
            }
        }
        assertThat((double) heard / loud).as("of speech").isGreaterThan(0.99);
        assertThat((double) sent / quiet).as("of pauses").isLessThan(0.05);
    }

    @Test
    void aDialToneStaysSound() {
        ToneGenerator tone = new ToneGenerator(Tone.of(-13, 350, 440), Cadence.STEADY);
        VoiceActivity activity = new VoiceActivity();
        short[] frame = new short[160];
        for (int i = 0; i < 3000; i++) {
            tone.next(frame, 0, 160);
            assertThat(activity.isSpeech(frame, 0, 160)).as("frame %d", i).isTrue();
        }
    }

    @Test
    void aFanIsNoiseInTheEnd() {
        Random random = new Random(9);
        VoiceActivity activity = new VoiceActivity();
        short[] frame = new short[160];
        double rms = LevelMeter.amplitude(-45) / Math.sqrt(2);
        boolean last = true;
        for (int i = 0; i < 1500; i++) {
            for (int k = 0; k < 160; k++) {
                frame[k] = (short) (rms * random.nextGaussian());
            }
            last = activity.isSpeech(frame, 0, 160);
        }
        assertThat(last).isFalse();
        assertThat(activity.noiseDbm0()).isBetween(-52.0, -43.0);
    }
}
