package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tipring.media.engine.MediaWorld.rms;
import static org.tipring.media.engine.MediaWorld.share;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.net.WavFile;
import org.tipring.media.net.WavWriter;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.time.Deadlines;

class MediaLoopTest {

    /// Faults made on purpose are not to fill the log of the build.
    private static final Logger LOG = Logger.getLogger("org.tipring.media");

    @BeforeAll
    static void quiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        LOG.setLevel(null);
    }

    private final short[] silence = new short[Pcm.FRAME];

    @Test
    void theFirstPacketIsReportedOnce() throws IOException {
        MediaWorld world = new MediaWorld();
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.run(100, () -> leg.phone().say(silence));

        assertThat(world.events(MediaEvent.RtpStarted.class)).containsExactly(new MediaEvent.RtpStarted(leg.id()));
    }

    @Test
    void aSilentPeerIsReportedAgainAndAgain() throws IOException {
        MediaWorld world = new MediaWorld(settings(Duration.ofSeconds(10)));
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.run(5000, () -> leg.phone().say(silence));
        world.run(25_000, () -> { });

        assertThat(world.events(MediaEvent.RtpSilent.class)).extracting(MediaEvent.RtpSilent::rtpId).containsExactly(leg.id(), leg.id());
        assertThat(world.events(MediaEvent.RtpSilent.class).get(0).silentMillis()).isBetween(10_000L, 10_050L);
        assertThat(world.events(MediaEvent.RtpSilent.class).get(1).silentMillis()).isBetween(20_000L, 20_060L);
    }

    @Test
    void aPeerThatDoesNotSendIsNotExpectedTo() throws IOException {
        MediaWorld world = new MediaWorld(settings(Duration.ofSeconds(10)));
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        negotiate(world, leg, true, false);
        world.run(30_000, () -> { });
        assertThat(world.events(MediaEvent.RtpSilent.class)).isEmpty();

        negotiate(world, leg, true, true);
        world.run(11_000, () -> { });
        assertThat(world.events(MediaEvent.RtpSilent.class)).hasSize(1);
    }

    private static void negotiate(MediaWorld world, MediaWorld.Leg leg, boolean send, boolean receive) {
        world.loop.post(new MediaCommand.Negotiate(leg.id(),
                new RtpParameters(leg.phone().address(), AudioFormat.PCMA, MediaWorld.EVENTS, 20, send, receive)));
    }

    @Test
    void onHoldNothingIsSentAndNothingHeardButReportsGoOn() throws IOException {
        MediaWorld world = new MediaWorld();
        MediaWorld.Line line = new MediaWorld.Line("fxo1");
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        negotiate(world, leg, false, false);
        MediaWorld.Sine sine = new MediaWorld.Sine(1000);
        world.run(20_000, () -> {
            line.say(sine.frame());
            leg.phone().say(sine.frame());
        });

        assertThat(leg.phone().soundPackets()).isZero();
        assertThat(rms(line.heardSamples(), 0, 8000)).isZero();
        assertThat(leg.phone().rtcpReceived()).isGreaterThanOrEqualTo(2);

        negotiate(world, leg, true, true);
        world.run(1000, () -> {
            line.say(sine.frame());
            leg.phone().say(sine.frame());
        });
        assertThat(leg.phone().soundPackets()).isEqualTo(50);
        assertThat(leg.phone().receiver().lost()).isZero();
    }

    @Test
    void reportsGoEveryFiveSecondsOrSoAndTellTheRoundTrip() throws IOException {
        MediaWorld world = new MediaWorld();
        MediaWorld.Line line = new MediaWorld.Line("fxo1");
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        world.network.weather((_, _) -> 30_000_000);
        for (int i = 0; i < 12; i++) {
            world.run(5000, () -> {
                line.say(silence);
                leg.phone().say(silence);
            });
            leg.phone().report();
        }
        world.run(100, () -> { });
        world.loop.post(new MediaCommand.CloseRtp(leg.id()));
        world.turn();

        assertThat(leg.phone().rtcpReceived()).isBetween(8L, 25L);
        RtpStatistics figures = world.events(MediaEvent.RtpClosed.class).getFirst().statistics();
        assertThat(figures.roundTripMicros()).isBetween(59_000L, 71_000L);
        assertThat(figures.packetsReceived()).isEqualTo(3000);
        assertThat(figures.packetsSent()).isEqualTo(3000);
        assertThat(figures.lost()).isZero();
        assertThat(figures.malformed()).isZero();
        assertThat(figures.foreign()).isZero();
        assertThat(world.loop.statistics().rtcpReceived()).isEqualTo(12);
    }

    @Test
    void closingSaysGoodbyeAndLeavesNothingBehind() throws IOException {
        MediaWorld world = new MediaWorld();
        MediaWorld.Line line = new MediaWorld.Line("fxo1");
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        world.loop.post(new MediaCommand.CloseRtp(leg.id()));
        world.turn();
        line.say(silence);
        world.turn();

        assertThat(leg.phone().rtcp().bye()).isTrue();
        assertThat(world.network.openPairs()).isZero();
        assertThat(world.loop.statistics().endpoints()).isZero();
        assertThat(world.loop.statistics().bridges()).isZero();
        assertThat(world.loop.nextDeadline()).isEqualTo(Deadlines.NEVER);
        assertThatThrownBy(() -> world.loop.localPort(leg.id())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void commandsForWhatIsNotThereAreCountedOnly() throws IOException {
        MediaWorld world = new MediaWorld();
        world.loop.post(new MediaCommand.Disconnect(9));
        world.loop.post(new MediaCommand.CloseRtp(9));
        world.loop.post(new MediaCommand.PlayTone(9, CallProgressTone.BUSY));
        world.loop.post(new MediaCommand.Record(9, Path.of("x")));
        world.loop.post(new MediaCommand.Connect(1, new Termination.Rtp(8), new Termination.Rtp(9)));
        world.turn();

        assertThat(world.loop.statistics().refusedCommands()).isEqualTo(5);
        assertThat(world.loop.statistics().faults()).isZero();
    }

    @Test
    void aFullQueueRefusesCommandsButNeverAClose() {
        MediaWorld world = new MediaWorld(new MediaSettings(Duration.ofSeconds(10), Duration.ZERO, Duration.ofMillis(200), "a@b",
                TonePlan.US, 2));
        assertThat(world.loop.post(new MediaCommand.PlayTone(1, null))).isTrue();
        assertThat(world.loop.post(new MediaCommand.PlayTone(1, null))).isTrue();
        assertThat(world.loop.post(new MediaCommand.PlayTone(1, null))).isFalse();
        assertThat(world.loop.post(new MediaCommand.CloseRtp(1))).isTrue();
        assertThat(world.loop.statistics().commandOverflows()).isEqualTo(1);
        world.turn();
        assertThat(world.loop.post(new MediaCommand.PlayTone(1, null))).isTrue();
    }

    @Test
    void aToneIsPlayedInsteadOfTheBridgeInItsRhythm() throws IOException {
        MediaWorld world = new MediaWorld();
        MediaWorld.Line line = new MediaWorld.Line("fxo1");
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 30);
        world.connect(1, leg.termination(), line.termination());
        world.loop.post(new MediaCommand.PlayTone(leg.id(), CallProgressTone.BUSY));
        MediaWorld.Sine sine = new MediaWorld.Sine(1500);
        world.run(2000, () -> line.say(sine.frame()));

        short[] heard = leg.heardSamples();
        assertThat(heard.length).as("paced by time").isBetween(15_840, 16_320);
        assertThat(share(heard, 0, 4000, 480) + share(heard, 0, 4000, 620)).isGreaterThan(0.97);
        assertThat(rms(heard, 4000, 8000)).as("busy is half a second on, half a second off").isLessThan(10);
        assertThat(leg.phone().receiver().jitterMicros()).isLessThan(11_000);

        leg.heard().clear();
        world.loop.post(new MediaCommand.PlayTone(leg.id(), null));
        world.run(300, () -> line.say(sine.frame()));
        assertThat(share(leg.heardSamples(), 240, 2160, 1500)).isGreaterThan(0.99);
    }

    @Test
    void aToneAfterAStallGoesOnFromNow() throws IOException {
        MediaWorld world = new MediaWorld();
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.loop.post(new MediaCommand.PlayTone(leg.id(), CallProgressTone.DIAL));
        world.run(100, () -> { });
        int before = leg.heard().size();
        world.clock.advanceMillis(5000);
        world.turn();

        assertThat(leg.heard().size() - before).as("no burst").isLessThanOrEqualTo(1);
        assertThat(world.loop.statistics().lateTicks()).isEqualTo(1);
    }

    @Test
    void bothDirectionsAreRecorded(@TempDir Path folder) throws IOException {
        MediaWorld world = new MediaWorld(MediaSettings.DEFAULTS, WavWriter::stereo);
        MediaWorld.Line line = new MediaWorld.Line("fxo1");
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg other = world.leg(AudioFormat.PCMU, 20);
        world.connect(1, leg.termination(), line.termination());
        Path first = folder.resolve("calls/line.wav");
        Path second = folder.resolve("relay.wav");
        world.loop.post(new MediaCommand.Record(1, first));
        MediaWorld.Sine phone = new MediaWorld.Sine(1000);
        MediaWorld.Sine exchange = new MediaWorld.Sine(700);
        world.run(3000, () -> {
            leg.phone().say(phone.frame());
            line.say(exchange.frame());
        });
        world.connect(2, leg.termination(), other.termination());
        world.loop.post(new MediaCommand.Record(2, second));
        world.run(3000, () -> {
            leg.phone().say(phone.frame());
            other.phone().say(exchange.frame());
        });
        world.loop.post(new MediaCommand.Record(2, null));
        world.turn();

        for (Path file : new Path[] {first, second}) {
            WavFile wav = WavFile.read(file);
            assertThat(wav.channels()).hasNumberOfRows(2);
            assertThat(wav.samples().length).isBetween(23_500, 24_000);
            assertThat(share(wav.channels()[0], 800, 23_000, 1000)).as("left of " + file).isGreaterThan(0.98);
            assertThat(share(wav.channels()[1], 800, 23_000, 700)).as("right of " + file).isGreaterThan(0.98);
        }
        assertThat(world.loop.statistics().recordingFailures()).isZero();
        assertThat(world.loop.statistics().recordingLostFrames()).isZero();
    }

    @Test
    void aDiskThatFailsCostsTheRecordingNotTheCall() throws IOException {
        MediaWorld world = new MediaWorld(MediaSettings.DEFAULTS);
        MediaWorld.Line line = new MediaWorld.Line("fxo1");
        MediaWorld.Leg leg = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, leg.termination(), line.termination());
        world.loop.post(new MediaCommand.Record(1, Path.of("nowhere.wav")));
        world.run(5000, () -> line.say(silence));

        assertThat(world.loop.statistics().recordingFailures()).isEqualTo(1);
        assertThat(leg.heard()).hasSize(250);
    }

    @Test
    void twoLinesAreJoinedWithoutRtp() {
        MediaWorld world = new MediaWorld();
        MediaWorld.Line a = new MediaWorld.Line("fxo1");
        MediaWorld.Line b = new MediaWorld.Line("fxo2");
        world.connect(1, a.termination(), b.termination());
        MediaWorld.Sine fromA = new MediaWorld.Sine(1000);
        MediaWorld.Sine fromB = new MediaWorld.Sine(600);
        world.run(1000, () -> {
            a.say(fromA.frame());
            b.say(fromB.frame());
        });

        assertThat(share(b.heardSamples(), 320, 8000, 1000)).isGreaterThan(0.99);
        assertThat(share(a.heardSamples(), 320, 8000, 600)).isGreaterThan(0.99);
    }

    @Test
    void aFaultInOneBridgeLeavesTheOthersAlone() throws IOException {
        MediaWorld world = new MediaWorld();
        MediaWorld.Line broken = new MediaWorld.Line("broken") {
            @Override
            public boolean read(short[] frame) {
                if (!said.isEmpty()) {
                    throw new IllegalStateException("a bug in a driver, made for this test");
                }
                return false;
            }
        };
        MediaWorld.Line whole = new MediaWorld.Line("whole");
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.PCMA, 20);
        world.connect(1, a.termination(), broken.termination());
        world.connect(2, b.termination(), whole.termination());
        broken.say(silence);
        world.run(100, () -> whole.say(silence));

        assertThat(b.heard()).hasSize(5);
        assertThat(world.loop.statistics().faults()).isEqualTo(10);
    }

    private static MediaSettings settings(Duration silence) {
        return new MediaSettings(silence, Duration.ZERO, Duration.ofMillis(200), "gateway@test", TonePlan.US, 1024);
    }
}
