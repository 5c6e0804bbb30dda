package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.Pcm;

/// Tones that exchanges make of others, against Telcordia GR-506.
class ToneSoundTest {

    /// The sound in pieces of 100 ms: `1` for tone, `.` for silence; read in odd lengths, as nobody promises whole bursts.
    private static String rhythm(CallProgressTone tone, int tenths) {
        ToneSound sound = ToneSound.of(tone, TonePlan.US);
        short[] all = new short[tenths * Pcm.RATE / 10];
        for (int at = 0; at < all.length; at += 61) {
            sound.next(all, at, Math.min(61, all.length - at));
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tenths; i++) {
            short[] piece = Arrays.copyOfRange(all, i * Pcm.RATE / 10 + 40, (i + 1) * Pcm.RATE / 10 - 40);
            double power = 0;
            for (short sample : piece) {
                power += (double) sample * sample;
            }
            text.append(power / piece.length > 1_000_000 ? '1' : '.');
        }
        return text.toString();
    }

    @Test
    void stutterDialToneIsTenBurstsAndThenSteady() {
        assertThat(rhythm(CallProgressTone.STUTTER, 30)).isEqualTo("1.1.1.1.1.1.1.1.1.1.1111111111");
    }

    @Test
    void confirmationIsTwoShortBurstsAndALongOneAndAfterAPauseDialTone() {
        assertThat(rhythm(CallProgressTone.CONFIRMATION, 20)).isEqualTo("1.1.111......1111111");
    }

    @ParameterizedTest
    @EnumSource(CallProgressTone.class)
    void whatExistsCanBePlayedAndNothingElse(CallProgressTone tone) {
        TonePlan nothing = new TonePlan("none", Map.of());
        for (TonePlan plan : new TonePlan[] {TonePlan.US, nothing}) {
            if (ToneSound.exists(tone, plan)) {
                ToneSound.of(tone, plan).next(new short[160], 0, 160);
            }
        }
        assertThat(ToneSound.exists(CallProgressTone.STUTTER, nothing)).isFalse();
        assertThat(ToneSound.exists(CallProgressTone.STUTTER, TonePlan.US)).isTrue();
    }
}
