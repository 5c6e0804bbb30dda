package org.tipring.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// RFC 3611 section 4.7.2 and ITU-T G.107 clause 7.4.
class LossPatternTest {

    private final LossPattern pattern = new LossPattern();

    private void received(int packets) {
        for (int i = 0; i < packets; i++) {
            pattern.received();
        }
    }

    @Test
    void nothingLostIsOneGap() {
        received(1000);
        assertThat(pattern.burstDensity()).isZero();
        assertThat(pattern.gapDensity()).isZero();
        assertThat(pattern.burstPackets()).isZero();
        assertThat(pattern.gapPackets()).isEqualTo(1000);
        assertThat(pattern.burstRatio(0)).isEqualTo(1);
    }

    @Test
    void aLonelyLossBelongsToTheGap() {
        for (int i = 0; i < 10; i++) {
            received(99);
            pattern.lost(1);
        }
        received(99);
        assertThat(pattern.burstDensity()).isZero();
        assertThat(pattern.gapDensity()).isBetween(1, 3);
    }

    @Test
    void packetsLostTogetherAreABurst() {
        for (int i = 0; i < 20; i++) {
            received(100);
            pattern.lost(3);
            received(2);
            pattern.lost(3);
        }
        received(100);
        assertThat(pattern.burstDensity()).as("6 of 8 lost").isBetween(160, 230);
        assertThat(pattern.burstPackets()).isCloseTo(8, within(1.5));
        assertThat(pattern.gapPackets()).isCloseTo(100, within(6.0));
        assertThat(pattern.burstRatio(0.06)).isCloseTo(2.8, within(0.1));
    }

    @Test
    void randomLossHasABurstRatioOfOne() {
        Random random = new Random(42);
        int run = 0;
        int lost = 0;
        for (int i = 0; i < 200_000; i++) {
            if (random.nextInt(10) == 0) {
                run++;
                lost++;
            } else {
                if (run > 0) {
                    pattern.lost(run);
                    run = 0;
                }
                pattern.received();
            }
        }
        assertThat(pattern.burstRatio(lost / 200_000.0)).isCloseTo(1, within(0.02));
    }
}
