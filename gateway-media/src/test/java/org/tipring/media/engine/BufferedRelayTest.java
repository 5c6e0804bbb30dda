package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tipring.media.engine.MediaWorld.share;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.DtmfDetector;
import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.net.InMemoryNetwork;
import org.tipring.media.pcm.Pcm;

/// A peer that has its keys only in its sound, and one that has them only as events.
class BufferedRelayTest {

    private static final long SEED = Long.getLong("tipring.seed", 20261125);
    private static final String KEYS = "0123456789*#ABCD";

    /// The peak of a sine of -45 dBm0.
    private static final int LOUD = 130;

    private final MediaWorld world = new MediaWorld(MediaSettings.DEFAULTS.withHearKeys(true));

    private MediaWorld.Leg join(MediaWorld.Leg a, MediaWorld.Leg b) {
        world.connect(1, a.termination(), b.termination());
        return a;
    }

    private void press(MediaWorld.Leg leg, String keys) {
        DtmfGenerator generator = new DtmfGenerator(keys, 80, 80, DtmfGenerator.USUAL_DBM0);
        while (!generator.done()) {
            short[] frame = new short[Pcm.FRAME];
            generator.next(frame, 0, Pcm.FRAME);
            leg.phone().say(frame);
            world.run(20, () -> { });
        }
    }

    private static int loudest(short[] sound) {
        int most = 0;
        for (short sample : sound) {
            most = Math.max(most, Math.abs(sample));
        }
        return most;
    }

    private static String keysIn(List<short[]> sound) {
        DtmfDetector detector = new DtmfDetector();
        StringBuilder keys = new StringBuilder();
        for (short[] packet : sound) {
            for (int at = 0; at < packet.length; at += 80) {
                char key = detector.process(packet, at, 80);
                keys.append(key == 0 ? "" : key);
            }
        }
        return keys.toString();
    }

    @ParameterizedTest
    @CsvSource({"PCMA,20,PCMU,20", "PCMA,30,PCMA,20", "PCMU,20,PCMA,60"})
    void keysOfTheSoundBecomeEventsAndAreNoSoundAnyMore(String codecA, int ptimeA, String codecB, int ptimeB) throws IOException {
        MediaWorld.Leg a = world.leg(format(codecA), -1, ptimeA);
        MediaWorld.Leg b = world.leg(format(codecB), 101, ptimeB);
        join(a, b);
        press(a, KEYS);
        world.run(200, () -> { });

        assertThat(b.phone().digits()).isEqualTo(KEYS);
        assertThat(keysIn(b.heard())).as("keys left in the sound").isEmpty();
        assertThat(b.heardSamples()).as("loudest sample").satisfies(sound -> assertThat(loudest(sound)).isLessThan(LOUD));
        assertThat(b.phone().malformed()).isZero();
        assertThat(world.events(MediaEvent.Digit.class)).hasSize(16).allSatisfy(digit -> assertThat(digit.rtpId()).isEqualTo(a.id()));
    }

    @Test
    void eventsBecomeSoundForThePeerWithoutThem() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, -1, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, 101, 20);
        join(a, b);
        for (char key : KEYS.toCharArray()) {
            b.phone().press(key);
            world.run(300, () -> a.phone().say(new short[Pcm.FRAME]));
        }
        assertThat(keysIn(a.heard())).isEqualTo(KEYS);
        assertThat(b.phone().digits()).isEmpty();
    }

    /// It gives back what it hears, as a telephone with an analogue handset does.
    @Test
    void keysThatWePlayAreNotHeardAsThePeersOwn() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, -1, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, 101, 20);
        join(a, b);
        b.phone().press('5');
        for (int i = 0; i < 30; i++) {
            int heard = a.heard().size();
            world.run(20, () -> { });
            short[] echo = a.heard().size() > heard ? a.heard().getLast().clone() : new short[Pcm.FRAME];
            for (int k = 0; k < echo.length; k++) {
                echo[k] /= 4;
            }
            a.phone().say(echo);
        }
        assertThat(keysIn(a.heard())).isEqualTo("5");
        assertThat(b.phone().digits()).isEmpty();
        assertThat(world.events(MediaEvent.Digit.class)).singleElement().satisfies(digit -> assertThat(digit.rtpId()).isEqualTo(b.id()));
    }

    @Test
    void withoutEventsAtEitherEndKeysStaySoundAndAreReported() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, -1, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, -1, 20);
        join(a, b);
        press(a, KEYS);
        world.run(200, () -> { });

        assertThat(keysIn(b.heard())).isEqualTo(KEYS);
        assertThat(world.events(MediaEvent.Digit.class)).extracting(MediaEvent.Digit::digit).extracting(String::valueOf)
                .containsExactlyElementsOf(KEYS.chars().mapToObj(key -> String.valueOf((char) key)).toList());
    }

    @Test
    void whereNothingIsToBeHeardPacketsGoOnAtOnce() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 101, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, -1, 20);
        join(a, b);
        a.phone().say(new short[Pcm.FRAME]);
        world.turn();
        assertThat(b.heard()).hasSize(1);
    }

    /// The goal for an even stream is 20 ms.
    @ParameterizedTest
    @CsvSource({"20", "10", "30"})
    void anEvenStreamWaitsLessThanTwentyMillisecondsInTheBuffer(int ptime) throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, -1, ptime);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, 101, 20);
        join(a, b);
        long start = world.clock.now();
        long[] soundAt = {0};
        int[] packets = {0};
        b.phone().ear(packet -> {
            packets[0]++;
            if (soundAt[0] == 0 && MediaWorld.rms(packet, 0, packet.length) > 1000) {
                soundAt[0] = world.clock.now() - start;
            }
        });
        MediaWorld.Sine voice = new MediaWorld.Sine(1000);
        for (long t = 0; t < 10_000; t++) {
            if (t % ptime == 0) {
                a.phone().say(t < 3000 ? new short[8 * ptime] : voice.samples(8 * ptime));
            }
            world.turn();
            world.clock.advanceMillis(1);
        }
        long delay = soundAt[0] / 1_000_000 - 3000;
        assertThat(delay).as("ms from the packet's coming to ours").isBetween(0L, ptime == 20 ? 20L : 30L);
        assertThat(packets[0]).isBetween(496, 500);
        assertThat(world.loop.statistics().concealedFrames()).isZero();
    }

    @Test
    void jitterAndLossAreEvenedOut() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, -1, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, 101, 20);
        join(a, b);
        Random random = new Random(SEED);
        world.network.weather((towards, _) -> !towards ? 0 : random.nextInt(50) == 0 ? InMemoryNetwork.Weather.LOST : random.nextLong(0, 30_000_000L));
        MediaWorld.Sine voice = new MediaWorld.Sine(1000);
        world.run(10_000, () -> a.phone().say(voice.frame()));

        assertThat(b.phone().receiver().lost()).as("seed %d", SEED).isZero();
        assertThat(b.phone().receiver().jitterMicros()).isLessThan(3000);
        short[] heard = b.heardSamples();
        assertThat(heard.length).isBetween(8 * 9800, 8 * 10_000);
        assertThat(share(heard, 8000, 8 * 9500, 1000)).isGreaterThan(0.8);
    }

    /// A peer that stops sending is not followed by endless silence.
    @Test
    void silenceOfThePeerIsSilenceOfOurs() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, -1, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, 101, 20);
        join(a, b);
        world.run(1000, () -> a.phone().say(new short[Pcm.FRAME]));
        world.run(3000, () -> { });
        long packets = b.phone().soundPackets();
        assertThat(packets).isBetween(50L, 56L);
        world.run(1000, () -> a.phone().say(new short[Pcm.FRAME]));
        assertThat(b.phone().soundPackets() - packets).isBetween(48L, 50L);
        assertThat(b.phone().receiver().lost()).isZero();
    }

    private static AudioFormat format(String law) {
        return law.equals("PCMA") ? AudioFormat.PCMA : AudioFormat.PCMU;
    }
}
