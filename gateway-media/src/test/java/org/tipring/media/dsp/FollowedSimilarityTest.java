package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FollowedSimilarityTest {

    private final short[] speech = new SpeechLike(7).take(4_000);

    /// The sound with a delay in front, and twenty milliseconds cut out in the middle, as a jitter buffer does that has grown too long.
    private short[] moved() {
        short[] heard = new short[speech.length + 3_200];
        System.arraycopy(speech, 0, heard, 1_600, 16_000);
        System.arraycopy(speech, 16_160, heard, 1_600 + 16_000, speech.length - 16_160);
        return heard;
    }

    @Test
    void aDelayThatChangesOnTheWayIsFollowed() {
        FollowedSimilarity likeness = FollowedSimilarity.between(speech, moved());
        assertThat(Similarity.between(speech, moved()).correlation()).as("without following").isLessThan(0.9);
        assertThat(likeness.correlation()).isGreaterThan(0.97);
        assertThat(likeness.leastDelay()).isEqualTo(1_440);
        assertThat(likeness.mostDelay()).isEqualTo(1_600);
    }

    @Test
    void halfASampleOfDelayIsNoDifference() {
        short[] later = new short[speech.length];
        for (int i = 0; i < later.length; i++) {
            double value = 0;
            for (int k = Math.max(0, i - 40); k < Math.min(speech.length, i + 40); k++) {
                double x = Math.PI * (i - 0.5 - k);
                value += speech[k] * Math.sin(x) / x * (0.5 + 0.5 * Math.cos(x / 41));
            }
            later[i] = (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        assertThat(FollowedSimilarity.between(speech, later).correlation()).isGreaterThan(0.995);
    }

    @Test
    void anotherVoiceIsNotAlike() {
        assertThat(FollowedSimilarity.between(speech, new SpeechLike(8).take(4_000)).correlation()).isLessThan(0.6);
    }

    @Test
    void halfOfTheSoundIsHalfAlike() {
        short[] half = Arrays.copyOf(speech, speech.length);
        Arrays.fill(half, half.length / 2, half.length, (short) 0);
        assertThat(FollowedSimilarity.between(speech, half).correlation()).isBetween(0.3, 0.75);
    }
}
