package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tipring.media.engine.MediaWorld.share;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.DtmfDetector;
import org.tipring.media.net.InMemoryNetwork;
import org.tipring.media.pcm.Pcm;

class RelayBridgeTest {

    private static final long SEED = Long.getLong("tipring.seed", 20261125);

    private final MediaWorld world = new MediaWorld();

    @ParameterizedTest
    @CsvSource({"PCMA,PCMA,20", "PCMU,PCMU,20", "PCMA,PCMU,20", "PCMU,PCMA,30", "PCMA,PCMU,60"})
    void soundIsPassedOnWhenItComes(String lawA, String lawB, int ptime) throws IOException {
        MediaWorld.Leg a = world.leg(format(lawA), ptime);
        MediaWorld.Leg b = world.leg(format(lawB), ptime);
        world.connect(1, a.termination(), b.termination());
        MediaWorld.Sine fromA = new MediaWorld.Sine(1000);
        MediaWorld.Sine fromB = new MediaWorld.Sine(600);
        for (int i = 0; i < 50; i++) {
            a.phone().say(fromA.samples(8 * ptime));
            b.phone().say(fromB.samples(8 * ptime));
            world.turn();
            assertThat(b.heard()).as("at once").hasSize(i + 1);
            world.clock.advanceMillis(ptime);
        }
        assertThat(share(b.heardSamples(), 0, 400 * ptime, 1000)).isGreaterThan(0.99);
        assertThat(share(a.heardSamples(), 0, 400 * ptime, 600)).isGreaterThan(0.99);
        assertThat(b.phone().lastPayloadLength()).isEqualTo(8 * ptime);
        assertThat(b.phone().receiver().lost()).isZero();
        assertThat(b.phone().receiver().jitterMicros()).isZero();
        assertThat(b.phone().receiver().ssrc()).as("our own SSRC, not the caller's").isNotEqualTo(a.phone().address().hashCode());
    }

    private static AudioFormat format(String law) {
        return law.equals("PCMA") ? AudioFormat.PCMA : AudioFormat.PCMU;
    }

    @Test
    void lossStaysVisibleToTheFarEnd() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, 20);
        world.connect(1, a.termination(), b.termination());
        Random random = new Random(SEED);
        world.network.weather((towards, _) -> towards && random.nextInt(10) == 0 ? InMemoryNetwork.Weather.LOST : 0);
        world.run(10_000, () -> a.phone().say(new short[Pcm.FRAME]));

        // The first and the last may be among the lost; nobody can see that.
        assertThat(b.phone().receiver().lost() + b.phone().soundPackets()).isBetween(497L, 500L);
        assertThat(b.phone().receiver().lost()).isBetween(20L, 90L);
    }

    @Test
    void aRepeatedPacketIsPassedOnOnce() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, a.termination(), b.termination());
        byte[] packet = Packets.rtp(8, 5, 800, 77, new byte[160]);
        world.network.deliver(a.phone().address(), world.loop.localPort(a.id()), packet, packet.length);
        world.network.deliver(a.phone().address(), world.loop.localPort(a.id()), packet, packet.length);
        world.turn();

        assertThat(b.phone().soundPackets()).isEqualTo(1);
    }

    @Test
    void keysArePassedOnAsEvents() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 101, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, 96, 20);
        world.connect(1, a.termination(), b.termination());
        MediaWorld.Sine voice = new MediaWorld.Sine(1000);
        for (char key : "0123456789*#ABCD".toCharArray()) {
            a.phone().press(key);
            world.run(200, () -> { });
            world.run(100, () -> a.phone().say(voice.frame()));
        }

        assertThat(b.phone().digits()).isEqualTo("0123456789*#ABCD");
        assertThat(b.phone().malformed()).isZero();
        assertThat(b.phone().receiver().lost()).isZero();
        assertThat(b.phone().receiver().duplicates()).isZero();
        assertThat(world.events(MediaEvent.Digit.class)).hasSize(16);
    }

    @Test
    void aKeyWhoseEndIsLostStillEndsAtTheFarEnd() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, a.termination(), b.termination());
        byte[] start = Packets.rtp(MediaWorld.EVENTS, 1, 800, 77, new byte[] {5, 10, 0, (byte) 160});
        world.network.deliver(a.phone().address(), world.loop.localPort(a.id()), start, start.length);
        long before = world.network.sentByGateway();
        world.run(20, () -> { });
        assertThat(world.network.sentByGateway() - before).isEqualTo(1);
        world.run(400, () -> { });

        assertThat(world.network.sentByGateway() - before).as("one while it is down, three that say it is up").isEqualTo(4);
        assertThat(b.phone().digits()).isEqualTo("5");
    }

    @Test
    void aPeerWithoutEventsHearsKeysAsTones() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, -1, 20);
        world.connect(1, a.termination(), b.termination());
        a.phone().press('8');
        world.run(1000, () -> { });

        DtmfDetector detector = new DtmfDetector();
        StringBuilder keys = new StringBuilder();
        for (short[] packet : b.heard()) {
            char key = detector.process(packet, packet.length);
            if (key != 0) {
                keys.append(key);
            }
        }
        assertThat(keys.toString()).isEqualTo("8");
        assertThat(b.heard()).hasSize(10);
    }

    @Test
    void joiningAnewPartsWhatWasJoined() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg c = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, a.termination(), b.termination());
        world.run(100, () -> a.phone().say(new short[Pcm.FRAME]));
        world.connect(2, a.termination(), c.termination());
        world.run(100, () -> {
            a.phone().say(new short[Pcm.FRAME]);
            b.phone().say(new short[Pcm.FRAME]);
        });

        assertThat(b.heard()).hasSize(5);
        assertThat(c.heard()).hasSize(5);
        assertThat(a.heard()).isEmpty();
        assertThat(world.loop.statistics().bridges()).isEqualTo(1);
    }
}
