package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tipring.media.engine.MediaWorld.rms;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.DtmfDetector;
import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.dsp.FractionalResampler;
import org.tipring.media.dsp.KeyOnset;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;

/// Keys that somebody at the far end of a line presses, on their way to an RTP peer.
class LineKeysTest {

    private static final String ALL = "1234567890*#ABCD";

    private final MediaWorld world = new MediaWorld();
    private final MediaWorld.Line line = new MediaWorld.Line("fxo1");
    private final short[] silence = new short[Pcm.FRAME];

    /// @param key its number
    /// @param millis its length as the peer was told
    private record Event(int key, int millis, int timestamp, boolean ended) { }

    /// What a peer gets, packet by packet.
    private final List<Event> events = new ArrayList<>();
    private final List<Integer> soundTimestamps = new ArrayList<>();

    private void tap(MediaWorld.Leg leg) {
        RtpPacket view = new RtpPacket();
        world.network.attach(leg.phone().address(), (_, data, length, _) -> {
            assertThat(view.parse(data, length)).isTrue();
            int at = view.payloadOffset();
            if (view.payloadType() == MediaWorld.EVENTS) {
                events.add(new Event(data[at], ((data[at + 2] & 0xff) << 8 | data[at + 3] & 0xff) / 8, view.timestamp(), data[at + 1] < 0));
            } else {
                soundTimestamps.add(view.timestamp());
            }
        });
    }

    /// Frames of keys, the first after so many samples of silence.
    private List<short[]> keys(String digits, int on, int off, double dBm0, int samplesBefore) {
        DtmfGenerator generator = new DtmfGenerator(digits, on, off, dBm0);
        short[] all = new short[samplesBefore + digits.length() * (on + off) * 8];
        generator.next(all, samplesBefore, all.length - samplesBefore);
        List<short[]> frames = new ArrayList<>();
        for (int at = 0; at + Pcm.FRAME <= all.length; at += Pcm.FRAME) {
            frames.add(java.util.Arrays.copyOfRange(all, at, at + Pcm.FRAME));
        }
        return frames;
    }

    private void play(List<short[]> frames) {
        int[] at = {0};
        world.run(20L * frames.size(), () -> line.say(frames.get(at[0]++)));
    }

    private String reported() {
        StringBuilder keys = new StringBuilder();
        world.events(MediaEvent.LineDigit.class).forEach(digit -> keys.append(digit.digit()));
        return keys.toString();
    }

    private static String inBand(List<short[]> sound) {
        DtmfDetector detector = new DtmfDetector();
        StringBuilder keys = new StringBuilder();
        for (short[] frame : sound) {
            char key = detector.process(frame, frame.length);
            if (key != 0) {
                keys.append(key);
            }
        }
        return keys.toString();
    }

    /// 40 ms and 40 ms are the shortest that must be heard (ITU-T Q.24).
    @ParameterizedTest
    @CsvSource({"20,100,100,-10", "20,40,40,-10", "20,50,50,-25", "10,100,60,-10", "30,100,100,-10", "60,60,60,-10"})
    void eachKeyIsOneEventAndItsSoundEnds(int ptime, int on, int off, double dBm0) throws IOException {
        for (int shift = 0; shift < Pcm.FRAME; shift += 16) {
            MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, ptime);
            world.connect(1, leg.termination(), line.termination());
            world.events.clear();
            // Ten frames of silence in which the peer's stream begins.
            play(keys(",", 100, 100, dBm0, 0));
            play(keys(ALL, on, off, dBm0, shift));
            play(keys(",,", 100, 100, dBm0, 0));

            assertThat(leg.phone().digits()).as("events, shifted by %d", shift).isEqualTo(ALL);
            assertThat(reported()).isEqualTo(ALL);
            assertThat(loudMillis(leg.heardSamples())).as("ms above -45 dBm0, shifted by %d", shift).isZero();
            assertThat(inBand(leg.heard())).as("keys in the sound, shifted by %d", shift).isEmpty();
            assertThat(leg.phone().receiver().lost()).isZero();
            assertThat(leg.phone().malformed()).isZero();
            int frames = 10 + keys(ALL, on, off, dBm0, shift).size() + 20;
            assertThat(leg.heardSamples().length).as("the sound goes on as silence").isBetween((frames - 2) * Pcm.FRAME, frames * Pcm.FRAME);
        }
    }

    private static int loudMillis(short[] sound) {
        int loud = 0;
        for (int at = 0; at + 8 <= sound.length; at += 8) {
            loud += LevelMeter.dBm0(sound, at, 8) > -45 ? 1 : 0;
        }
        return loud;
    }

    @ParameterizedTest
    @ValueSource(ints = {45, 60, 100, 250, 1000, 9000})
    void anEventIsAsLongAsItsKey(int on) throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        tap(leg);
        world.connect(1, leg.termination(), line.termination());
        play(keys(",", 100, 100, -10, 0));
        play(keys("5", on, 200, -10, 0));

        int start = soundTimestamps.getFirst() + 10 * Pcm.FRAME;
        Event first = events.getFirst();
        Event last = events.getLast();
        assertThat(events).allSatisfy(event -> assertThat(event.key()).isEqualTo(5));
        assertThat(first.timestamp() - start).as("begin, samples").isBetween(-160, 320);
        int end = last.timestamp() - start + 8 * last.millis();
        assertThat(end - 8 * on).as("end, samples").isBetween(-160, 400);
        assertThat(events.stream().filter(Event::ended)).hasSize(3);
        assertThat(events).as("every 20 ms").hasSizeBetween(Math.max(1, on / 20 - 2) + 3, on / 20 + 2 + 3);
        for (int i = 1; i < soundTimestamps.size(); i++) {
            assertThat(soundTimestamps.get(i) - soundTimestamps.get(i - 1)).isEqualTo(Pcm.FRAME);
        }
    }

    @Test
    void aPeerWithoutEventsGetsTheSoundAsItIs() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, -1, 20);
        world.connect(1, leg.termination(), line.termination());
        play(keys(ALL, 80, 80, -10, 0));

        assertThat(inBand(leg.heard())).isEqualTo(ALL);
        assertThat(reported()).isEqualTo(ALL);
    }

    /// The hybrid gives back what we play at -9 dBm0 and -14 dB: as loud as many a caller's keys.
    @ParameterizedTest
    @ValueSource(ints = {0, 60, 200, 300})
    void aKeyOfThePeerDoesNotComeBackToIt(int echoDelayMillis) throws IOException {
        EchoingLine echoing = new EchoingLine("fxo1", -14, echoDelayMillis);
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), echoing.termination());
        for (char key : "5#1".toCharArray()) {
            leg.phone().press(key);
            world.run(200, () -> echoing.sayOverEcho(silence));
        }
        world.run(1000, () -> echoing.sayOverEcho(silence));

        assertThat(inBand(echoing.heard)).isEqualTo("5#1");
        assertThat(reported()).isEmpty();
        assertThat(leg.phone().digits()).isEmpty();
        // Whoever is at the far end can still press the same key.
        List<short[]> own = keys("1", 80, 80, -10, 0);
        own.forEach(frame -> world.run(20, () -> echoing.sayOverEcho(frame)));
        assertThat(leg.phone().digits()).isEqualTo("1");
    }

    @Test
    void aKeyInThePeersSoundDoesNotComeBackToIt() throws IOException {
        EchoingLine echoing = new EchoingLine("fxo1", -14, 60);
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), echoing.termination());
        List<short[]> pressed = keys("147", 100, 100, -9, 0);
        pressed.forEach(frame -> world.run(20, () -> {
            leg.phone().say(frame);
            echoing.sayOverEcho(silence);
        }));
        world.run(500, () -> echoing.sayOverEcho(silence));

        assertThat(inBand(echoing.heard)).isEqualTo("147");
        assertThat(reported()).isEmpty();
        assertThat(leg.phone().digits()).isEmpty();
    }

    @Test
    void theKeyThatEndedTheDiallingIsNotToldAgainInTheCall() throws IOException {
        world.loop.post(new MediaCommand.Attend(1, (Termination.Line) line.termination(), CallProgressTone.DIAL));
        world.turn();
        List<short[]> key = keys("#", 400, 200, -10, 0);
        play(key.subList(0, 10));
        assertThat(reported()).isEqualTo("#");
        for (int telephoneEvent : new int[] {-1, MediaWorld.EVENTS}) {
            MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, telephoneEvent, 20);
            world.connect(1, leg.termination(), line.termination());
            play(key.subList(10, 15));
            assertThat(rms(leg.heardSamples(), 0, leg.heardSamples().length)).as("nor heard").isLessThan(20);
            assertThat(leg.phone().digits()).isEmpty();
            world.loop.post(new MediaCommand.Attend(1, (Termination.Line) line.termination(), null));
            world.turn();
        }
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        play(key.subList(15, 30));
        play(keys("7", 80, 80, -10, 0));

        assertThat(leg.phone().digits()).isEqualTo("7");
        assertThat(reported()).isEqualTo("#7");
    }

    @Test
    void aKeyEndsWhenItsLineIsTakenAway() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        tap(leg);
        world.connect(1, leg.termination(), line.termination());
        play(keys("5", 1000, 100, -10, 0).subList(0, 20));
        assertThat(events.getLast().ended()).isFalse();
        world.loop.post(new MediaCommand.Disconnect(1));
        world.run(120, () -> { });

        assertThat(events.stream().filter(Event::ended)).hasSize(3);
        int sent = events.size();
        world.run(1000, () -> { });
        assertThat(events).hasSize(sent);
    }

    @Test
    void onHoldNothingIsSent() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        tap(leg);
        world.connect(1, leg.termination(), line.termination());
        List<short[]> key = keys("5", 1000, 100, -10, 0);
        play(key.subList(0, 20));
        InetSocketAddress address = leg.phone().address();
        world.loop.post(new MediaCommand.Negotiate(leg.id(), new RtpParameters(address, AudioFormat.PCMA, MediaWorld.EVENTS, 20, false, true)));
        world.turn();
        int sent = events.size();
        play(key.subList(20, 55));
        play(keys("6", 100, 100, -10, 0));

        assertThat(events).hasSize(sent);
        assertThat(reported()).isEqualTo("56");
    }

    @Test
    void speechIsNotTakenForKeysAndPassesUnharmedButForAFewMadeUpFrames() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        SpeechLike speech = new SpeechLike(4711, 210, -15);
        List<short[]> said = new ArrayList<>();
        world.run(60_000, () -> {
            short[] frame = speech.take(20);
            said.add(frame);
            line.say(frame);
        });

        assertThat(reported()).isEmpty();
        short[] heard = leg.heardSamples();
        short[] spoken = MediaWorld.concat(said);
        assertThat(heard.length).isEqualTo(spoken.length);
        int delay = FractionalResampler.DELAY + KeyOnset.LENGTH;
        int harmed = 0;
        for (int at = Pcm.FRAME; at + Pcm.FRAME <= heard.length; at += Pcm.FRAME) {
            boolean other = false;
            for (int i = at; i < at + Pcm.FRAME; i++) {
                int as = spoken[i - delay];
                // A-law's steps grow with the sample: one in 32 of its size at most, or 8.
                other |= Math.abs(heard[i] - as) > 16 + Math.abs(as) / 16;
            }
            harmed += other ? 1 : 0;
        }
        assertThat(harmed).as("frames of 3000 that a wrong guess has touched").isLessThanOrEqualTo(12);
    }

    /// Near 941 and 1477 Hz, but not near enough for a key.
    @Test
    void tonesThatAreAlmostAKeyAreNotHeldBackForLong() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        MediaWorld.Sine low = new MediaWorld.Sine(912);
        MediaWorld.Sine high = new MediaWorld.Sine(1490);
        world.run(1000, () -> {
            short[] frame = low.frame();
            short[] other = high.frame();
            for (int i = 0; i < Pcm.FRAME; i++) {
                frame[i] = (short) ((frame[i] + other[i]) / 2);
            }
            line.say(frame);
        });

        assertThat(reported()).isEmpty();
        short[] heard = leg.heardSamples();
        for (int at = 4 * Pcm.FRAME; at < heard.length; at += Pcm.FRAME) {
            assertThat(rms(heard, at, at + Pcm.FRAME)).as("at sample %d", at).isGreaterThan(5000);
        }
    }

    @Test
    void afterAStallThePeerGetsTheNewestSoundInItsPlace() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        tap(leg);
        world.connect(1, leg.termination(), line.termination());
        world.run(1000, () -> line.say(silence));
        int packets = soundTimestamps.size();
        int before = soundTimestamps.getLast();
        for (int i = 0; i < 20; i++) {
            line.say(silence);
        }
        world.clock.advanceMillis(380);
        world.turn();
        assertThat(soundTimestamps).hasSize(packets + LineEndpoint.CATCH_UP_FRAMES);
        assertThat(soundTimestamps.get(packets) - before).as("what was left out is left out").isEqualTo(16 * Pcm.FRAME);
        assertThat(world.loop.statistics().skippedFrames()).isEqualTo(15);

        world.clock.advanceMillis(20);
        world.run(1000, () -> line.say(silence));
        for (int i = packets + 1; i < soundTimestamps.size(); i++) {
            assertThat(soundTimestamps.get(i) - soundTimestamps.get(i - 1)).isEqualTo(Pcm.FRAME);
        }
        assertThat(soundTimestamps.getLast() - before).isEqualTo(70 * Pcm.FRAME);
    }
}
