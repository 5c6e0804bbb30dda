package org.tipring.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tipring.media.engine.MediaWorld.rms;
import static org.tipring.media.engine.MediaWorld.share;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codec;
import org.tipring.media.codec.Codecs;
import org.tipring.media.dsp.Similarity;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.net.InMemoryNetwork;
import org.tipring.media.pcm.Pcm;

/// Two RTP peers with different codecs and packets: what one says, the other hears.
class RelayCodecsTest {

    private static final long SEED = Long.getLong("tipring.seed", 20261125);
    private static final int[] PTIMES = {10, 20, 30, 40, 50, 60};

    private final MediaWorld world = new MediaWorld();

    static Stream<Arguments> codecPairs() {
        return Codecs.ALL.stream().flatMap(a -> Codecs.ALL.stream().map(b -> Arguments.of(a, b)));
    }

    static Stream<Arguments> ptimePairs() {
        List<Arguments> all = new ArrayList<>();
        for (String codecs : List.of("PCMA PCMA", "PCMA PCMU", "G722 G722", "L16 L16", "PCMU G722", "PCMA OPUS", "OPUS PCMU", "OPUS OPUS")) {
            for (int a : PTIMES) {
                for (int b : PTIMES) {
                    all.add(Arguments.of(codecs.split(" ")[0], codecs.split(" ")[1], a, b));
                }
            }
        }
        return all.stream();
    }

    private static AudioFormat format(String name) {
        return Codecs.ALL.stream().filter(format -> format.encoding().equals(name)).findFirst().orElseThrow();
    }

    private MediaWorld.Leg leg(AudioFormat format, int ptime) throws IOException {
        return world.leg(format, MediaWorld.EVENTS, ptime, RtpParameters.Extras.NONE, Pcm.RATE);
    }

    private void join(MediaWorld.Leg a, MediaWorld.Leg b) {
        world.connect(1, a.termination(), b.termination());
    }

    /// Says all of it, a packet at a time, and lets each arrive at once.
    private void say(MediaWorld.Leg leg, short[] sound, int samplesPerMilli, int ptime) {
        int packet = samplesPerMilli * ptime;
        for (int at = 0; at + packet <= sound.length; at += packet) {
            leg.phone().say(Arrays.copyOfRange(sound, at, at + packet));
            world.turn();
            world.clock.advanceMillis(ptime);
        }
    }

    @ParameterizedTest
    @MethodSource("codecPairs")
    void aToneKeepsItsFrequencyAndLevel(AudioFormat from, AudioFormat to) throws IOException {
        MediaWorld.Leg a = leg(from, 20);
        MediaWorld.Leg b = leg(to, 20);
        join(a, b);
        say(a, new MediaWorld.Sine(700).samples(16_000), 8, 20);

        short[] heard = b.heardSamples();
        assertThat(heard).hasSize(16_000);
        assertThat(share(heard, 2400, 15_200, 700)).isGreaterThan(0.98);
        assertThat(20 * Math.log10(rms(heard, 2400, 15_200) / (12_000 / Math.sqrt(2)))).isBetween(-0.5, 0.5);
        assertThat(b.phone().receiver().lost()).isZero();
        assertThat(b.phone().receiver().jitterMicros()).isLessThan(130);
        assertThat(b.phone().malformed()).isZero();
    }

    @ParameterizedTest
    @MethodSource("codecPairs")
    void speechIsRecognised(AudioFormat from, AudioFormat to) throws IOException {
        MediaWorld.Leg a = leg(from, 20);
        MediaWorld.Leg b = leg(to, 20);
        join(a, b);
        short[] speech = new SpeechLike(7).take(4000);
        say(a, speech, 8, 20);

        Similarity alike = Similarity.between(speech, b.heardSamples());
        boolean opus = from.encoding().equals("OPUS") || to.encoding().equals("OPUS");
        assertThat(alike.correlation()).as(alike.toString()).isGreaterThan(opus ? 0.9 : 0.98);
        assertThat(alike.levelDb()).isBetween(-0.5, 0.5);
        // Filters and Opus' look-ahead; no buffer.
        assertThat(alike.delaySamples()).isBetween(0, 8 * 20);
    }

    /// Through 8 kHz it would be gone.
    @ParameterizedTest
    @CsvSource({"G722,OPUS", "OPUS,G722", "G722,G722", "OPUS,OPUS", "L16,G722", "G722,L16", "L16,OPUS"})
    void wideSoundStaysWide(String from, String to) throws IOException {
        AudioFormat fromFormat = from.equals("L16") ? AudioFormat.L16_WIDE : format(from);
        AudioFormat toFormat = to.equals("L16") ? AudioFormat.L16_WIDE : format(to);
        MediaWorld.Leg a = world.leg(fromFormat, -1, 20, RtpParameters.Extras.NONE, 16_000);
        MediaWorld.Leg b = world.leg(toFormat, -1, 20, RtpParameters.Extras.NONE, 16_000);
        join(a, b);
        // At 16 kHz this is 5 kHz.
        say(a, new MediaWorld.Sine(2500).samples(32_000), 16, 20);

        short[] heard = b.heardSamples();
        assertThat(share(heard, 4800, 30_400, 2500)).isGreaterThan(0.95);
        // Opus at a bit rate for speech is not exact about a lone tone up there.
        assertThat(20 * Math.log10(rms(heard, 4800, 30_400) / (12_000 / Math.sqrt(2)))).isBetween(-2.0, 2.0);
    }

    @ParameterizedTest
    @MethodSource("ptimePairs")
    void packetsHaveTheLengthThatTheOtherPeerWants(String from, String to, int ptimeA, int ptimeB) throws IOException {
        AudioFormat toFormat = format(to);
        int sent = Codecs.packetMillis(format(from), ptimeA);
        boolean asItIs = from.equals("OPUS") && to.equals("OPUS");
        int wanted = asItIs ? sent : Codecs.packetMillis(toFormat, ptimeB);
        MediaWorld.Leg a = leg(format(from), ptimeA);
        MediaWorld.Leg b = leg(toFormat, ptimeB);
        join(a, b);
        int packets = 2400 / sent;
        say(a, new MediaWorld.Sine(700).samples(8 * sent * packets), 8, sent);

        assertThat(b.heard()).hasSize(sent * packets / wanted).allSatisfy(packet -> assertThat(packet).hasSize(8 * wanted));
        short[] heard = b.heardSamples();
        assertThat(share(heard, 4000, 12_000, 700)).isGreaterThan(0.98);
        assertThat(b.phone().receiver().lost()).isZero();
        assertThat(b.phone().receiver().duplicates()).isZero();
    }

    /// Ten, and the next is lost: the far end has to see as much missing as was lost, at the right place.
    @ParameterizedTest
    @CsvSource({"PCMA,PCMA,20,60", "PCMA,PCMU,60,20", "PCMA,G722,20,20", "G722,PCMU,30,20", "OPUS,PCMA,20,20", "PCMA,OPUS,20,40", "L16,G722,10,20"})
    void lossStaysVisibleAndTimeGoesOn(String from, String to, int ptimeA, int ptimeB) throws IOException {
        MediaWorld.Leg a = leg(format(from), ptimeA);
        MediaWorld.Leg b = leg(format(to), ptimeB);
        join(a, b);
        MediaWorld.Sine voice = new MediaWorld.Sine(700);
        int firstTimestamp = 0;
        int count = 0;
        for (int i = 0; i < 300; i++) {
            boolean lost = i % 11 == 10;
            world.network.weather((towards, _) -> towards && lost ? InMemoryNetwork.Weather.LOST : 0);
            a.phone().say(voice.samples(8 * ptimeA));
            world.turn();
            if (count == 0 && !b.heard().isEmpty()) {
                firstTimestamp = b.phone().lastTimestamp();
                count = 1;
            }
            world.clock.advanceMillis(ptimeA);
        }
        // 27 gaps.
        assertThat(b.phone().receiver().lost()).isBetween(27L, 27L * Math.max(1, ptimeA / ptimeB));
        int clock = format(to).clockRate() / 1000;
        long elapsed = Integer.toUnsignedLong(b.phone().lastTimestamp() - firstTimestamp) / clock;
        assertThat(elapsed).isBetween(300L * ptimeA - ptimeA - 2 * ptimeB, 300L * ptimeA - 1);
    }

    @ParameterizedTest
    @CsvSource({"PCMA,PCMA,20,40", "PCMA,G722,20,20", "OPUS,PCMU,20,30", "PCMU,OPUS,20,20"})
    void numbersAndTimesMayWrap(String from, String to, int ptimeA, int ptimeB) throws IOException {
        MediaWorld.Leg a = leg(format(from), ptimeA);
        MediaWorld.Leg b = leg(format(to), ptimeB);
        join(a, b);
        MediaWorld.Sine voice = new MediaWorld.Sine(700);
        Codec codec = Codecs.of(format(from));
        int ticks = ptimeA * format(from).clockRate() / 1000;
        for (int i = 0; i < 120; i++) {
            byte[] payload = new byte[400];
            int length = codec.encode(voice.samples(8 * ptimeA), 0, 8 * ptimeA, payload, 0);
            byte[] packet = Packets.rtp(format(from).payloadType(), 65_500 + i & 0xFFFF, (int) (0x1_0000_0000L - 50L * ticks + (long) i * ticks), 77,
                    Arrays.copyOf(payload, length));
            world.network.deliver(a.phone().address(), world.loop.localPort(a.id()), packet, packet.length);
            world.turn();
            world.clock.advanceMillis(ptimeA);
        }
        assertThat(b.phone().receiver().lost()).isZero();
        assertThat(b.heardSamples()).hasSize(8 * ptimeA * 120);
        assertThat(share(b.heardSamples(), 4000, 16_000, 700)).isGreaterThan(0.98);
    }

    @ParameterizedTest
    @CsvSource({"PCMA,PCMA,20,40", "PCMA,G722,20,20", "OPUS,PCMU,20,20", "PCMU,OPUS,20,20", "G722,G722,20,20"})
    void aPauseWithoutPacketsIsAPauseAndNoLoss(String from, String to, int ptimeA, int ptimeB) throws IOException {
        MediaWorld.Leg a = leg(format(from), ptimeA);
        MediaWorld.Leg b = leg(format(to), ptimeB);
        join(a, b);
        MediaWorld.Sine voice = new MediaWorld.Sine(700);
        say(a, voice.samples(8000), 8, ptimeA);
        int before = b.phone().lastTimestamp();
        world.clock.advanceMillis(3000);
        say(a, voice.samples(8 * ptimeB), 8, ptimeA);

        int clock = format(to).clockRate() / 1000;
        assertThat((b.phone().lastTimestamp() - before) / clock).isEqualTo(3000 + ptimeB);
        assertThat(b.phone().lastMarker()).isTrue();
        assertThat(b.phone().receiver().lost()).isZero();
    }

    @Test
    void aPacketAfterItsTurnIsLeftOutAndCounted() throws IOException {
        MediaWorld.Leg a = leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg b = leg(AudioFormat.G722, 20);
        join(a, b);
        for (int sequence : new int[] {1, 2, 4, 3, 5}) {
            byte[] packet = Packets.rtp(8, sequence, sequence * 160, 77, new byte[160]);
            world.network.deliver(a.phone().address(), world.loop.localPort(a.id()), packet, packet.length);
        }
        world.turn();
        assertThat(b.heard()).hasSize(4);
        assertThat(b.phone().receiver().lost()).isEqualTo(1);
        assertThat(world.loop.statistics().relays()).isEqualTo(new LoopStatistics.Relays(4, 1));
    }

    /// RFC 4733 counts a key's duration by the clock of its event, Opus has 48 kHz.
    @Test
    void keysPassBetweenClocks() throws IOException {
        RtpParameters.Extras fast = new RtpParameters.Extras(48_000, -1, false);
        MediaWorld.Leg a = world.leg(AudioFormat.PCMA, 101, 20);
        MediaWorld.Leg b = world.leg(AudioFormat.OPUS, 110, 20, fast, Pcm.RATE);
        join(a, b);
        MediaWorld.Sine voice = new MediaWorld.Sine(1000);
        for (char key : "0123456789*#ABCD".toCharArray()) {
            world.run(100, () -> a.phone().say(voice.frame()));
            a.phone().press(key);
            world.run(200, () -> { });
        }
        assertThat(b.phone().digits()).isEqualTo("0123456789*#ABCD");
        assertThat(b.phone().keyDuration()).isEqualTo(100 * 48);
        assertThat(b.phone().receiver().lost()).isZero();
        assertThat(b.phone().malformed()).isZero();
    }

    @Test
    void soundGoesOnInPlaceAfterAKey() throws IOException {
        MediaWorld.Leg a = leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg b = leg(AudioFormat.G722, 20);
        join(a, b);
        MediaWorld.Sine voice = new MediaWorld.Sine(1000);
        say(a, voice.samples(1600), 8, 20);
        int before = b.phone().lastTimestamp();
        a.phone().press('5');
        world.run(240, () -> { });
        say(a, voice.samples(160), 8, 20);

        assertThat(b.phone().digits()).isEqualTo("5");
        assertThat(b.phone().lastTimestamp() - before).as("ticks of 260 ms").isEqualTo(2080);
        assertThat(b.phone().receiver().lost()).isZero();
    }

    @Test
    void whateverComesNothingThrows() throws IOException {
        Random random = new Random(SEED);
        MediaWorld.Leg a = leg(AudioFormat.OPUS, 20);
        MediaWorld.Leg b = leg(AudioFormat.G722, 30);
        join(a, b);
        for (int i = 0; i < 20_000; i++) {
            byte[] payload = new byte[random.nextInt(0, random.nextInt(1, 1600))];
            random.nextBytes(payload);
            int type = random.nextInt(10) == 0 ? random.nextInt(128) : random.nextInt(5) == 0 ? 13 : AudioFormat.OPUS.payloadType();
            byte[] packet = Packets.rtp(type, i + random.nextInt(3) & 0xFFFF, i * 960 + (random.nextInt(20) == 0 ? random.nextInt() : 0), 77, payload);
            world.network.deliver(a.phone().address(), world.loop.localPort(a.id()), packet, packet.length);
            world.turn();
            world.clock.advanceMillis(random.nextInt(25));
        }
        assertThat(world.loop.statistics().faults()).as("seed %d", SEED).isZero();
        say(a, new MediaWorld.Sine(700).samples(16_000), 8, 20);
        short[] heard = b.heardSamples();
        assertThat(share(heard, heard.length - 4000, heard.length, 700)).isGreaterThan(0.9);
    }

    @Test
    void aNewAgreementWithinTheCallIsFollowed() throws IOException {
        MediaWorld.Leg a = leg(AudioFormat.PCMA, 20);
        MediaWorld.Leg b = leg(AudioFormat.PCMA, 20);
        join(a, b);
        say(a, new MediaWorld.Sine(700).samples(8000), 8, 20);
        int ssrc = b.phone().receiver().ssrc();
        world.loop.post(new MediaCommand.Negotiate(a.id(), new RtpParameters(a.phone().address(), AudioFormat.OPUS, 101, 20, true, true)));
        world.turn();
        for (int i = 0; i < 50; i++) {
            byte[] payload = new byte[400];
            // The third packet of another source is the first that is believed; Opus builds each on the one before.
            Codec encoder = i < 2 ? Codecs.of(AudioFormat.OPUS) : opus;
            int length = encoder.encode(tone.samples(160), 0, 160, payload, 0);
            byte[] packet = Packets.rtp(107, i, i * 960, 99, Arrays.copyOf(payload, length));
            world.network.deliver(a.phone().address(), world.loop.localPort(a.id()), packet, packet.length);
            world.turn();
            world.clock.advanceMillis(20);
        }
        short[] heard = b.heardSamples();
        assertThat(share(heard, heard.length - 6400, heard.length, 1000)).isGreaterThan(0.98);
        assertThat(b.phone().receiver().ssrc()).as("one stream all the time").isEqualTo(ssrc);
        assertThat(b.phone().receiver().lost()).isLessThanOrEqualTo(0);
    }

    private final Codec opus = Codecs.of(AudioFormat.OPUS);
    private final MediaWorld.Sine tone = new MediaWorld.Sine(1000);
}
