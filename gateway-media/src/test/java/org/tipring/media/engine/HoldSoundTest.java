package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tipring.media.engine.MediaWorld.rms;
import static org.tipring.media.engine.MediaWorld.share;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.pcm.Pcm;

/// What who is put on hold hears: our sound, at once and without a click, until the call goes on.
class HoldSoundTest {

    /// 1.237 s: no whole number of periods, of packets or of frames.
    private static final short[] MUSIC = new MediaWorld.Sine(500).samples(9_896);
    /// What a sine of 500 Hz and amplitude 12000 changes by in a sample, and what the laws add.
    private static final int STEEPEST = 5_200;

    private final MediaWorld world = world(new HoldSound.Music(MUSIC));
    private final MediaWorld.Sine talk = new MediaWorld.Sine(1000);
    private final MediaWorld.Line line = new MediaWorld.Line("fxo1");

    private static MediaWorld world(HoldSound sound) {
        return new MediaWorld(MediaSettings.DEFAULTS.withHoldSound(sound));
    }

    private static void settle(MediaWorld world, MediaWorld.Leg leg, AudioFormat format, boolean listens, boolean sends) {
        world.loop.post(new MediaCommand.Negotiate(leg.id(), new RtpParameters(leg.phone().address(), format, MediaWorld.EVENTS, 20, listens, sends)));
        world.turn();
    }

    /// How much of the sound is the music; its phase jumps where it begins anew, so by parts of a tenth of a second.
    private static double music(short[] sound, int from, int to) {
        double sum = 0;
        int parts = 0;
        for (int at = from; at + 800 <= to; at += 800, parts++) {
            sum += share(sound, at, at + 800, 500);
        }
        return sum / parts;
    }

    private static int steepest(short[] sound, int from, int to) {
        int steepest = 0;
        for (int i = from + 1; i < to; i++) {
            steepest = Math.max(steepest, Math.abs(sound[i] - sound[i - 1]));
        }
        return steepest;
    }

    @ParameterizedTest
    @CsvSource({"PCMA,PCMU", "PCMU,PCMA", "PCMU,PCMU"})
    void anRtpPeerHearsMusicFromTheHoldToTheResume(String held, String holding) throws IOException {
        AudioFormat lawOfHolder = format(holding);
        MediaWorld.Leg a = world.leg(format(held), 20);
        MediaWorld.Leg b = world.leg(lawOfHolder, 20);
        world.connect(1, a.termination(), b.termination());
        world.run(400, () -> b.phone().say(talk.frame()));
        int before = a.heard().size();

        settle(world, b, lawOfHolder, false, false);
        world.run(5_000, () -> a.phone().say(talk.frame()));
        short[] heard = a.heardSamples();
        int from = before * Pcm.FRAME;
        assertThat(heard.length - from).as("all the time").isBetween(39_680, 40_320);
        assertThat(music(heard, from + 160, heard.length)).isGreaterThan(0.96);
        assertThat(steepest(heard, from, heard.length)).as("no click, four times around").isLessThan(STEEPEST);

        settle(world, b, lawOfHolder, true, true);
        int resumed = a.heard().size();
        world.run(1_000, () -> b.phone().say(talk.frame()));
        short[] after = a.heardSamples();
        assertThat(share(after, resumed * Pcm.FRAME, after.length, 1000)).as("the talk again, at once").isGreaterThan(0.98);
        assertThat(a.phone().receiver().lost()).isZero();
        assertThat(a.phone().malformed()).isZero();
        assertThat(b.phone().soundPackets()).as("nothing goes to who holds").isLessThan(5);
    }

    private static AudioFormat format(String law) {
        return law.equals("PCMA") ? AudioFormat.PCMA : AudioFormat.PCMU;
    }

    @Test
    void aLineHearsItToo() throws IOException {
        MediaWorld.Leg phone = world.leg(AudioFormat.PCMU, 20);
        world.connect(1, phone.termination(), line.termination());
        short[] silence = new short[Pcm.FRAME];
        world.run(400, () -> line.say(silence));
        settle(world, phone, AudioFormat.PCMU, false, false);
        int from = line.heard.size() * Pcm.FRAME;
        world.run(5_000, () -> line.say(silence));
        short[] heard = line.heardSamples();
        assertThat(music(heard, from + 160, heard.length)).isGreaterThan(0.96);
        assertThat(steepest(heard, from, heard.length)).isLessThan(STEEPEST);

        settle(world, phone, AudioFormat.PCMU, true, true);
        int resumed = line.heard.size() * Pcm.FRAME;
        world.run(500, () -> line.say(silence));
        heard = line.heardSamples();
        assertThat(rms(heard, resumed, heard.length)).as("nothing of it any more").isLessThan(1);
    }

    @Test
    void whoHoldsWithMusicOfItsOwnIsHeardInstead() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg pbx = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, a.termination(), pbx.termination());
        world.run(200, () -> { });
        settle(world, pbx, AudioFormat.PCMA, false, true);
        MediaWorld.Sine own = new MediaWorld.Sine(800);
        world.run(2_000, () -> pbx.phone().say(own.frame()));

        short[] heard = a.heardSamples();
        assertThat(share(heard, heard.length - 8_000, heard.length, 800)).isGreaterThan(0.98);
        assertThat(a.phone().receiver().lost()).isZero();
    }

    @Test
    void aCallThatIsJoinedAnewWhileItIsHeldStaysHeldAndOneThatIsPartedFallsSilent() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg c = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, a.termination(), b.termination());
        settle(world, b, AudioFormat.PCMA, false, false);
        world.run(500, () -> { });
        assertThat(a.heard()).hasSizeGreaterThan(20);
        world.connect(1, c.termination(), b.termination());
        int heardByA = a.heard().size();
        world.run(500, () -> { });
        assertThat(a.heard()).hasSize(heardByA);
        assertThat(share(c.heardSamples(), 160, c.heardSamples().length, 500)).isGreaterThan(0.98);

        world.loop.post(new MediaCommand.Disconnect(1));
        world.turn();
        int heardByC = c.heard().size();
        world.run(500, () -> { });
        assertThat(c.heard()).hasSize(heardByC);
    }

    @Test
    void theToneIsTwoSoftBeepsEveryTenSeconds() throws IOException {
        MediaWorld beeping = world(HoldSound.TONE);
        MediaWorld.Leg a = beeping.leg(AudioFormat.PCMU, 20);
        MediaWorld.Leg b = beeping.leg(AudioFormat.PCMU, 20);
        beeping.connect(1, a.termination(), b.termination());
        settle(beeping, b, AudioFormat.PCMU, false, false);
        beeping.run(11_000, () -> { });

        short[] heard = a.heardSamples();
        for (int beep : new int[] {0, 300, 10_000, 10_300}) {
            assertThat(share(heard, beep * 8, (beep + 150) * 8, 440)).as("at %d ms", beep).isGreaterThan(0.95);
        }
        assertThat(rms(heard, 450 * 8, 10_000 * 8)).isLessThan(10);
    }

    @Test
    void silenceSendsNothing() throws IOException {
        MediaWorld still = world(HoldSound.SILENCE);
        MediaWorld.Leg a = still.leg(AudioFormat.PCMU, 20);
        MediaWorld.Leg b = still.leg(AudioFormat.PCMU, 20);
        still.connect(1, a.termination(), b.termination());
        settle(still, b, AudioFormat.PCMU, false, false);
        still.run(1_000, () -> { });
        assertThat(a.heard()).isEmpty();
    }

    @Test
    void whatIsTooShortIsNoMusic() {
        assertThatThrownBy(() -> new HoldSound.Music(new short[7_999])).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a second");
    }
}
