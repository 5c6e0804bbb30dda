package org.tipring.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceNumberTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1", "1, 0, -1", "65535, 0, 1", "0, 65535, -1", "65530, 5, 11", "5, 65530, -11", "0, 0, 0",
        "0, 32767, 32767", "0, 32769, -32767", "40000, 10000, -30000"})
    void distanceIsTheShortWayRound(int from, int to, int distance) {
        assertThat(SequenceNumber.distance(from, to)).isEqualTo(distance);
        assertThat(SequenceNumber.plus(from, distance)).isEqualTo(to);
        assertThat(SequenceNumber.isNewer(to, from)).isEqualTo(distance > 0);
    }
}
