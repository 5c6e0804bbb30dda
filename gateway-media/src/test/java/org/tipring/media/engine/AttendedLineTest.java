package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tipring.media.engine.MediaWorld.rms;
import static org.tipring.media.engine.MediaWorld.share;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.dsp.ToneDetector;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.Pcm;

class AttendedLineTest {

    private static final String KEYS = "1590*#ABCD";

    private final MediaWorld world = new MediaWorld();
    private final MediaWorld.Line line = new MediaWorld.Line("fxs1");
    private final short[] silence = new short[Pcm.FRAME];

    private void attend(CallProgressTone tone) {
        world.loop.post(new MediaCommand.Attend(1, (Termination.Line) line.termination(), tone));
        world.turn();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"CALL_WAITING", "HOWLER", "STUTTER", "CONFIRMATION"})
    void theLineHearsTheToneAtItsOwnPace(CallProgressTone tone) {
        attend(tone);
        world.run(8000, () -> line.say(silence));

        assertThat(line.heard).hasSize(400);
        assertThat(tonesIn(line.heardSamples())).containsOnly(tone);
    }

    /// No exchange's tone: dial tone that is interrupted at its beginning.
    @ParameterizedTest
    @EnumSource(names = {"STUTTER", "CONFIRMATION"})
    void whatSaysSomethingBesidesEndsAsDialTone(CallProgressTone tone) {
        attend(tone);
        world.run(8000, () -> line.say(silence));

        assertThat(tonesIn(line.heardSamples())).containsOnly(CallProgressTone.DIAL);
        long pauses = line.heard.subList(0, 100).stream().filter(frame -> org.tipring.media.dsp.LevelMeter.dBm0(frame) < -60).count();
        assertThat(pauses).as("silent frames in the first two seconds").isPositive();
    }

    @org.junit.jupiter.api.Test
    void theHowlerIsLoudAndInItsRhythm() {
        attend(CallProgressTone.HOWLER);
        world.run(2000, () -> line.say(silence));

        short[] heard = line.heardSamples();
        assertThat(org.tipring.media.dsp.LevelMeter.dBm0(heard, 0, 800)).as("four tones of -9 dBm0").isBetween(-4.0, -2.0);
        assertThat(org.tipring.media.dsp.LevelMeter.dBm0(heard, 800, 800)).as("the pause").isLessThan(-60);
        assertThat(org.tipring.media.dsp.LevelMeter.dBm0(heard, 1600, 800)).isBetween(-4.0, -2.0);
    }

    @org.junit.jupiter.api.Test
    void aDeviceThatHasJustBegunHearsTheToneBeforeItHasGivenAnySound() {
        java.util.List<short[]> played = new java.util.ArrayList<>();
        org.tipring.media.pcm.AudioEndpoint begun = new org.tipring.media.pcm.AudioEndpoint() {
            @Override
            public boolean read(short[] frame) {
                return false;
            }

            @Override
            public boolean hungry() {
                return played.isEmpty();
            }

            @Override
            public void write(short[] frame) {
                played.add(frame.clone());
            }
        };
        world.loop.post(new MediaCommand.Attend(1, new Termination.Line("fxs1", begun, TonePlan.US), CallProgressTone.DIAL));
        world.turn();
        world.turn();

        assertThat(played).hasSize(1);
        assertThat(org.tipring.media.dsp.LevelMeter.dBm0(played.getFirst(), 0, Pcm.FRAME)).isGreaterThan(-20);
    }

    private static java.util.List<CallProgressTone> tonesIn(short[] sound) {
        java.util.List<CallProgressTone> heard = new java.util.ArrayList<>();
        ToneDetector detector = new ToneDetector(TonePlan.US, new ToneDetector.Listener() {
            @Override
            public void toneStarted(CallProgressTone tone) {
                heard.add(tone);
            }

            @Override
            public void toneEnded(CallProgressTone tone) {
                // Only what is heard counts here.
            }

            @Override
            public void voiceHeard() {
                // Only tones count here.
            }
        });
        short[] frame = new short[Pcm.FRAME];
        for (int at = 0; at < sound.length; at += Pcm.FRAME) {
            System.arraycopy(sound, at, frame, 0, Pcm.FRAME);
            detector.process(frame);
        }
        return heard;
    }

    @Test
    void aToneThatThePlanDoesNotHaveIsRefused() {
        TonePlan poor = new TonePlan("poor", java.util.Map.of(CallProgressTone.DIAL, TonePlan.US.signal(CallProgressTone.DIAL)));
        Termination.Line end = new Termination.Line("fxs1", line, poor);
        world.loop.post(new MediaCommand.Attend(1, end, CallProgressTone.DIAL));
        world.loop.post(new MediaCommand.Attend(1, end, CallProgressTone.BUSY));
        world.turn();
        world.run(400, () -> line.say(silence));

        assertThat(tonesIn(line.heardSamples())).containsExactly(CallProgressTone.DIAL);
        assertThat(world.loop.statistics().refusedCommands()).isEqualTo(1);
        assertThat(world.loop.statistics().faults()).isZero();
    }

    @Test
    void withoutAToneTheLineHearsSilence() {
        attend(null);
        world.run(200, () -> line.say(silence));

        assertThat(line.heard).hasSize(10);
        assertThat(rms(line.heardSamples(), 0, 1600)).isZero();
    }

    @Test
    void eachKeyIsReportedOnceWhileTheToneIsOn() {
        attend(CallProgressTone.DIAL);
        DtmfGenerator keys = new DtmfGenerator(KEYS, 80, 80, -10);
        short[] frame = new short[Pcm.FRAME];
        world.run(2000, () -> {
            keys.next(frame, 0, Pcm.FRAME);
            line.say(frame);
        });

        assertThat(reported()).isEqualTo(KEYS);
        assertThat(world.events(MediaEvent.LineDigit.class)).allSatisfy(digit -> assertThat(digit.line()).isEqualTo("fxs1"));
    }

    /// The hybrid gives back our own dial tone at -27 dBm0 a frequency: stronger than what a distant caller's keys may be (-25).
    @ParameterizedTest
    @CsvSource({"0,-10", "0,-20", "0,-25", "60,-10", "60,-20", "60,-25", "200,-10", "200,-20", "200,-25"})
    void theEchoOfTheToneMasksNoKeysAndIsNotTakenForTheExchanges(int echoDelayMillis, double keyLevel) {
        EchoingLine echoing = new EchoingLine("fxs1", -14, echoDelayMillis);
        world.loop.post(new MediaCommand.Attend(1, (Termination.Line) echoing.termination(), CallProgressTone.DIAL));
        world.turn();
        DtmfGenerator keys = new DtmfGenerator("," + KEYS, 70, 500, keyLevel);
        short[] frame = new short[Pcm.FRAME];
        world.run(6500, () -> {
            keys.next(frame, 0, Pcm.FRAME);
            echoing.sayOverEcho(frame);
        });
        world.loop.post(new MediaCommand.Attend(1, (Termination.Line) echoing.termination(), null));
        world.run(2000, () -> echoing.sayOverEcho(silence));

        assertThat(reported()).isEqualTo(KEYS);
        assertThat(world.events(MediaEvent.ToneStarted.class)).isEmpty();
        assertThat(world.events(MediaEvent.VoiceHeard.class)).isEmpty();
    }

    @Test
    void aStrongEchoIsNotTakenForTheExchangesToneBeforeItsPathIsKnown() {
        EchoingLine echoing = new EchoingLine("fxs1", -8, 60);
        world.loop.post(new MediaCommand.Attend(1, (Termination.Line) echoing.termination(), CallProgressTone.DIAL));
        world.run(5000, () -> echoing.sayOverEcho(silence));

        assertThat(world.events).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "REORDER"})
    void theExchangesToneIsHeardThroughTheEchoOfOurs(CallProgressTone exchanges) {
        EchoingLine echoing = new EchoingLine("fxs1", -14, 60);
        world.loop.post(new MediaCommand.Attend(1, (Termination.Line) echoing.termination(), CallProgressTone.DIAL));
        world.run(3000, () -> echoing.sayOverEcho(silence));
        ToneGenerator tone = new ToneGenerator(TonePlan.US.signal(exchanges));
        short[] frame = new short[Pcm.FRAME];
        world.run(4000, () -> {
            tone.next(frame, 0, Pcm.FRAME);
            echoing.sayOverEcho(frame);
        });

        assertThat(world.events(MediaEvent.ToneStarted.class)).containsExactly(new MediaEvent.ToneStarted("fxs1", exchanges));
    }

    @Test
    void theExchangesToneThatIsLikeOursIsToldWhenOursHasEnded() {
        attend(CallProgressTone.DIAL);
        ToneGenerator dial = new ToneGenerator(TonePlan.US.signal(CallProgressTone.DIAL));
        short[] frame = new short[Pcm.FRAME];
        Runnable exchange = () -> {
            dial.next(frame, 0, Pcm.FRAME);
            line.say(frame);
        };
        world.run(2000, exchange);
        assertThat(world.events(MediaEvent.ToneStarted.class)).isEmpty();
        attend(null);
        world.run(2000, exchange);
        world.run(2000, () -> line.say(silence));

        assertThat(world.events(MediaEvent.ToneStarted.class)).containsExactly(new MediaEvent.ToneStarted("fxs1", CallProgressTone.DIAL));
        assertThat(world.events(MediaEvent.ToneEnded.class)).containsExactly(new MediaEvent.ToneEnded("fxs1", CallProgressTone.DIAL));
    }

    private String reported() {
        StringBuilder keys = new StringBuilder();
        world.events(MediaEvent.LineDigit.class).forEach(digit -> keys.append(digit.digit()));
        return keys.toString();
    }

    @Test
    void theToneChangesWithoutAGapAndTheKeyThatIsDownIsNotToldAgain() {
        attend(CallProgressTone.DIAL);
        DtmfGenerator keys = new DtmfGenerator("5", 2000, 80, -10);
        short[] frame = new short[Pcm.FRAME];
        Runnable caller = () -> {
            keys.next(frame, 0, Pcm.FRAME);
            line.say(frame);
        };
        world.run(400, caller);
        attend(CallProgressTone.BUSY);
        world.run(400, caller);
        attend(null);
        world.run(400, caller);

        short[] heard = line.heardSamples();
        assertThat(heard.length).isEqualTo(9600);
        assertThat(share(heard, 0, 3200, 350) + share(heard, 0, 3200, 440)).isGreaterThan(0.98);
        assertThat(share(heard, 3200, 6400, 480) + share(heard, 3200, 6400, 620)).isGreaterThan(0.98);
        assertThat(rms(heard, 6400, 9600)).isZero();
        assertThat(reported()).isEqualTo("5");
        assertThat(world.loop.statistics().bridges()).isEqualTo(1);
    }

    @Test
    void theSameToneAgainKeepsItsRhythm() {
        attend(CallProgressTone.BUSY);
        for (int i = 0; i < 10; i++) {
            world.run(300, () -> line.say(silence));
            attend(CallProgressTone.BUSY);
        }

        // 500 ms on, 500 ms off.
        short[] heard = line.heardSamples();
        for (int second = 0; second < 3; second++) {
            assertThat(rms(heard, second * 8000, second * 8000 + 4000)).isGreaterThan(500);
            assertThat(rms(heard, second * 8000 + 4000, second * 8000 + 8000)).isZero();
        }
    }

    @Test
    void aCallerWhoHangsUpIsNoticedByTheExchangesTone() {
        attend(CallProgressTone.DIAL);
        ToneGenerator busy = new ToneGenerator(TonePlan.US.signal(CallProgressTone.BUSY));
        short[] frame = new short[Pcm.FRAME];
        world.run(4000, () -> {
            busy.next(frame, 0, Pcm.FRAME);
            line.say(frame);
        });
        world.run(2000, () -> line.say(silence));

        assertThat(world.events(MediaEvent.ToneStarted.class)).containsExactly(new MediaEvent.ToneStarted("fxs1", CallProgressTone.BUSY));
        assertThat(world.events(MediaEvent.ToneEnded.class)).containsExactly(new MediaEvent.ToneEnded("fxs1", CallProgressTone.BUSY));
    }

    @Test
    void connectingTheLineEndsIt() throws IOException {
        attend(CallProgressTone.DIAL);
        world.run(200, () -> line.say(silence));
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        line.heard.clear();
        MediaWorld.Sine phone = new MediaWorld.Sine(1000);
        MediaWorld.Sine caller = new MediaWorld.Sine(700);
        world.run(1000, () -> {
            leg.phone().say(phone.frame());
            line.say(caller.frame());
        });

        assertThat(share(line.heardSamples(), 400, 8000, 1000)).isGreaterThan(0.99);
        assertThat(share(leg.heardSamples(), 400, 8000, 700)).isGreaterThan(0.99);
        assertThat(world.loop.statistics().bridges()).isEqualTo(1);
    }

    @Test
    void anotherBridgeTakesTheLineOver() throws IOException {
        attend(CallProgressTone.DIAL);
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(2, line.termination(), leg.termination());

        assertThat(world.loop.statistics().bridges()).isEqualTo(1);
        attend(CallProgressTone.REORDER);
        world.run(1000, () -> line.say(silence));
        assertThat(world.loop.statistics().bridges()).isEqualTo(1);
        assertThat(leg.heard()).isEmpty();
    }

    @Test
    void disconnectEndsIt() {
        attend(CallProgressTone.DIAL);
        world.loop.post(new MediaCommand.Disconnect(1));
        world.run(200, () -> line.say(silence));

        assertThat(line.heard).isEmpty();
        assertThat(world.loop.statistics().bridges()).isZero();
    }

    @Test
    void aStallLeavesNoLastingDelay() {
        attend(CallProgressTone.DIAL);
        for (int i = 0; i < 20; i++) {
            line.say(silence);
        }
        world.turn();

        assertThat(line.heard).hasSize(LineEndpoint.CATCH_UP_FRAMES);
        assertThat(world.loop.statistics().resyncFrames()).isEqualTo(15);
    }
}
