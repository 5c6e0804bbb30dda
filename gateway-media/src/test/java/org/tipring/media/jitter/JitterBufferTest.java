package org.tipring.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

class JitterBufferTest {

    private static final long MS = 1_000_000;
    private static final long SEED = Long.getLong("tipring.seed", 20261125);

    /// Packets as number@arrival in milliseconds, 20 ms each; what the line hears at 10, 30, 50 ... ms: a number, C(onceal) or
    /// S(ilence).
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        in order                             | 0@0 1@20 2@40 3@60                | 0 1 2 3
        before anything came                 | 0@40 1@60                         | S S 0 1
        reordered in time                    | 0@0 2@20 1@21 3@45                | 0 1 2 3
        reordered, and its turn has passed   | 0@0 2@20 3@40 1@41                | 0 C C 2 3
        duplicate of a waiting packet        | 0@0 0@1 1@20 1@21                 | 0 1
        duplicate of a played packet         | 0@0 1@20 0@25 2@40 3@60           | 0 1 2 3
        one lost                             | 0@0 1@20 3@60 4@80                | 0 1 C 3 4
        two lost                             | 0@0 3@60 4@80                     | 0 C C 3 4
        one late, no hole in the speech      | 0@0 1@35 2@40 3@60                | 0 C 1 2 3
        the end                              | 0@0                               | 0 C C C S S
        after the end it begins anew         | 0@0 1@120 2@140                   | 0 C C C S S S 1 2
        numbers wrap                         | 65534@0 65535@20 0@40 1@60        | 65534 65535 0 1
        reordered over the wrap              | 65535@0 1@20 0@21 2@45            | 65535 0 1 2
        a far jump begins anew               | 0@0 1@20 1000@40 1001@60          | 0 1 1000 1001
        """)
    void decides(String what, String packets, String wanted) {
        Player player = new Player(0, 200, 10);
        for (String packet : packets.split(" ")) {
            String[] fields = packet.split("@");
            int sequence = Integer.parseInt(fields[0]);
            player.put(sequence, (sequence < 60_000 ? sequence + 65_536 : sequence) * 160, 160, Long.parseLong(fields[1]) * MS);
        }
        List<Integer> expected = Arrays.stream(wanted.split(" "))
                .map(w -> w.equals("C") ? -1 : w.equals("S") ? -2 : Integer.parseInt(w)).toList();
        player.playUntil((10 + 20L * expected.size() - 1) * MS);

        assertThat(player.heard).as(what).isEqualTo(expected);
    }

    /// A modem that dials takes no sound. The newest packet had waited for 19 ms when it was back, and for 35 when it wanted the next frame,
    /// for which the one after it was there by then.
    @Test
    void aPlayerThatWasAwayBeginsWithTheNewest() {
        JitterBuffer buffer = new JitterBuffer(8000, Duration.ZERO, Duration.ofMillis(200));
        byte[] payload = new byte[160];
        for (int i = 0; i < 100; i++) {
            buffer.put(i, i * 160, 160, payload, 0, 160, i * 20 * MS);
            if (i < 10) {
                assertThat(buffer.take((i * 20 + 10) * MS)).isEqualTo(JitterBuffer.Decision.PLAY);
            }
        }
        buffer.catchUp();
        buffer.put(100, 100 * 160, 160, payload, 0, 160, 2000 * MS);
        assertThat(buffer.take(2015 * MS)).isEqualTo(JitterBuffer.Decision.PLAY);
        assertThat(buffer.waitedNanos()).isEqualTo(15 * MS);
        buffer.put(101, 101 * 160, 160, payload, 0, 160, 2020 * MS);
        assertThat(buffer.take(2035 * MS)).isEqualTo(JitterBuffer.Decision.PLAY);
        assertThat(buffer.waitedNanos()).isEqualTo(15 * MS);
        assertThat(buffer.stored()).isZero();
    }

    @Test
    void aLatePacketIsCountedAndBuysTimeOnce() {
        Player player = new Player(0, 200, 10);
        for (int i = 0; i < 100; i++) {
            if (i != 20) {
                player.put(i, i * 160, 160, i * 20 * MS);
            }
            if (i == 22) {
                player.put(20, 20 * 160, 160, 445 * MS);
            }
        }
        player.playUntil(3000 * MS);

        assertThat(player.buffer.late()).isEqualTo(1);
        assertThat(player.played()).hasSize(99);
        // One in the place of the packet, one to wait longer from now on, three after the end.
        assertThat(player.concealed()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"10,0", "10,7", "20,0", "20,5", "20,19", "30,3", "40,11", "60,1"})
    void anEvenStreamWaitsForLessThanAFrameAndLosesNothing(int ptime, int phase) {
        Player player = new Player(0, 200, 1000 + phase);
        int packets = 20_000 / ptime;
        for (int i = 0; i < packets; i++) {
            player.put(i, i * 8 * ptime, 8 * ptime, 1000 * MS + (long) i * ptime * MS);
        }
        player.playUntil(20_900 * MS);

        assertThat(player.played()).containsExactlyElementsOf(
                IntStream.range(0, player.played().size()).boxed().collect(Collectors.toList()));
        assertThat(player.concealed()).isZero();
        // Odd ptimes need up to 10 ms more: their rhythm is not the line's.
        assertThat(player.maxDelayMillis(0)).isLessThanOrEqualTo(ptime % 20 == 0 ? 20 : 30);
    }

    /// What a listener may expect of a network: how much is made up beyond what was lost, and how long sound waits.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        even, 1 % lost                  | 0  | 1 | 1 | 0 | 0 | 0    | 0.05 | 10
        even, 5 % lost in bursts of 3   | 0  | 5 | 3 | 0 | 0 | 0    | 0.05 | 10
        2 ms jitter                     | 2  | 0 | 1 | 0 | 0 | 0    | 0.1  | 30
        5 ms jitter                     | 5  | 0 | 1 | 0 | 0 | 0    | 0.5  | 45
        20 ms jitter                    | 20 | 0 | 1 | 0 | 0 | 0    | 1    | 110
        5 ms jitter, 2 % lost           | 5  | 2 | 1 | 0 | 0 | 0    | 0.5  | 45
        3 % reordered                   | 0  | 0 | 1 | 3 | 0 | 0    | 0.1  | 30
        2 % twice                       | 1  | 0 | 1 | 0 | 2 | 0    | 0.1  | 20
        sender 100 ppm fast             | 0  | 0 | 1 | 0 | 0 | 100  | 0.1  | 25
        sender 100 ppm slow             | 0  | 0 | 1 | 0 | 0 | -100 | 0.1  | 20
        """)
    void adaptsToTheNetwork(String what, double jitter, double loss, double burst, double reorder, double twice, double ppm,
                            double mostMadeUpPercent, double mostDelay) {
        int packets = 30_000;
        Netem netem = new Netem(SEED).jitter(jitter).loss(loss, burst).reorder(reorder).duplicates(twice).skew(ppm);
        List<Netem.Arrival> arrivals = netem.send(packets, 20);
        Player player = new Player(0, 200, 9);
        for (Netem.Arrival arrival : arrivals) {
            player.put(arrival.index(), arrival.index() * 160, 160, arrival.atNanos());
        }
        long distinct = arrivals.stream().map(Netem.Arrival::index).distinct().count();
        double lost = 100.0 * (packets - distinct) / packets;
        double madeUp = 100.0 * player.concealed() / packets - lost;
        double unheard = 100.0 * (distinct - player.played().stream().distinct().count()) / packets;

        System.out.printf("%-30s made up %.2f %% beyond the lost %.2f %%, unheard %.2f %%, delay %.1f ms, max %.0f ms (seed %d)%n", what,
                madeUp, lost, unheard, player.meanDelayMillis(500), player.maxDelayMillis(500), SEED);
        assertThat(player.played()).as("in order, each once").isSorted().doesNotHaveDuplicates();
        assertThat(madeUp).as("made up").isLessThanOrEqualTo(mostMadeUpPercent);
        assertThat(unheard).as("came, but not heard").isLessThanOrEqualTo(mostMadeUpPercent);
        assertThat(player.meanDelayMillis(500)).as("mean delay").isLessThanOrEqualTo(mostDelay);
    }

    @Test
    void afterAStallTheDelayComesDownAgain() {
        List<Netem.Arrival> arrivals = new Netem(SEED).stall(1000, 400).send(1900, 20);
        Player player = new Player(0, 200, 9);
        int afterStall = 0;
        for (Netem.Arrival arrival : arrivals) {
            player.put(arrival.index(), arrival.index() * 160, 160, arrival.atNanos());
            if (arrival.index() == 1600) {
                afterStall = player.delays.size();
            }
        }
        assertThat(player.maxDelayMillis(0)).isLessThanOrEqualTo(420);
        assertThat(player.buffer.discarded()).as("beyond the maximum").isPositive();
        assertThat(player.meanDelayMillis(afterStall)).isLessThanOrEqualTo(40);
    }

    /// A modem would lose its place.
    @Test
    void aDelayThatIsHeldStaysWhateverComes() {
        Player player = new Player(0, 200, 10);
        player.buffer.hold();
        for (int i = 0; i < 2000; i++) {
            // The first comes 60 ms late and makes the delay; one is late beyond it.
            long late = i == 0 ? 0 : i == 700 ? -10 : -60;
            player.put(i, i * 160, 160, (100 + i * 20 + late + (i == 700 ? 30 : 0)) * MS);
        }
        player.playUntil(40_000 * MS);
        assertThat(player.played()).isSorted().doesNotHaveDuplicates();
        assertThat(player.maxDelayMillis(1900)).isEqualTo(player.maxDelayMillis(500));
        assertThat(player.played().size() + player.concealed()).isBetween(1990L, 2003L);
    }

    @Test
    void whatIsBeyondTheMaximumIsThrownAway() {
        Player player = new Player(0, 100, 10);
        for (int i = 0; i < 50; i++) {
            player.put(i, i * 160, 160, 5 * MS);
        }
        assertThat(player.buffer.stored()).isEqualTo(6);
        assertThat(player.buffer.discarded()).isEqualTo(44);
        player.playUntil(100 * MS);
        assertThat(player.played().getFirst()).isEqualTo(44);
    }

    /// Seen in a Gigaset N510's stream: events between the packets of sound, each with a number of its own.
    @Test
    void numbersTakenByKeysAreNoGapInTheSound() {
        Player player = new Player(0, 200, 10);
        for (int i = 0; i < 50; i++) {
            player.put(2 * i, i * 160, 160, i * 20 * MS);
        }
        player.playUntil(1000 * MS);
        assertThat(player.played()).hasSize(50);
        assertThat(player.concealed()).isZero();
        assertThat(player.maxDelayMillis(0)).isLessThanOrEqualTo(20);
    }

    @Test
    void resetForgetsTheStream() {
        Player player = new Player(0, 200, 10);
        player.put(5000, 800_000, 160, 0);
        player.buffer.reset();
        player.put(100, 77, 160, 5 * MS);
        player.playUntil(15 * MS);
        assertThat(player.heard).containsExactly(100);
        assertThat(player.buffer.late()).isZero();
    }

    @Test
    void theMinimumIsHeldFromTheFirstPacketOn() {
        Player player = new Player(60, 200, 10);
        for (int i = 0; i < 200; i++) {
            player.put(i, i * 160, 160, i * 20 * MS);
        }
        assertThat(player.heard.subList(0, 4)).containsExactly(-2, -2, -2, 0);
        assertThat(player.meanDelayMillis(100)).isBetween(60.0, 80.0);
    }
}
