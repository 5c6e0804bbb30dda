package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tipring.media.pcm.Pcm;

class KeyOnsetTest {

    private static final double LEVEL = -15;
    private final KeyOnset onset = new KeyOnset();

    /// ITU-T Q.24: 1.5 % off, the high frequency 4 dB above or 8 dB below the low one, noise 15 dB below.
    @Test
    void everyTenMillisecondsOfAKeyAreGuessed() {
        for (int key = 0; key < 16; key++) {
            for (double off : new double[] {0.985, 1, 1.015}) {
                for (double otherOff : new double[] {0.985, 1.015}) {
                    for (int twist : new int[] {-8, 0, 4}) {
                        check(key, off, otherOff, twist);
                    }
                }
            }
        }
    }

    private void check(int key, double off, double otherOff, int twist) {
        short[] pcm = new short[800];
        Oscillator[] waves = {new Oscillator(DtmfTones.LOW[key / 4] * off, LEVEL), new Oscillator(DtmfTones.HIGH[key % 4] * otherOff, LEVEL + twist)};
        Oscillator.mix(waves, new float[Pcm.FRAME], pcm, 0, pcm.length);
        ToneDetectorTest.addNoise(pcm, LevelMeter.dBm0(pcm) - 15, 100 * key + twist);
        int missed = 0;
        for (int at = 0; at + KeyOnset.LENGTH <= pcm.length; at += 9) {
            missed += onset.mayBeKey(pcm, at) ? 0 : 1;
        }
        assertThat(missed).as("of 81, key %s, %s and %s, twist %d dB", DtmfTones.KEYS.charAt(key), off, otherOff, twist).isLessThanOrEqualTo(1);
    }

    /// What each wrong guess costs a voice is a frame that is made up.
    @Test
    void lessThanOneFrameOfAThousandOfAVoiceIsGuessedToBeAKey() {
        double[] pitches = {95, 130, 180, 230, 320};
        StringBuilder figures = new StringBuilder();
        for (double pitch : pitches) {
            SpeechLike voice = new SpeechLike((long) pitch, pitch, LEVEL);
            short[] frame = new short[Pcm.FRAME];
            int guesses = 0;
            for (int i = 0; i < 30_000; i++) {
                voice.next(frame, 0, Pcm.FRAME);
                guesses += onset.mayBeKey(frame, Pcm.FRAME - KeyOnset.LENGTH) ? 1 : 0;
            }
            figures.append(" %.0f Hz %d".formatted(pitch, guesses));
            assertThat(guesses).as("of 30,000 frames of a voice of %s Hz", pitch).isLessThan(90);
        }
        System.out.println("frames guessed to be keys in ten minutes of each voice:" + figures);
    }

    @Test
    void silenceAndATelephonesNoiseAreNoKeys() {
        short[] pcm = new short[80_000];
        assertThat(onset.mayBeKey(pcm, 0)).isFalse();
        ToneDetectorTest.addNoise(pcm, -30, 7);
        for (int at = 0; at + KeyOnset.LENGTH <= pcm.length; at += 80) {
            assertThat(onset.mayBeKey(pcm, at)).as("at %d", at).isFalse();
        }
    }
}
