package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tipring.media.engine.MediaWorld.rms;
import static org.tipring.media.engine.MediaWorld.share;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.pcm.Pcm;

/// Three who hear each other, and one on hold whom nobody hears.
class ConferenceTest {

    private static final int HERTZ_OF_LEAD = 700;
    private static final int HERTZ_OF_FIRST = 1000;
    private static final int HERTZ_OF_SECOND = 1900;

    private final MediaWorld world = new MediaWorld();
    private final MediaWorld.Line lead = new MediaWorld.Line("fxs1");
    private final MediaWorld.Sine leadSays = new MediaWorld.Sine(HERTZ_OF_LEAD);
    private final MediaWorld.Sine firstSays = new MediaWorld.Sine(HERTZ_OF_FIRST);
    private final MediaWorld.Sine secondSays = new MediaWorld.Sine(HERTZ_OF_SECOND);
    private final short[] silence = new short[Pcm.FRAME];

    private void confer(Termination... ends) {
        world.loop.post(new MediaCommand.Confer(1, List.of(ends)));
        world.turn();
    }

    /// Both of the others in equal parts, and nothing else.
    private static void hears(String who, short[] sound, int one, int other) {
        assertThat(share(sound, 800, sound.length, one)).as("%s: %d Hz", who, one).isBetween(0.45, 0.55);
        assertThat(share(sound, 800, sound.length, other)).as("%s: %d Hz", who, other).isBetween(0.45, 0.55);
    }

    private static void hearsOnly(String who, short[] sound, int hertz) {
        assertThat(share(sound, 800, sound.length, hertz)).as("%s: %d Hz", who, hertz).isGreaterThan(0.97);
    }

    @Test
    void aTelephoneAndTwoPeersHearEachOther() throws IOException {
        MediaWorld.Leg first = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg second = world.leg(AudioFormat.PCMU, 10);
        confer(lead.termination(), first.termination(), second.termination());
        world.run(1000, () -> {
            lead.say(leadSays.frame());
            first.phone().say(firstSays.frame());
            short[] frame = secondSays.frame();
            second.phone().say(java.util.Arrays.copyOf(frame, 80));
            second.phone().say(java.util.Arrays.copyOfRange(frame, 80, 160));
        });
        assertThat(lead.heardSamples().length).isEqualTo(8000);
        hears("the telephone", lead.heardSamples(), HERTZ_OF_FIRST, HERTZ_OF_SECOND);
        hears("the first peer", first.heardSamples(), HERTZ_OF_LEAD, HERTZ_OF_SECOND);
        hears("the second peer", second.heardSamples(), HERTZ_OF_LEAD, HERTZ_OF_FIRST);
        assertThat(second.phone().lastPayloadLength()).isEqualTo(80);
    }

    @Test
    void aTelephoneALineAndAPeerHearEachOther() throws IOException {
        MediaWorld.Leg first = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Line second = new MediaWorld.Line("fxo1");
        confer(lead.termination(), first.termination(), second.termination());
        world.run(1000, () -> {
            lead.say(leadSays.frame());
            first.phone().say(firstSays.frame());
            second.say(secondSays.frame());
        });
        hears("the telephone", lead.heardSamples(), HERTZ_OF_FIRST, HERTZ_OF_SECOND);
        hears("the peer", first.heardSamples(), HERTZ_OF_LEAD, HERTZ_OF_SECOND);
        hears("the line", second.heardSamples(), HERTZ_OF_LEAD, HERTZ_OF_FIRST);
    }

    @Test
    void whoLeavesIsHeardByNobodyAndTheOthersGoOn() throws IOException {
        MediaWorld.Leg first = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg second = world.leg(AudioFormat.PCMU, 20);
        confer(lead.termination(), first.termination(), second.termination());
        Runnable all = () -> {
            lead.say(leadSays.frame());
            first.phone().say(firstSays.frame());
            second.phone().say(secondSays.frame());
        };
        world.run(200, all);
        world.connect(1, lead.termination(), first.termination());
        lead.heard.clear();
        first.heard().clear();
        second.heard().clear();
        world.run(1000, all);
        hearsOnly("the telephone", lead.heardSamples(), HERTZ_OF_FIRST);
        hearsOnly("who stayed", first.heardSamples(), HERTZ_OF_LEAD);
        assertThat(second.heardSamples()).as("who left").isEmpty();
        assertThat(world.loop.statistics().refusedCommands()).isZero();
    }

    @Test
    void whoHoldsTheConferenceSaysNothingInIt() throws IOException {
        MediaWorld.Leg first = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg second = world.leg(AudioFormat.PCMU, 20);
        confer(lead.termination(), first.termination(), second.termination());
        world.loop.post(new MediaCommand.Negotiate(second.id(),
                new RtpParameters(new java.net.InetSocketAddress("192.168.0.2", 4000), AudioFormat.PCMU, MediaWorld.EVENTS, 20, false, true)));
        world.run(1000, () -> {
            lead.say(leadSays.frame());
            first.phone().say(firstSays.frame());
            second.phone().say(secondSays.frame());
        });
        hearsOnly("the telephone", lead.heardSamples(), HERTZ_OF_FIRST);
        hearsOnly("the other", first.heardSamples(), HERTZ_OF_LEAD);
    }

    @Test
    void aKeyOfAPeerIsHeardByTheTwoOthers() throws IOException {
        MediaWorld.Leg first = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg second = world.leg(AudioFormat.PCMU, 20);
        confer(lead.termination(), first.termination(), second.termination());
        first.phone().press('7');
        world.run(500, () -> lead.say(silence));
        assertThat(second.phone().digits()).isEqualTo("7");
        org.tipring.media.dsp.DtmfDetector detector = new org.tipring.media.dsp.DtmfDetector();
        StringBuilder heard = new StringBuilder();
        for (short[] frame : lead.heard) {
            char key = detector.process(frame, Pcm.FRAME);
            if (key != 0) {
                heard.append(key);
            }
        }
        assertThat(heard.toString()).isEqualTo("7");
    }

    private void leadSays(DtmfGenerator sound, int millis) {
        world.run(millis, () -> {
            short[] frame = new short[Pcm.FRAME];
            sound.next(frame, 0, Pcm.FRAME);
            lead.say(frame);
        });
    }

    /// A detector takes 25 to 40 ms; so much of the key would be heard without the look-ahead.
    @Test
    void aKeyOfTheTelephoneGoesAsEventsAndNoPieceOfItAsSound() throws IOException {
        MediaWorld.Leg first = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg second = world.leg(AudioFormat.PCMU, 20);
        confer(lead.termination(), first.termination(), second.termination());
        leadSays(new DtmfGenerator(",,5,", 100, 200, -10), 1_200);
        for (MediaWorld.Leg peer : List.of(first, second)) {
            assertThat(peer.phone().digits()).isEqualTo("5");
            short[] sound = peer.heardSamples();
            for (int at = 0; at + Pcm.FRAME <= sound.length; at += Pcm.FRAME) {
                assertThat(rms(sound, at, at + Pcm.FRAME)).as("%d ms", at / 8).isLessThan(100);
            }
        }
    }

    /// As between two: what a modem says is nobody's key.
    @Test
    void onceAModemHasAnsweredItsSoundGoesThroughAsItIs() throws IOException {
        MediaWorld.Leg first = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg second = world.leg(AudioFormat.PCMU, 20);
        confer(lead.termination(), first.termination(), second.termination());
        MediaWorld.Sine answerTone = new MediaWorld.Sine(2100);
        world.run(3_000, () -> lead.say(answerTone.frame()));
        first.heard().clear();
        leadSays(new DtmfGenerator("5", 1_000, 20, -10), 1_000);
        short[] sound = first.heardSamples();
        assertThat(share(sound, 800, sound.length, 770) + share(sound, 800, sound.length, 1336)).isGreaterThan(0.9);
    }

    @Test
    void whoIsOnHoldHearsBeepsAndIsHeardByNobody() throws IOException {
        MediaWorld held = new MediaWorld(MediaSettings.DEFAULTS.withHoldSound(HoldSound.TONE));
        MediaWorld.Leg peer = held.leg(AudioFormat.PCMU, 20);
        held.connect(1, lead.termination(), peer.termination());
        held.loop.post(new MediaCommand.Hold(1, peer.termination()));
        held.loop.post(new MediaCommand.Attend(-1, (Termination.Line) lead.termination(), null));
        held.run(1000, () -> {
            lead.say(leadSays.frame());
            peer.phone().say(firstSays.frame());
        });
        short[] heard = peer.heardSamples();
        assertThat(rms(heard, 80, 1000)).as("a beep").isGreaterThan(500);
        assertThat(share(heard, 80, 1000, 440)).isGreaterThan(0.9);
        assertThat(rms(heard, 5000, 7900)).as("between beeps").isLessThan(10);
        assertThat(rms(lead.heardSamples(), 0, lead.heardSamples().length)).as("the telephone").isLessThan(10);

        peer.heard().clear();
        lead.heard.clear();
        held.connect(1, lead.termination(), peer.termination());
        held.run(1000, () -> {
            lead.say(leadSays.frame());
            peer.phone().say(firstSays.frame());
        });
        hearsOnly("taken back: the peer", peer.heardSamples(), HERTZ_OF_LEAD);
        hearsOnly("taken back: the telephone", lead.heardSamples(), HERTZ_OF_FIRST);
        assertThat(held.loop.statistics().refusedCommands()).isZero();
    }

    @Test
    void aLineOnHoldHearsBeeps() {
        MediaWorld held = new MediaWorld(MediaSettings.DEFAULTS.withHoldSound(HoldSound.TONE));
        held.loop.post(new MediaCommand.Hold(1, lead.termination()));
        held.run(500, () -> lead.say(silence));
        assertThat(share(lead.heardSamples(), 80, 1000, 440)).isGreaterThan(0.9);
    }

    @Test
    void twoAreNoConferenceAndNobodyIsInItTwice() throws IOException {
        MediaWorld.Leg first = world.leg(AudioFormat.PCMA, 20);
        confer(lead.termination(), first.termination());
        confer(lead.termination(), first.termination(), first.termination());
        confer(first.termination(), lead.termination(), world.leg(AudioFormat.PCMA, 20).termination());
        assertThat(world.loop.statistics().refusedCommands()).isEqualTo(3);
        assertThat(world.loop.statistics().bridges()).isZero();
    }
}
