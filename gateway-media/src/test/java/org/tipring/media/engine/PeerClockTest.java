package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.engine.clock.PeerClock;

class PeerClockTest {

    private static final long SEED = Long.getLong("tipring.seed", 20261125);

    /// Packets of 20 ms, late by up to `jitter` ms, some of them lost, for two minutes.
    @ParameterizedTest
    @CsvSource({"0,0,0,false", "0,5,1,false", "0,20,5,false", "0,40,5,false", "200,0,0,false", "-200,10,1,false",
        "600,0,1,true", "-600,3,1,true", "2500,10,3,true", "-2500,20,3,true"})
    void tellsAnotherClockFromJitterAndLoss(double ppm, double jitterMillis, int lossPercent, boolean differs) {
        Random random = new Random(SEED);
        PeerClock clock = new PeerClock();
        double smoothed = 0;
        double before = 0;
        boolean ever = false;
        for (int i = 0; i < 6000; i++) {
            double late = jitterMillis * random.nextDouble() * random.nextDouble();
            long arrival = (long) (1e9 + i * 20e6 / (1 + ppm * 1e-6) + late * 1e6);
            smoothed += (Math.abs(late - before) - smoothed) / 16;
            before = late;
            if (random.nextInt(100) >= lossPercent) {
                clock.packet(160 * i, 8000, arrival);
                ever |= clock.differs((long) (1000 * smoothed));
            }
        }
        System.out.printf("peer at %.0f ppm, jitter up to %.0f ms, %d %% lost: measured %.0f ppm (seed %d)%n", ppm, jitterMillis, lossPercent,
                clock.clock().ppm(), SEED);
        assertThat(ever).as("measured %.0f ppm, seed %d", clock.clock().ppm(), SEED).isEqualTo(differs);
        if (jitterMillis < 5) {
            assertThat(clock.clock().ppm()).isBetween(ppm - 30, ppm + 30);
        }
    }
}
