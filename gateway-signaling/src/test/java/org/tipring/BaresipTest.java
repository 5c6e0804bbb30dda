package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.demo.FarEnd;
import org.tipring.media.dsp.FollowedSimilarity;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.net.WavWriter;
import org.tipring.media.pcm.Pcm;
import org.tipring.peer.Baresip;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.Subscriber;

/// Somebody else's telephone and a subscriber of the exchange hear each other: baresip speaks from a file and writes what it hears into
/// one, both at once, through a whole gateway, its emulated modem and the pseudo-terminal between.
@Timeout(120)
class BaresipTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SUBSCRIBER = "5550177";
    private static final int SPEECH_MILLIS = 4_000;
    /// baresip begins its microphone file with the first description, which is early media: the line is not through yet.
    private static final int OUT_SILENCE_MILLIS = 9_000;
    private static final int IN_SILENCE_MILLIS = 2_000;
    /// The subscriber's first word, by which the line is known to be answered. baresip 1.0 begins to listen anew with the 200 and loses the
    /// tenth of a second that it had in hand, so what is judged comes after it.
    private static final short[] HELLO = new SpeechLike(20).take(800);
    /// What was said must be heard as it was said.
    private static final double ALIKE = 0.95;
    /// Opus keeps what is heard of a sound rather than its shape.
    private static final double ALIKE_BY_OPUS = 0.85;
    /// The filters between 8 and 16 kHz delay by half a sample of 8 kHz, which a comparison by whole samples cannot follow.
    private static final double ALIKE_BY_G722 = 0.9;

    @TempDir
    static Path folder;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Baresip.assumeInstalled();
        // baresip 1.0 stops at a challenge whose algorithm it does not know.
        gateway = RunningGateway.start(folder, Map.of("gateway.ini", Map.of("= best ", "= md5 ")));
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
    }

    @BeforeEach
    void lineTakesCalls() throws Exception {
        gateway.awaitIdle();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PCMU", "PCMA", "G722", "opus"})
    void aCallOutIsHeardAtBothEnds(String codec) throws Exception {
        assumeSpeaks(codec);
        short[] answering = new SpeechLike(21).take(SPEECH_MILLIS);
        short[] spoken = new SpeechLike(22, 210, -16).take(SPEECH_MILLIS);
        FarEnd subscriber = new FarEnd(together(HELLO, new short[Pcm.RATE], answering));
        gateway.exchange().execute((exchange, _) ->
            exchange.subscribe(SUBSCRIBER, new Subscriber.Answers(1_500, () -> subscriber, Subscriber.NEVER)));
        try (Baresip telephone = telephone(codec, OUT_SILENCE_MILLIS, spoken)) {
            telephone.dial("9" + SUBSCRIBER);
            telephone.awaitEstablished(SOON);
            awaitHeard(subscriber, OUT_SILENCE_MILLIS + SPEECH_MILLIS);
            telephone.hangUp();
            CallRecord record = ended();
            assertThat(record.sent()).isEqualTo(SUBSCRIBER);
            assertThat(record.endedBy()).isEqualTo("caller");
            alike("what the subscriber said, at the telephone", answering, telephone.heard(), record);
            alike("what the telephone said, at the subscriber", spoken, subscriber.heard(), record);
            assertThat(record.media()).singleElement().satisfies(media -> assertThat(media.codec()).isEqualToIgnoringCase(codec));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PCMU", "PCMA"})
    void aCallInShowsItsCallerAndIsHeardAtBothEnds(String codec) throws Exception {
        short[] asking = new SpeechLike(23).take(SPEECH_MILLIS);
        short[] spoken = new SpeechLike(24, 210, -16).take(SPEECH_MILLIS);
        FarEnd caller = new FarEnd(asking);
        try (Baresip telephone = telephone(codec, IN_SILENCE_MILLIS, spoken)) {
            gateway.exchange().execute((exchange, now) -> exchange.call(RunningGateway.LINE_NUMBER, CallerId.of("5558642", "MARY"), 60_000,
                caller, IN_SILENCE_MILLIS + SPEECH_MILLIS + 2_000, now));
            assertThat(telephone.awaitIncoming(SOON)).contains("5558642");
            telephone.answer();
            telephone.awaitEstablished(SOON);
            telephone.awaitClosed(SOON);
            CallRecord record = ended();
            assertThat(record.caller()).isEqualTo("5558642");
            assertThat(record.endedBy()).as("the exchange hangs up first").isEqualTo("caller");
            alike("what the caller said, at the telephone", asking, telephone.heard(), record);
            alike("what the telephone said, at the caller", spoken, caller.heard(), record);
        }
    }

    /// Two telephones that have no codec in common: the gateway transcodes.
    @ParameterizedTest
    @CsvSource({"opus,PCMA", "PCMU,G722", "G722,opus"})
    void telephonesWithDifferentCodecsHearEachOther(String callerCodec, String calledCodec) throws Exception {
        assumeSpeaks(callerCodec);
        assumeSpeaks(calledCodec);
        short[] asking = new SpeechLike(25).take(SPEECH_MILLIS);
        short[] answering = new SpeechLike(26, 210, -16).take(SPEECH_MILLIS);
        try (Baresip called = telephone("202", calledCodec, IN_SILENCE_MILLIS, answering);
             Baresip caller = telephone("201", callerCodec, IN_SILENCE_MILLIS, asking)) {
            caller.dial("202");
            called.awaitIncoming(SOON);
            called.answer();
            caller.awaitEstablished(SOON);
            TimeUnit.MILLISECONDS.sleep(IN_SILENCE_MILLIS + SPEECH_MILLIS + 1_500);
            caller.hangUp();
            called.awaitClosed(SOON);
            CallRecord record = ended();
            alike("what the caller said at the called telephone " + callerCodec + " " + calledCodec, asking, called.heard(), record);
            alike("what the called telephone said at the caller " + callerCodec + " " + calledCodec, answering, caller.heard(), record);
            assertThat(record.media()).extracting(media -> media.leg() + " " + media.codec().toUpperCase(java.util.Locale.ROOT))
                .containsExactlyInAnyOrder("caller " + callerCodec.toUpperCase(java.util.Locale.ROOT),
                    "called " + calledCodec.toUpperCase(java.util.Locale.ROOT));
        }
    }

    /// It proves itself for the REFER, hangs up when it is told that the other one has answered, and those two hear each other.
    @Test
    void theTransferKeyLeadsTheExchangesCallToAnotherTelephone() throws Exception {
        short[] asking = new SpeechLike(27).take(SPEECH_MILLIS);
        FarEnd caller = new FarEnd(together(new short[12 * Pcm.RATE], asking));
        try (Baresip other = telephone("202", "PCMU", IN_SILENCE_MILLIS, HELLO); Baresip telephone = telephone("PCMU", IN_SILENCE_MILLIS, HELLO)) {
            gateway.exchange().execute((exchange, now) -> exchange.call(RunningGateway.LINE_NUMBER, CallerId.of("5558642", "MARY"), 60_000,
                caller, 12_000 + SPEECH_MILLIS + 2_000, now));
            telephone.awaitIncoming(SOON);
            telephone.answer();
            telephone.awaitEstablished(SOON);
            telephone.transfer("202");
            assertThat(other.awaitIncoming(SOON)).as("who is transferred is shown").contains("5558642");
            other.answer();
            assertThat(telephone.awaitClosed(SOON)).containsIgnoringCase("transfer");
            other.awaitClosed(SOON);
            CallRecord one = ended();
            CallRecord two = ended();
            CallRecord transferred = one.to().endsWith("/202") ? one : two;
            assertThat(transferred.from()).isEqualTo("phones/201");
            alike("what the caller said, at the telephone it was transferred to", asking, other.heard(), transferred);
        }
    }

    private static void assumeSpeaks(String codec) {
        String module = switch (codec) {
            case "G722" -> "g722.so";
            case "opus" -> "opus.so";
            default -> "g711.so";
        };
        assumeTrue(java.nio.file.Files.exists(Baresip.module(module)), "baresip has no " + module + " here: skipped");
    }

    private static Baresip telephone(String codec, int silenceMillis, short[] speech) throws Exception {
        return telephone("201", codec, silenceMillis, speech);
    }

    private static Baresip telephone(String user, String codec, int silenceMillis, short[] speech) throws Exception {
        Path file = Baresip.microphone(together(new short[silenceMillis * Pcm.RATE / 1000], speech),
            folder.resolve("microphone-" + user + codec + silenceMillis + ".wav"));
        Baresip telephone = Baresip.start(new Baresip.Telephone(gateway.udp(), user, RunningGateway.PASSWORDS.get(user), codec, file, false,
            false));
        telephone.awaitRegistered(SOON);
        return telephone;
    }

    private static short[] together(short[]... sounds) {
        ShortBuffer all = ShortBuffer.allocate(Arrays.stream(sounds).mapToInt(sound -> sound.length).sum());
        for (short[] sound : sounds) {
            all.put(sound);
        }
        return all.array();
    }

    /// Until the exchange has carried that much sound to somebody.
    private static void awaitHeard(FarEnd somebody, int millis) throws InterruptedException {
        long until = System.nanoTime() + SOON.toNanos();
        while (somebody.heard().length < millis * Pcm.RATE / 1000) {
            assertThat(System.nanoTime()).as("%d of %d ms heard after %s", somebody.heard().length * 1000L / Pcm.RATE, millis, SOON)
                .isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /// What was heard stays in `target/baresip/`.
    private static void alike(String what, short[] said, short[] heard, CallRecord record) throws IOException {
        boolean opus = record.media().stream().anyMatch(media -> media.codec().equals("OPUS"));
        boolean wide = record.media().stream().anyMatch(media -> media.codec().equals("G722"));
        try (WavWriter wav = WavWriter.mono(Path.of("target", "baresip", what.replaceAll("[^a-z]+", "-") + ".wav"))) {
            wav.write(heard, 0, heard.length);
        }
        FollowedSimilarity likeness = FollowedSimilarity.between(said, heard);
        assertThat(likeness.correlation()).as("%s (%s)%n%s", what, likeness, RunningGateway.timeline(record)).isGreaterThan(opus ? ALIKE_BY_OPUS : wide ? ALIKE_BY_G722 : ALIKE);
        assertThat(likeness.levelDb()).as("level of %s", what).isBetween(-3.0, 3.0);
    }

    private static CallRecord ended() throws InterruptedException {
        CallRecord record = gateway.nextRecord(SOON);
        assertThat(record.cause()).as(RunningGateway.timeline(record)).isEqualTo(ReleaseCause.NORMAL);
        return record;
    }
}
