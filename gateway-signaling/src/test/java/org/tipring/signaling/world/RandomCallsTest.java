package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.tdm.emulator.ExchangeSettings;

/// Thousands of random calls, and then every book is balanced: one record and one cause for each call, every line on-hook, no leg, no
/// port, no bridge, no deadline left.
class RandomCallsTest {

    private static final int CALLS = Integer.getInteger("tipring.world.calls", 20_000);
    private static final int LINES = 4;

    /// Kept: a logger that nobody holds on to forgets its level.
    private static final Logger QUIET = Logger.getLogger("org.tipring");

    @BeforeAll
    static void twoLinesForEachCallAreTooManyHere() {
        QUIET.setLevel(Level.SEVERE);
    }

    @AfterAll
    static void speakAgain() {
        QUIET.setLevel(null);
    }

    @Test
    void everyCallEndsOnceWithOneCauseAndNothingIsLeft() {
        long seed = Long.getLong("tipring.seed", 20261125);
        System.out.println("RandomCallsTest seed " + seed + ", " + CALLS + " calls");
        World world = new World(seed, LINES, plan(), ExchangeSettings.of("US"));
        RandomTraffic traffic = new RandomTraffic(world);
        world.until(() -> world.lineController.status().stream().allMatch(line -> line.inService()), 60_000, "all lines in service");
        long started = System.nanoTime();
        while (world.records.size() + world.open.size() < CALLS) {
            if (world.random.nextInt(3) > 0) {
                traffic.callOut();
            } else {
                traffic.callIn();
            }
            if (world.random.nextInt(300) == 0) {
                traffic.unplug();
            }
            world.advance(world.random.nextInt(4_500));
            world.sip.forgetEnded();
        }
        settle(world);
        report(world, System.nanoTime() - started);
        assertThat(world.broken).isEmpty();
        assertThat(world.sip.broken).isEmpty();
        assertThat(world.open).as("calls that never ended").isEmpty();
        assertThat(world.records).hasSizeGreaterThanOrEqualTo(CALLS).allSatisfy(record -> {
            assertThat(record.cause()).isNotNull();
            assertThat(record.ended()).isNotNull();
        });
        assertThat(world.records.stream().map(CallRecord::id).distinct().count()).isEqualTo(world.records.size());
        assertThat(world.control.failures()).as("errors caught on the control thread").isZero();
        assertThat(world.media.statistics().faults()).as("errors caught on the media thread").isZero();
    }

    /// Lets the last calls end by themselves, then looks at what is left.
    private static void settle(World world) {
        world.until(() -> world.open.isEmpty(), 5 * 60_000, "the last calls to end");
        world.advance(60_000);
        assertThat(world.calls.figures().toString()).isEqualTo("ControlFigures[calls=0, legs=0, linesInCalls=0, rtp=0]");
        assertThat(world.sip.alive()).as("telephones still in a call").isZero();
        assertThat(world.network.openPairs()).as("RTP ports still open").isZero();
        assertThat(world.media.statistics().endpoints()).isZero();
        assertThat(world.media.statistics().bridges()).isZero();
        assertThat(world.lineController.status()).as("every line idle and on-hook")
                .allSatisfy(line -> assertThat(line.state().getClass().getSimpleName()).as(line.name()).isEqualTo("OnHook"));
        assertThat(world.closedLoops).as("loops that the exchange sees closed").isEmpty();
        assertThat(world.calls.nextDeadline()).as("deadline of a call").isEqualTo(Long.MAX_VALUE);
    }

    private static void report(World world, long nanos) {
        Map<ReleaseCause, Long> causes = new TreeMap<>();
        world.records.forEach(record -> causes.merge(record.cause(), 1L, Long::sum));
        System.out.printf("%d calls, %d answered, %.1f virtual hours in %.1f s; causes %s%n", world.records.size(),
                world.records.stream().filter(record -> record.answered() != null).count(), world.now() / 3.6e12, nanos / 1e9, causes);
        // A world in which hardly anybody talks would prove little.
        assertThat(world.records.stream().filter(record -> record.answered() != null).count()).isGreaterThan(CALLS / 5);
        assertThat(causes.keySet()).contains(ReleaseCause.NORMAL, ReleaseCause.BUSY, ReleaseCause.NO_CIRCUIT, ReleaseCause.CANCELLED,
                ReleaseCause.OUT_OF_ORDER, ReleaseCause.UNALLOCATED, ReleaseCause.NOT_ACCEPTABLE);
    }

    private static DialPlan plan() {
        return TestPlans.read("""
                [country]
                name = US
                code = 1

                [interface phones]
                sip = registrar
                members = 201, 202, 203
                numbers = as-dialled

                [interface landlines]
                members = fxo1, fxo2, fxo3, fxo4
                pick = least-recently-used
                numbers = national

                [route out]
                from = phones
                called = 9 X{3}
                to = landlines, strip 1

                [route in]
                from = landlines
                to = phones, set 201
                to = phones, set 202
                next on = busy, no-answer, unavailable

                [route rest]
                to = reject 404
                """);
    }
}
