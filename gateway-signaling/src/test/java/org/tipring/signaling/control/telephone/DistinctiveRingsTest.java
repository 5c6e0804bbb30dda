package org.tipring.signaling.control.telephone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.dsp.Cadence;
import org.tipring.tdm.line.RingSignal;

class DistinctiveRingsTest {

    private static final RingSignal USUAL = new RingSignal(250, Cadence.of(1000, 4000));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <http://www.example.com/sounds/moo.wav>                     | 0
            <http://127.0.0.1/Bellcore-dr2>;info=ring2                  | 2
            <http://pbx.example>;info=bellcore-dr4                      | 4
            <http://pbx.example>;info=bellcore-dr40                     | 0
            <http://pbx.example>;info=alert-internal                    | 1
            ;info=alert-external                                        | 2
            info=alert-group;x-line-id=0                                | 3
            Bellcore-dr5                                                | 5
            <urn:alert:source:external>                                 | 2
            <file://ring.pcm>;alert=Community-1                         | 0
            <http://string2.example>                                    | 0
            """)
    void whatCallersWriteIsUnderstoodWhereverItStands(String alertInfo, int ring) {
        assertThat(DistinctiveRings.USUAL.asked(alertInfo)).isEqualTo(ring);
    }

    @Test
    void wordsAndRhythmsOfTheOperatorsReplaceTheUsualOnes() {
        DistinctiveRings rings = new DistinctiveRings(Map.of(2, Cadence.of(100, 200, 100, 3000)), Map.of(2, List.of("door")));
        assertThat(rings.asked("<http://pbx/door.wav>")).isEqualTo(2);
        assertThat(rings.asked("<http://pbx>;info=bellcore-dr2")).isZero();
        assertThat(rings.signal(USUAL, 2)).isEqualTo(new RingSignal(250, Cadence.of(100, 200, 100, 3000)));
        assertThat(rings.signal(USUAL, 3)).isEqualTo(USUAL.distinctive(3)).isNotEqualTo(USUAL);
        assertThat(rings.signal(USUAL, 0)).isEqualTo(USUAL);
    }
}
