package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.pcm.Pcm;

/// A line whose clock is not ours: modems at 8018 Hz are real. Ten minutes of virtual time (`tipring.drift.minutes`=60 for the hour
/// that is promised), a sine each way.
///
/// What is measured is the sine as it comes out ([SineEar]): what is there besides it in each frame of the hour, and its delay.
class LineDriftTest {

    private static final int MINUTES = Integer.getInteger("tipring.drift.minutes", 10);
    private static final double HERTZ = 1004;
    /// Not the same both ways, or it would pass for an echo.
    private static final double BACK_HERTZ = 710;
    private static final double MOST_RESIDUAL_DB = -50;
    /// G.711 by itself leaves -38 dB; a click, a sample left out or a frame made up would leave -20 and more.
    private static final double MOST_RESIDUAL_G711_DB = -31;

    private final MediaWorld world = new MediaWorld();
    private final Random random = new Random(42);

    @ParameterizedTest
    @ValueSource(ints = {2300, -2300})
    void aFastOrSlowClockIsEvenedOutBothWays(int ppm) throws IOException {
        Drift drift = new Drift(ppm, 0);
        drift.run(MINUTES);
        drift.check(10);
        assertThat(drift.clockPpm()).isCloseTo(ppm, org.assertj.core.data.Offset.offset(3.0));
    }

    /// A crystal that wanders with the temperature: up to 1 ppm a second, within 2300 ppm.
    @Test
    void aWanderingClockIsFollowed() throws IOException {
        Drift drift = new Drift(0, 1);
        drift.run(MINUTES);
        drift.check(10);
    }

    @Test
    void aClockThatIsOursIsLeftAlone() throws IOException {
        Drift drift = new Drift(0, 0);
        drift.run(Math.min(MINUTES, 5));
        drift.check(1);
        assertThat(drift.clockPpm()).isCloseTo(0, org.assertj.core.data.Offset.offset(0.5));
    }

    /// A gateway that has only just started reads its first frames late, and a few seconds later all of them sooner: no clock does that.
    @Test
    void aLineThatIsReadSoonerAfterAWhileHasNoOtherClock() throws IOException {
        Drift drift = new Drift(0, 0);
        drift.readsSooner(-8, 0);
        drift.readsSooner(4.1, 0.06);
        drift.readsSooner(3.8, 3.5);
        drift.readsSooner(0, 12);
        assertThat(drift.clockPpm()).isCloseTo(0, org.assertj.core.data.Offset.offset(50.0));
        drift.run(1);
        drift.check(9);
        assertThat(drift.clockPpm()).isCloseTo(0, org.assertj.core.data.Offset.offset(1.0));
    }

    /// The first call has to find the clock out; the second begins with it.
    @Test
    void whatWasLearntInOneCallHelpsTheNext() throws IOException {
        Drift drift = new Drift(2300, 0);
        drift.run(1);
        world.loop.post(new MediaCommand.Disconnect(1));
        world.turn();
        drift.connect();
        drift.forget();
        drift.run(1);
        drift.check(2);
    }

    /// Two lines, and no G.711 in between.
    @Test
    void twoLinesOfDifferentClocksHearEachOtherWithoutAStep() {
        MediaWorld.Line a = new MediaWorld.Line("fxo1");
        MediaWorld.Line b = new MediaWorld.Line("fxo2");
        world.connect(1, a.termination(), b.termination());
        MediaWorld.Sine said = new MediaWorld.Sine(HERTZ);
        SineEar ear = new SineEar(HERTZ);
        long start = world.clock.now();
        double atA = start;
        double atB = world.clock.now() + 7e6;
        long end = world.clock.now() + MINUTES * 60_000_000_000L;
        while (world.clock.now() < end) {
            if (atA < atB) {
                world.clock.advanceTo((long) atA);
                a.say(said.frame());
                atA += Pcm.FRAME_NANOS / (1 + 2300e-6);
            } else {
                world.clock.advanceTo((long) atB);
                b.say(new short[Pcm.FRAME]);
                atB += Pcm.FRAME_NANOS / (1 - 100e-6);
            }
            world.turn();
            b.heard.forEach(frame -> {
                double sample = ear.hear(frame);
                if (sample > 0) {
                    ear.delay((world.clock.now() - start) / 1e6 * (1 + 2300e-6) - sample / 8);
                }
            });
            b.heard.clear();
        }
        System.out.println("2400 ppm between two lines: " + ear);
        assertThat(ear.worstDb).isLessThan(MOST_RESIDUAL_DB);
    }

    /// The phone says a sine on its own time; so does the line, and both are listened to.
    private final class Drift {

        private final MediaWorld.Line line = new MediaWorld.Line("fxo1");
        private final MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        private final MediaWorld.Sine phone = new MediaWorld.Sine(HERTZ);
        private final MediaWorld.Sine exchange = new MediaWorld.Sine(BACK_HERTZ);
        private final SineEar atLine = new SineEar(HERTZ);
        private final SineEar atPhone = new SineEar(BACK_HERTZ);
        private final List<Long> phoneTimes = new ArrayList<>();
        private final List<Long> lineTimes = new ArrayList<>();
        private final double wander;
        private final long phoneStart = world.clock.now();
        private long heardFrames;
        private double ppm;
        private double lineAt = world.clock.now() + 3e6;
        private long phoneAt = world.clock.now();

        Drift(double ppm, double wander) throws IOException {
            this.ppm = ppm;
            this.wander = wander;
            connect();
        }

        void connect() {
            world.connect(1, line.termination(), leg.termination());
        }

        void forget() {
            atLine.forget();
            atPhone.forget();
        }

        double clockPpm() {
            world.loop.lineFigures();
            runUntil(world.clock.now() + 2 * Pcm.FRAME_NANOS);
            return world.loop.lineFigures().getFirst().clockPpm();
        }

        /// Frames come so much sooner after so many seconds.
        void readsSooner(double millis, double afterSeconds) {
            runUntil(world.clock.now() + (long) (afterSeconds * 1e9));
            lineAt -= millis * 1e6;
        }

        void run(int minutes) {
            runUntil(world.clock.now() + minutes * 60_000_000_000L);
        }

        private void runUntil(long end) {
            double target = ppm;
            while (world.clock.now() < end) {
                if (phoneAt <= lineAt) {
                    world.clock.advanceTo(phoneAt);
                    leg.phone().say(phone.frame());
                    phoneTimes.add(phoneAt);
                    phoneAt += Pcm.FRAME_NANOS;
                } else {
                    world.clock.advanceTo((long) lineAt);
                    line.say(exchange.frame());
                    lineTimes.add((long) lineAt);
                    lineAt += Pcm.FRAME_NANOS / (1 + ppm * 1e-6);
                    if (wander > 0 && random.nextInt(3000) == 0) {
                        target = random.nextDouble(-2300, 2300);
                    }
                    ppm += Math.clamp(target - ppm, -wander / 50, wander / 50);
                }
                world.turn();
                long now = world.clock.now();
                line.heard.forEach(frame -> listen(atLine, phoneTimes, frame, now));
                line.heard.clear();
                // A phone plays what it gets at its own pace, so what counts is how many samples have come, and not when.
                leg.heard().forEach(frame -> listen(atPhone, lineTimes, frame, phoneStart + 20_000_000L * heardFrames++));
                leg.heard().clear();
            }
        }

        private static void listen(SineEar ear, List<Long> times, short[] frame, long now) {
            double sample = ear.hear(frame);
            if (sample > 0) {
                int said = (int) (sample / Pcm.FRAME);
                int before = Math.min(said, times.size() - 2);
                double at = times.get(before) + (sample / Pcm.FRAME - before) * (times.get(before + 1) - times.get(before));
                ear.delay((now - at) / 1e6);
            }
        }

        void check(double delayMillis) {
            System.out.printf("drift %.0f ppm: towards the line %s; from the line %s%n", ppm, atLine, atPhone);
            assertThat(world.loop.statistics().concealedFrames()).as("made up").isZero();
            assertThat(atLine.worstDb).isLessThan(MOST_RESIDUAL_G711_DB);
            assertThat(atPhone.worstDb).isLessThan(MOST_RESIDUAL_G711_DB);
            assertThat(leg.phone().receiver().lost()).isZero();
            assertThat(atLine.mostDelay - atLine.leastDelay).as("delay towards the line moves, ms").isLessThan(delayMillis);
            assertThat(atPhone.mostDelay - atPhone.leastDelay).as("delay from the line moves, ms").isLessThan(delayMillis);
        }
    }
}
