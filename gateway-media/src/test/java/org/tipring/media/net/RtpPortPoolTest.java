package org.tipring.media.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtpPortPoolTest {

    private static final long REST = 5_000_000_000L;

    private final RtpPortPool pool = new RtpPortPool(16384, 16403, REST, new Random(4711));

    @Test
    void everyPairIsGivenOnceAndIsEven() throws IOException {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            ports.add(pool.acquire(0));
        }
        assertThat(ports).hasSize(10).allMatch(p -> p % 2 == 0 && p >= 16384 && p <= 16402);
    }

    @Test
    void usedUpSaysWhichRangeAndHowToMendIt() throws IOException {
        for (int i = 0; i < 10; i++) {
            pool.acquire(0);
        }
        assertThatThrownBy(() -> pool.acquire(0)).isInstanceOf(IOException.class)
                .hasMessageContaining("16384").hasMessageContaining("16403").hasMessageContaining("10 of 10").hasMessageContaining("Widen");
    }

    @Test
    void aPortRestsBeforeItIsGivenAgain() throws IOException {
        int last = 0;
        for (int i = 0; i < 10; i++) {
            last = pool.acquire(0);
        }
        pool.release(last, 1000);
        assertThatThrownBy(() -> pool.acquire(999 + REST)).isInstanceOf(IOException.class).hasMessageContaining("1 rest");
        assertThat(pool.acquire(1000 + REST)).isEqualTo(last);
    }

    @Test
    void theFirstPortIsNotTheSameForEverybody() throws IOException {
        Set<Integer> firsts = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            firsts.add(new RtpPortPool(10000, 19999, REST, new Random(seed * 7919L)).acquire(0));
        }
        assertThat(firsts).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @CsvSource({"16385,16400", "16384,16400", "16384,16383", "0,99", "65534,65537"})
    void aRangeThatIsNoneIsRefused(int first, int last) {
        assertThatThrownBy(() -> new RtpPortPool(first, last, REST, new Random(1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(first + "-" + last);
    }
}
