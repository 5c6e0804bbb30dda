package org.tipring.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.HeardTone;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.dsp.TonePlan;

class GainAdviceTest {

    @ParameterizedTest
    @CsvSource({"-10, 0, 0", "-20, 0, 0", "-27, 0, 12", "-24, 0, 11", "-27, 10, 10", "-1, 0, -12", "-35, 0, 12"})
    void aDialToneThatComesFarTooQuietOrTooLoudIsBroughtBack(int dBm0, int present, int proposed) {
        short[] sound = new short[8_000];
        new ToneGenerator(new TonePlan.Signal(new Tone(List.of(425.0), 0, dBm0), Cadence.STEADY)).next(sound, 0, sound.length);
        HeardTone tone = HeardTone.in(sound, 0, sound.length);
        assertThat(GainAdvice.of(tone, present, 3)).extracting(Proposal::key, Proposal::proposed)
                .containsExactly(tuple("gain in", Integer.toString(proposed)), tuple("gain out", "3"));
        assertThat(GainAdvice.of(null, present, 0)).isEmpty();
    }
}
