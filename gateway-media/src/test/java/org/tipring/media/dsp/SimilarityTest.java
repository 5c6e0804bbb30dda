package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tipring.media.codec.ULaw;

class SimilarityTest {

    private final short[] sent = new SpeechLike(11).take(10_000);

    @Test
    void delayLevelAndCorrelationOfAnAttenuatedCopyAreFound() {
        short[] heard = new short[sent.length + 4321];
        for (int i = 0; i < sent.length; i++) {
            heard[i + 1234] = (short) (sent[i] / 2);
        }
        Similarity similarity = Similarity.between(sent, heard);
        assertThat(similarity.delaySamples()).isEqualTo(1234);
        assertThat(similarity.correlation()).isGreaterThan(0.9999);
        assertThat(similarity.levelDb()).isCloseTo(-6.02, within(0.05));
    }

    @Test
    void aBeginningThatWasCutOffIsANegativeDelay() {
        Similarity similarity = Similarity.between(sent, Arrays.copyOfRange(sent, 777, 50_000));
        assertThat(similarity.delaySamples()).isEqualTo(-777);
        assertThat(similarity.correlation()).isGreaterThan(0.9999);
    }

    @Test
    void g711AndASwappedPairOfWiresAreStillTheSameSound() {
        short[] heard = new short[sent.length];
        for (int i = 0; i < sent.length; i++) {
            heard[i] = (short) -ULaw.decode(ULaw.encode(sent[i]));
        }
        assertThat(Similarity.between(sent, heard).correlation()).isGreaterThan(0.998);
        assertThat(Similarity.between(sent, heard).delaySamples()).isZero();
    }

    @Test
    void noiseLowersTheCorrelationAsItMust() {
        short[] heard = sent.clone();
        double level = LevelMeter.dBm0(sent);
        ToneDetectorTest.addNoise(heard, level, 5);
        assertThat(Similarity.between(sent, heard).correlation()).as("half the power is noise").isCloseTo(Math.sqrt(0.5), within(0.01));
    }

    @Test
    void anotherVoiceIsNotAlike() {
        assertThat(Similarity.between(sent, new SpeechLike(12).take(10_000)).correlation()).isLessThan(0.3);
        assertThat(Similarity.between(sent, new SpeechLike(13, 210, -16).take(10_000)).correlation()).isLessThan(0.3);
    }

    @Test
    void silenceAndNothingAreNotAlike() {
        assertThat(Similarity.between(sent, new short[8000])).isEqualTo(new Similarity(0, 0, 0));
        assertThat(Similarity.between(sent, new short[0]).correlation()).isZero();
    }

    @Test
    void theStrongestFrequencyIsFoundToATenthOfAHertz() {
        for (double hertz : new double[] {50.3, 350, 440.2, 1004, 2100.7, 3399.9}) {
            short[] pcm = GeneratorsTest.play(new ToneGenerator(Tone.of(-12, hertz), Cadence.STEADY), 500);
            ToneDetectorTest.addNoise(pcm, -40, 1);
            DominantFrequency found = DominantFrequency.of(pcm);
            assertThat(found.hertz()).isCloseTo(hertz, within(0.1));
            assertThat(found.dBm0()).isCloseTo(-12, within(0.1));
        }
        assertThat(DominantFrequency.of(new short[8000]).hertz()).isZero();
    }
}
