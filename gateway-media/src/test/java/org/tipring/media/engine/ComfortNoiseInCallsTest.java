package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tipring.media.engine.MediaWorld.concat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codecs;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.pcm.Pcm;

/// RFC 3389, received and sent.
class ComfortNoiseInCallsTest {

    private static final long SEED = Long.getLong("tipring.seed", 20261125);
    /// -50 dBov is -46.8 dBm0 for noise: 0 dBov is 3.17 dBm0's full-scale sine plus 3 dB.
    private static final int LEVEL = 50;
    private static final double LEVEL_DBM0 = -50 + 6.2;
    private static final RtpParameters.Extras TAKES_NOISE = new RtpParameters.Extras(8000, 13, false);
    private static final RtpParameters.Extras SUPPRESSES = new RtpParameters.Extras(8000, 13, true);

    private final MediaWorld world = new MediaWorld();
    private final MediaWorld.Sine voice = new MediaWorld.Sine(700);

    private MediaWorld.Leg leg(AudioFormat format, RtpParameters.Extras extras) throws IOException {
        return world.leg(format, MediaWorld.EVENTS, 20, extras, Pcm.RATE);
    }

    @ParameterizedTest
    @CsvSource({"PCMA", "G722"})
    void aLineHearsTheNoiseThatThePeerDescribes(String codec) throws IOException {
        MediaWorld.Leg a = leg(codec.equals("PCMA") ? AudioFormat.PCMA : AudioFormat.G722, TAKES_NOISE);
        MediaWorld.Line line = new MediaWorld.Line("fxo1");
        world.connect(1, a.termination(), line.termination());
        world.run(400, () -> {
            line.say(new short[Pcm.FRAME]);
            a.phone().say(voice.frame());
        });
        a.phone().sayNoise(LEVEL);
        int from = line.heard.size();
        world.run(2000, () -> line.say(new short[Pcm.FRAME]));
        int to = line.heard.size();
        world.run(400, () -> {
            line.say(new short[Pcm.FRAME]);
            a.phone().say(voice.frame());
        });

        short[] pause = concat(line.heard.subList(from + 10, to));
        assertThat(LevelMeter.dBm0(pause)).isBetween(LEVEL_DBM0 - 1.5, LEVEL_DBM0 + 1.5);
        assertThat(world.loop.statistics().concealedFrames()).as("nothing is made up beside it").isZero();
        assertThat(LevelMeter.dBm0(concat(line.heard.subList(line.heard.size() - 10, line.heard.size())))).isGreaterThan(-10);
    }

    @Test
    void aPeerThatTakesNoiseGetsItAsItIs() throws IOException {
        MediaWorld.Leg a = leg(AudioFormat.PCMA, TAKES_NOISE);
        MediaWorld.Leg b = leg(AudioFormat.PCMU, TAKES_NOISE);
        world.connect(1, a.termination(), b.termination());
        world.run(400, () -> a.phone().say(voice.frame()));
        a.phone().sayNoise(LEVEL);
        world.run(1000, () -> { });
        world.run(400, () -> a.phone().say(voice.frame()));

        assertThat(b.phone().noisePackets()).isEqualTo(1);
        assertThat(b.phone().soundPackets()).isEqualTo(40);
        assertThat(b.phone().receiver().lost()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"PCMA,PCMU", "PCMA,PCMA", "PCMA,G722", "PCMU,OPUS", "G722,PCMA"})
    void aPeerThatDoesNotHearsTheNoise(String from, String to) throws IOException {
        MediaWorld.Leg a = leg(format(from), TAKES_NOISE);
        MediaWorld.Leg b = leg(format(to), RtpParameters.Extras.NONE);
        world.connect(1, a.termination(), b.termination());
        world.run(400, () -> a.phone().say(voice.frame()));
        a.phone().sayNoise(LEVEL);
        int before = b.heard().size();
        world.run(2000, () -> { });
        int after = b.heard().size();
        world.run(400, () -> a.phone().say(voice.frame()));

        assertThat(after - before).isBetween(99, 101);
        double level = LevelMeter.dBm0(concat(b.heard().subList(before + 20, after)));
        assertThat(level).isBetween(LEVEL_DBM0 - 3, LEVEL_DBM0 + 3);
        assertThat(b.phone().receiver().lost()).isZero();
        assertThat(b.phone().receiver().duplicates()).isZero();
        assertThat(b.heard().size() - after).isEqualTo(20);
        assertThat(b.phone().malformed()).isZero();
    }

    private static AudioFormat format(String name) {
        return Codecs.ALL.stream().filter(format -> format.encoding().equals(name)).findFirst().orElseThrow();
    }

    /// A quarter of the time somebody speaks, into the noise of an office.
    @ParameterizedTest
    @CsvSource({"PCMA,true", "G722,true", "PCMA,false"})
    void pausesOfALineAreDescribedInsteadOfSent(String codec, boolean suppress) throws IOException {
        MediaWorld.Leg a = leg(format(codec), suppress ? SUPPRESSES : TAKES_NOISE);
        MediaWorld.Line line = new MediaWorld.Line("fxo1");
        world.connect(1, a.termination(), line.termination());
        Random random = new Random(SEED);
        for (int second = 0; second < 20; second++) {
            boolean speaks = second % 4 == 1;
            world.run(1000, () -> {
                short[] frame = speaks ? voice.frame() : new short[Pcm.FRAME];
                for (int i = 0; i < frame.length; i++) {
                    frame[i] += (short) (30 * random.nextGaussian());
                }
                line.say(frame);
            });
        }
        if (suppress) {
            assertThat(a.phone().soundPackets()).as("5 s of speech, what is held on after it, and the begin").isBetween(250L, 400L);
            assertThat(a.phone().noisePackets()).isBetween(10L, 100L);
        } else {
            assertThat(a.phone().soundPackets()).isEqualTo(1000);
            assertThat(a.phone().noisePackets()).isZero();
        }
        assertThat(a.phone().receiver().lost()).isZero();
        assertThat(a.phone().malformed()).isZero();
    }

    @Test
    void soundAfterAPauseIsInPlaceAndMarked() throws IOException {
        MediaWorld.Leg a = leg(AudioFormat.PCMA, SUPPRESSES);
        MediaWorld.Line line = new MediaWorld.Line("fxo1");
        world.connect(1, a.termination(), line.termination());
        world.run(200, () -> line.say(voice.frame()));
        int before = a.phone().lastTimestamp();
        long packets = a.phone().soundPackets();
        world.run(2000, () -> line.say(new short[Pcm.FRAME]));
        long held = a.phone().soundPackets() - packets;
        assertThat(held).isLessThan(20);
        line.say(voice.frame());
        world.turn();

        assertThat(a.phone().lastTimestamp() - before).isEqualTo(2000 * 8 + 160);
        assertThat(a.phone().lastMarker()).isTrue();
    }
}
