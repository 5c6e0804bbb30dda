package org.tipring.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ITU-T G.107.
class EModelTest {

    @Test
    void theDefaultsGiveTheRatingOfTheRecommendation() {
        assertThat(EModel.of(0, 0, 1, EModel.Codec.G711).rating()).as("G.107 clause 7.7").isCloseTo(93.2, within(0.05));
        assertThat(EModel.of(0, 0, 1, EModel.Codec.G711).mos()).isCloseTo(4.41, within(0.005));
    }

    @ParameterizedTest
    @CsvSource({"90, 4.34", "80, 4.03", "70, 3.60", "60, 3.10", "50, 2.58", "0, 1", "-5, 1", "100, 4.5", "120, 4.5", "3, 1"})
    void ratingsMapToScoresAsInTableB1(double rating, double mos) {
        assertThat(EModel.mos(rating)).isCloseTo(mos, within(0.006));
    }

    /// Ie-eff by the formula of clause 7.4, computed by hand.
    @ParameterizedTest
    @CsvSource({"0, 1, 0, 4.3, 0", "1, 1, 0, 4.3, 17.92", "4.3, 1, 0, 4.3, 47.5", "2, 1, 0, 25.1, 7.01", "2, 2, 0, 25.1, 7.28",
        "2, 1, 11, 19, 19.0", "100, 1, 0, 4.3, 91.08"})
    void lossCostsByTheCodec(double loss, double burstRatio, double ie, double bpl, double expected) {
        assertThat(EModel.of(0, loss, burstRatio, new EModel.Codec(ie, bpl)).equipment()).isCloseTo(expected, within(0.01));
    }

    /// Idd by the formula of clause 7.3, computed by hand.
    @ParameterizedTest
    @CsvSource({"0, 0", "100, 0", "200, 3.04", "400, 24.07"})
    void delayCostsBeyond100Millis(double millis, double expected) {
        assertThat(EModel.of(millis, 0, 1, EModel.Codec.G711).pureDelay()).isCloseTo(expected, within(0.02));
    }

    @Test
    void moreOfAnythingBadIsNeverBetter() {
        double last = 101;
        for (int step = 0; step < 40; step++) {
            double rating = EModel.of(20 * step, step, 1, EModel.Codec.G711_CONCEALED).rating();
            assertThat(rating).isLessThan(last);
            last = rating;
        }
        double cancelled = new EModel(100, 0, 1, EModel.Codec.G711, 65).rating();
        double heardEcho = new EModel(100, 0, 1, EModel.Codec.G711, 35).rating();
        assertThat(cancelled - heardEcho).as("an echo not cancelled").isGreaterThan(30);
    }
}
