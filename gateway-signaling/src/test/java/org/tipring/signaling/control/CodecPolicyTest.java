package org.tipring.signaling.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tipring.media.codec.AudioFormat;

class CodecPolicyTest {

    private static final AudioFormat THEIR_OPUS = new AudioFormat("OPUS", 111, 48_000, "stereo=1");

    private final CodecPolicy all = new CodecPolicy(List.of(AudioFormat.OPUS, AudioFormat.G722, AudioFormat.PCMU, AudioFormat.PCMA), false);

    @Test
    void aLineIsSpokenWithInALaw() {
        assertThat(all.towardsLine()).containsExactly(AudioFormat.PCMU, AudioFormat.PCMA, AudioFormat.OPUS, AudioFormat.G722);
    }

    @Test
    void whatTheOtherSideSpeaksGoesFirstUnderOurOwnPayloadType() {
        assertThat(all.towards(AudioFormat.PCMA)).containsExactly(AudioFormat.PCMA, AudioFormat.OPUS, AudioFormat.G722, AudioFormat.PCMU);
        assertThat(all.towards(THEIR_OPUS).getFirst()).isEqualTo(AudioFormat.OPUS);
    }

    @Test
    void whatOnlyOneSideSpeaksGoesLast() {
        CodecPolicy trunk = new CodecPolicy(List.of(AudioFormat.PCMA, AudioFormat.PCMU, AudioFormat.G722), false);
        assertThat(trunk.towards(List.of(AudioFormat.G722, AudioFormat.PCMU))).containsExactly(AudioFormat.G722, AudioFormat.PCMU, AudioFormat.PCMA);
        assertThat(trunk.towards(List.of(THEIR_OPUS))).containsExactlyElementsOf(trunk.codecs());
    }

    @Test
    void aClearChannelHasALawInAnyCase() {
        assertThat(all.clear()).containsExactly(AudioFormat.PCMU, AudioFormat.PCMA);
        assertThat(new CodecPolicy(List.of(AudioFormat.OPUS), false).clear()).containsExactly(AudioFormat.PCMU, AudioFormat.PCMA);
    }
}
