package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tipring.media.engine.MediaWorld.rms;
import static org.tipring.media.engine.MediaWorld.share;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.codec.ALaw;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.DtmfDetector;
import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.dsp.FractionalResampler;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.Pcm;

class LineBridgeTest {

    private final MediaWorld world = new MediaWorld();
    private final MediaWorld.Line line = new MediaWorld.Line("fxo1");
    private final short[] silence = new short[Pcm.FRAME];

    @Test
    void soundGoesBothWays() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        MediaWorld.Sine phone = new MediaWorld.Sine(1000);
        MediaWorld.Sine exchange = new MediaWorld.Sine(700);

        world.run(1000, () -> {
            leg.phone().say(phone.frame());
            line.say(exchange.frame());
        });

        short[] atLine = line.heardSamples();
        short[] atPhone = leg.heardSamples();
        assertThat(atLine.length).isEqualTo(8000);
        assertThat(atPhone.length).isEqualTo(8000);
        assertThat(share(atLine, 400, 8000, 1000)).isGreaterThan(0.99);
        assertThat(share(atPhone, 400, 8000, 700)).isGreaterThan(0.99);
        assertThat(leg.phone().receiver().lost()).isZero();
        assertThat(leg.phone().malformed()).isZero();
        assertThat(world.loop.statistics().concealedFrames()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 50, 60})
    void thePeersPtimeIsKeptBothWays(int ptime) throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMU, ptime);
        world.connect(1, line.termination(), leg.termination());
        MediaWorld.Sine phone = new MediaWorld.Sine(1000);
        MediaWorld.Sine exchange = new MediaWorld.Sine(700);

        for (int t = 0; t < 1200; t += 10) {
            if (t % ptime == 0) {
                leg.phone().say(phone.samples(8 * ptime));
            }
            if (t % 20 == 0) {
                line.say(exchange.frame());
            }
            world.turn();
            world.clock.advanceMillis(10);
        }

        assertThat(leg.phone().lastPayloadLength()).isEqualTo(8 * ptime);
        assertThat(leg.heardSamples().length).isEqualTo(9600);
        assertThat(share(leg.heardSamples(), 160, 9600, 700)).isGreaterThan(0.99);
        assertThat(share(line.heardSamples(), 960, 9600, 1000)).isGreaterThan(0.99);
        assertThat(world.loop.statistics().concealedFrames()).isZero();
    }

    /// A modem that dials gives and takes no sound. What the telephone says meanwhile must not make its first words late.
    @Test
    void whatWaitedWhileTheLineWasAwayDoesNotDelayTheCall() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        world.run(500, () -> {
            leg.phone().say(silence);
            line.say(silence);
        });
        world.run(1500, () -> leg.phone().say(silence));
        world.run(100, () -> {
            leg.phone().say(silence);
            line.say(silence);
        });
        line.heard.clear();
        MediaWorld.Sine phone = new MediaWorld.Sine(1000);
        world.run(500, () -> {
            leg.phone().say(phone.frame());
            line.say(silence);
        });

        short[] heard = line.heardSamples();
        assertThat(rms(heard, 40 * 8, 60 * 8)).as("40 ms after it was said").isGreaterThan(5000);
        assertThat(share(heard, 40 * 8, heard.length, 1000)).as("without a gap").isGreaterThan(0.99);
    }

    @Test
    void aHookFlashIsToldOnceAndIsNoKey() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        leg.phone().flash();
        world.run(400, () -> line.say(silence));
        assertThat(world.events(MediaEvent.HookFlash.class)).containsExactly(new MediaEvent.HookFlash(leg.id()));
        leg.phone().flash();
        world.run(400, () -> line.say(silence));
        assertThat(world.events(MediaEvent.HookFlash.class)).hasSize(2);
        assertThat(world.events(MediaEvent.Digit.class)).isEmpty();
        assertThat(keysOnTheLine()).isEmpty();
    }

    @Test
    void keysOfThePhoneAreDtmfOnTheLine() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        leg.phone().press('5');
        world.run(20, () -> line.say(silence));
        leg.phone().press('#');
        world.run(600, () -> line.say(silence));

        assertThat(keysOnTheLine()).isEqualTo("5#");
        assertThat(world.events(MediaEvent.Digit.class))
                .containsExactly(new MediaEvent.Digit(leg.id(), '5'), new MediaEvent.Digit(leg.id(), '#'));
        short[] sound = line.heardSamples();
        // 100 ms on, 100 ms off.
        assertThat(rms(sound, 80, 720)).isGreaterThan(1000);
        assertThat(rms(sound, 880, 1520)).isZero();
    }

    /// Threat T27: half a second of a key as events and, in the same stream, as the telephone's own tone.
    @ParameterizedTest
    @ValueSource(ints = {0, 60})
    void aKeyThatIsAlsoInTheSoundIsPlayedOnce(int extraDelayMillis) throws IOException {
        MediaWorld slow = new MediaWorld(new MediaSettings(Duration.ofSeconds(30), Duration.ofMillis(extraDelayMillis),
                Duration.ofMillis(200), "a@b", TonePlan.US, 100));
        MediaWorld.Leg leg = slow.leg(AudioFormat.PCMA, 20);
        slow.connect(1, leg.termination(), line.termination());
        MediaWorld.Sine voice = new MediaWorld.Sine(400);
        DtmfGenerator own = new DtmfGenerator("1", 500, 100, -9);
        int[] sequence = {0};
        for (int i = 0; i < 100; i++) {
            boolean key = i >= 25 && i < 50;
            short[] sound = voice.frame();
            if (key) {
                own.next(sound, 0, Pcm.FRAME);
                byte[] event = {1, (byte) (i == 49 ? 0x8a : 0x0a), (byte) ((i - 24) * 160 >> 8), (byte) ((i - 24) * 160)};
                send(slow, leg, Packets.rtp(MediaWorld.EVENTS, sequence[0]++, 25 * 160, 77, event));
            }
            byte[] payload = new byte[Pcm.FRAME];
            new ALaw().encode(sound, 0, Pcm.FRAME, payload, 0);
            send(slow, leg, Packets.rtp(8, sequence[0]++, i * 160, 77, payload));
            slow.run(20, () -> line.say(silence));
        }

        assertThat(keysOnTheLine()).isEqualTo("1");
        assertThat(share(line.heardSamples(), 10_400, 16_000, 400)).as("the voice after it").isGreaterThan(0.98);
    }

    private static void send(MediaWorld world, MediaWorld.Leg leg, byte[] packet) {
        world.network.deliver(leg.phone().address(), world.loop.localPort(leg.id()), packet, packet.length);
    }

    private String keysOnTheLine() {
        DtmfDetector detector = new DtmfDetector();
        StringBuilder heard = new StringBuilder();
        for (short[] frame : line.heard) {
            char key = detector.process(frame, Pcm.FRAME);
            if (key != 0) {
                heard.append(key);
            }
        }
        return heard.toString();
    }

    @Test
    void theExchangesTonesAreReported() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        ToneGenerator dial = new ToneGenerator(TonePlan.US.signal(CallProgressTone.DIAL));
        short[] frame = new short[Pcm.FRAME];

        world.run(2000, () -> {
            dial.next(frame, 0, Pcm.FRAME);
            line.say(frame);
        });
        world.run(1000, () -> line.say(silence));

        assertThat(world.events(MediaEvent.ToneStarted.class)).containsExactly(new MediaEvent.ToneStarted("fxo1", CallProgressTone.DIAL));
        assertThat(world.events(MediaEvent.ToneEnded.class)).containsExactly(new MediaEvent.ToneEnded("fxo1", CallProgressTone.DIAL));
    }

    @Test
    void aStallLeavesNoLastingDelayOnTheLine() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        for (int i = 0; i < 20; i++) {
            line.say(silence);
        }
        world.turn();

        assertThat(line.heard).hasSize(LineEndpoint.CATCH_UP_FRAMES);
        assertThat(world.loop.statistics().resyncFrames()).isEqualTo(15);
        assertThat(leg.heard().size()).as("packets, no burst").isEqualTo(LineEndpoint.CATCH_UP_FRAMES);
        assertThat(world.loop.statistics().skippedFrames()).isEqualTo(15);
    }

    @Test
    void soundFromBeforeTheCallIsNotHeard() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        line.say(new MediaWorld.Sine(500).frame());
        world.connect(1, leg.termination(), line.termination());
        world.turn();

        assertThat(leg.heard()).isEmpty();
    }

    @Test
    void aJitterFreePeerIsDelayedByLessThanAFrame() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        short[] click = new short[Pcm.FRAME];
        click[0] = 20_000;
        // The packet comes 10 ms before the line's turn.
        for (int t = 0; t < 1000; t += 20) {
            leg.phone().say(t == 500 ? click : silence);
            world.turn();
            world.clock.advanceMillis(10);
            line.say(silence);
            world.turn();
            if (t == 500) {
                // 2.5 ms of reserve, and what the taps need.
                assertThat(line.heard.getLast()[20 + FractionalResampler.DELAY]).isGreaterThan((short) 15_000);
            }
            world.clock.advanceMillis(10);
        }
        assertThat(world.loop.statistics().concealedFrames()).isZero();
    }
}
