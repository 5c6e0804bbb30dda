package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.pcm.Pcm;

/// An RTP peer whose clock is not ours, and whose sound we play by ours to hear its keys. Ten minutes of virtual time
/// (`tipring.drift.minutes`=60 for an hour), a sine, and what is heard besides it.
class PeerDriftTest {

    private static final int MINUTES = Integer.getInteger("tipring.drift.minutes", 10);
    /// Until the clock is known, and the changing over done.
    private static final long LEARNING_NANOS = 40_000_000_000L;
    private static final double HERTZ = 1004;
    /// As in [LineDriftTest]: what A-law leaves, and some.
    private static final double MOST_RESIDUAL_G711_DB = -31;

    private final MediaWorld world = new MediaWorld(MediaSettings.DEFAULTS.withHearKeys(true));

    /// Below 300 ppm packets are still left out or made up: two in three minutes at most.
    @ParameterizedTest
    @ValueSource(ints = {0, 400, -400, 600, -600, 2500, -2500})
    void aFastOrSlowPeerIsEvenedOut(int ppm) throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, -1, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, a.termination(), b.termination());
        MediaWorld.Sine said = new MediaWorld.Sine(HERTZ);
        SineEar ear = new SineEar(HERTZ);
        long start = world.clock.now();
        double at = start;
        long heard = 0;
        long madeUp = 0;
        long end = start + MINUTES * 60_000_000_000L;
        while (world.clock.now() < end) {
            if (at <= world.loop.nextDeadline()) {
                world.clock.advanceTo((long) at);
                a.phone().say(said.frame());
                at += Pcm.FRAME_NANOS / (1 + ppm * 1e-6);
                if (world.clock.now() - start < LEARNING_NANOS) {
                    ear.forget();
                    madeUp = world.loop.statistics().concealedFrames();
                }
            } else {
                world.clock.advanceTo(world.loop.nextDeadline());
            }
            world.turn();
            for (short[] frame : b.heard()) {
                double sample = ear.hear(frame);
                double now = start + 20e6 * heard++;
                if (sample > 0) {
                    ear.delay((now - start - sample * 125_000 / (1 + ppm * 1e-6)) / 1e6);
                }
            }
            b.heard().clear();
        }
        System.out.printf("peer at %d ppm: %s, made up %d, lost %d%n", ppm, ear, world.loop.statistics().concealedFrames() - madeUp, b.phone().receiver().lost());
        assertThat(ear.worstDb).isLessThan(MOST_RESIDUAL_G711_DB);
        assertThat(ear.mostDelay - ear.leastDelay).as("delay moves, ms").isLessThan(25);
        assertThat(world.loop.statistics().concealedFrames() - madeUp).isZero();
    }

    /// The servo of a line's clock bridge alone follows no more than 500 ppm of the peer's.
    @ParameterizedTest
    @ValueSource(ints = {2500, -2500})
    void soIsOneThatTalksToALine(int ppm) throws IOException {
        MediaWorld.Line line = new MediaWorld.Line("fxo1");
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, line.termination(), leg.termination());
        MediaWorld.Sine said = new MediaWorld.Sine(HERTZ);
        SineEar ear = new SineEar(HERTZ);
        long start = world.clock.now();
        double phoneAt = start;
        long lineAt = start + 7_000_000;
        long madeUp = 0;
        while (world.clock.now() - start < MINUTES * 60_000_000_000L) {
            if (phoneAt < lineAt) {
                world.clock.advanceTo((long) phoneAt);
                leg.phone().say(said.frame());
                phoneAt += Pcm.FRAME_NANOS / (1 + ppm * 1e-6);
            } else {
                world.clock.advanceTo(lineAt);
                line.say(new short[Pcm.FRAME]);
                lineAt += Pcm.FRAME_NANOS;
            }
            world.turn();
            line.heard.forEach(ear::hear);
            line.heard.clear();
            if (world.clock.now() - start < LEARNING_NANOS) {
                ear.forget();
                madeUp = world.loop.statistics().concealedFrames();
            }
        }
        System.out.printf("peer at %d ppm and a line: %s, made up %d%n", ppm, ear, world.loop.statistics().concealedFrames() - madeUp);
        assertThat(ear.worstDb).isLessThan(MOST_RESIDUAL_G711_DB);
        assertThat(world.loop.statistics().concealedFrames() - madeUp).isZero();
    }
}
