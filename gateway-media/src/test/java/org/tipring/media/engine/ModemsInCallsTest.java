package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.dsp.ModemTone;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.media.pcm.Pcm;

/// Fax machines and modems in calls: they are told, and from their answer on nothing is done to the sound that voices do not mind.
class ModemsInCallsTest {

    private static final RtpParameters.Extras SUPPRESSES = new RtpParameters.Extras(8000, 13, true);

    private final MediaWorld world = new MediaWorld(MediaSettings.DEFAULTS.withHearKeys(true));
    private final MediaWorld.Line line = new MediaWorld.Line("fxo1");
    private final short[] frame = new short[Pcm.FRAME];

    private interface Mouth {
        void say(short[] frame);
    }

    private void sound(double hertz, int millis, Mouth who) {
        ToneGenerator tone = new ToneGenerator(Tone.of(-12, hertz), Cadence.STEADY);
        world.run(millis, () -> {
            tone.next(frame, 0, Pcm.FRAME);
            who.say(frame);
        });
    }

    private void silence(int millis, Mouth who) {
        world.run(millis, () -> who.say(new short[Pcm.FRAME]));
    }

    @Test
    void aFaxMachineThatCallsOnALineIsTold() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, line.termination(), leg.termination());
        for (int i = 0; i < 3; i++) {
            sound(1100, 500, line::say);
            silence(3000, line::say);
        }
        assertThat(world.events(MediaEvent.LineModem.class)).containsExactly(new MediaEvent.LineModem("fxo1", ModemTone.CNG));
        assertThat(world.loop.statistics().modems()).isEqualTo(new LoopStatistics.Modems(1, 0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void betweenPeersEitherIsTold(boolean withEvents) throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, withEvents ? MediaWorld.EVENTS : -1, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, 20);
        world.connect(1, a.termination(), b.termination());
        sound(1100, 500, a.phone()::say);
        silence(500, a.phone()::say);
        sound(2100, 1000, b.phone()::say);
        assertThat(world.events(MediaEvent.RtpModem.class)).containsExactly(new MediaEvent.RtpModem(a.id(), ModemTone.CNG),
                new MediaEvent.RtpModem(b.id(), ModemTone.CED));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "2100, false"})
    void pausesOfDataAreNotTakenOut(double hertz, boolean taken) throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, MediaWorld.EVENTS, 20, SUPPRESSES, Pcm.RATE);
        world.connect(1, line.termination(), leg.termination());
        if (hertz > 0) {
            sound(hertz, 1000, line::say);
        }
        silence(1000, line::say);
        long before = leg.phone().soundPackets();
        silence(2000, line::say);
        assertThat(leg.phone().soundPackets() - before).isEqualTo(taken ? 0 : 100);
        // A re-INVITE within the call does not change that.
        world.loop.post(new MediaCommand.Negotiate(leg.id(), new RtpParameters(leg.phone().address(), AudioFormat.PCMA, MediaWorld.EVENTS, 20,
                true, true, SUPPRESSES)));
        silence(2000, line::say);
        assertThat(leg.phone().soundPackets() - before).isEqualTo(taken ? 0 : 200);
    }

    /// A modem's tones may be like those of a key.
    @Test
    void nothingOfDataIsTakenForAKey() throws IOException {
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, line.termination(), leg.termination());
        sound(2100, 1000, line::say);
        DtmfGenerator data = new DtmfGenerator("5", 500, 100, -10);
        int before = leg.heardSamples().length;
        world.run(400, () -> {
            data.next(frame, 0, Pcm.FRAME);
            line.say(frame);
        });
        assertThat(MediaWorld.rms(leg.heardSamples(), before + 2 * Pcm.FRAME, before + 20 * Pcm.FRAME)).isGreaterThan(5000);
    }

    @Test
    void bothDirectionsAreMeasuredAlsoBetweenPeers() throws IOException {
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMU, 20);
        world.connect(1, a.termination(), b.termination());
        silence(1000, a.phone()::say);
        sound(700, 2000, a.phone()::say);
        silence(2000, a.phone()::say);
        silence(1000, b.phone()::say);
        world.loop.post(new MediaCommand.CloseRtp(a.id()));
        world.loop.post(new MediaCommand.CloseRtp(b.id()));
        world.turn();

        LegLevels atA = closed(a);
        LegLevels atB = closed(b);
        assertThat(atA.heard()).isBetween(-13.0, -11.0);
        assertThat(atB.sent()).isBetween(-13.0, -11.0);
        assertThat(atA.heardNoise()).isLessThan(-60);
        assertThat(atB.sentNoise()).isLessThan(-60);
        assertThat(atA.sent()).as("nobody spoke").isNaN();
        assertThat(atB.heard()).isNaN();
        assertThat(atB.heardNoise()).isLessThan(-60);
    }

    @ParameterizedTest
    @CsvSource({"G722,PCMA", "PCMA,G722", "OPUS,PCMU"})
    void whatIsDecodedIsMeasuredToo(String from, String to) throws IOException {
        MediaWorld.Leg a = world.leg(format(from), 20);
        MediaWorld.Leg b = world.leg(format(to), 20);
        world.connect(1, a.termination(), b.termination());
        sound(700, 2000, a.phone()::say);
        world.loop.post(new MediaCommand.CloseRtp(a.id()));
        world.loop.post(new MediaCommand.CloseRtp(b.id()));
        world.turn();
        assertThat(closed(a).heard()).isBetween(-14.0, -10.0);
        assertThat(closed(b).sent()).isBetween(-14.0, -10.0);
    }

    private LegLevels closed(MediaWorld.Leg leg) {
        return world.events(MediaEvent.RtpClosed.class).stream().filter(event -> event.rtpId() == leg.id()).findFirst().orElseThrow().statistics().levels();
    }

    private static AudioFormat format(String name) {
        return switch (name) {
            case "PCMA" -> AudioFormat.PCMA;
            case "PCMU" -> AudioFormat.PCMU;
            case "G722" -> AudioFormat.G722;
            default -> AudioFormat.OPUS;
        };
    }
}
