package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.demo.FarEnd;
import org.tipring.media.dsp.FollowedSimilarity;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.pcm.Pcm;
import org.tipring.peer.Baresip;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.Subscriber;

/// Somebody else's telephone with SRTP: its modules `srtp` (keys in SDP) and `dtls_srtp`, both ways, and what is said of keys: nothing.
@Timeout(120)
class SecureCallTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SUBSCRIBER = "5550177";
    private static final int SPEECH_MILLIS = 3_000;
    private static final int SILENCE_MILLIS = 6_000;

    @TempDir
    Path folder;

    private RunningGateway gateway;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            String line = record.getLevel() + " " + record.getMessage() + " " + Arrays.toString(record.getParameters()) + " " + record.getThrown() + "\n";
            synchronized (log) {
                log.writeBytes(line.getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void flush() { }

        @Override
        public void close() { }
    };

    @BeforeEach
    void listen() {
        Baresip.assumeInstalled();
        assumeTrue(Files.exists(Baresip.module("srtp.so")) && Files.exists(Baresip.module("dtls_srtp.so")), "this baresip has no SRTP: skipped");
        handler.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(handler);
        Logger.getLogger("org.tipring").setLevel(Level.ALL);
    }

    @AfterEach
    void stop() throws Exception {
        Logger.getLogger("").removeHandler(handler);
        Logger.getLogger("org.tipring").setLevel(null);
        if (gateway != null) {
            gateway.close();
        }
    }

    private void start(String srtp, String keys) throws Exception {
        gateway = RunningGateway.start(folder, Map.of("gateway.ini", Map.of("= best ", "= md5 "),
            "phones.ini", Map.of("= off ", "= " + srtp + " ", "= sdes ", "= " + keys + " ")));
        gateway.awaitIdle();
    }

    private Baresip telephone(String encryption, short[] spoken) throws Exception {
        short[] sound = Arrays.copyOf(new short[SILENCE_MILLIS * 8], SILENCE_MILLIS * 8 + spoken.length);
        System.arraycopy(spoken, 0, sound, SILENCE_MILLIS * 8, spoken.length);
        Baresip telephone = Baresip.start(new Baresip.Telephone(gateway.udp(), "201", RunningGateway.PASSWORDS.get("201"), "PCMA",
            Baresip.microphone(sound, folder.resolve("microphone.wav")), false, false, encryption));
        telephone.awaitRegistered(SOON);
        return telephone;
    }

    /// @param encryption baresip's name: `srtp` offers RTP/AVP with keys, `srtp-mand` RTP/SAVP
    @ParameterizedTest
    @CsvSource({"required,srtp-mand,AES_CM_128_HMAC_SHA1_80", "preferred,srtp,AES_CM_128_HMAC_SHA1_80", "required,dtls_srtp,'AES_CM_128_HMAC_SHA1_80,AEAD_AES_128_GCM'"})
    void aCallOutIsSecuredAndHeardAtBothEnds(String policy, String encryption, String suites) throws Exception {
        start(policy, "sdes");
        short[] answering = new SpeechLike(21).take(SPEECH_MILLIS);
        short[] spoken = new SpeechLike(22, 210, -16).take(SPEECH_MILLIS);
        short[] lead = new short[Pcm.RATE + answering.length];
        System.arraycopy(answering, 0, lead, Pcm.RATE, answering.length);
        FarEnd subscriber = new FarEnd(lead);
        gateway.exchange().execute((exchange, _) ->
            exchange.subscribe(SUBSCRIBER, new Subscriber.Answers(500, () -> subscriber, Subscriber.NEVER)));
        try (Baresip telephone = telephone(encryption, spoken)) {
            telephone.dial("9" + SUBSCRIBER);
            telephone.awaitEstablished(SOON);
            long until = System.nanoTime() + SOON.toNanos();
            while (subscriber.heard().length < (SILENCE_MILLIS + SPEECH_MILLIS + 1000) * 8 && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            telephone.hangUp();
            CallRecord record = gateway.nextRecord(SOON);
            String timeline = RunningGateway.timeline(record);
            assertThat(record.cause()).as(timeline).isEqualTo(ReleaseCause.NORMAL);
            assertThat(record.media()).singleElement().satisfies(media -> {
                assertThat(suites.split(",")).as(timeline).contains(media.srtp());
                assertThat(media.mosReceived()).isGreaterThan(4);
            });
            assertThat(FollowedSimilarity.between(spoken, subscriber.heard()).correlation()).as(timeline).isGreaterThan(0.9);
            assertThat(FollowedSimilarity.between(answering, telephone.heard()).correlation()).as(timeline).isGreaterThan(0.9);
        }
        noKeyIsTold();
    }

    @ParameterizedTest
    @CsvSource({"required,sdes,srtp-mand", "preferred,sdes,srtp", "required,dtls,dtls_srtp"})
    void aCallInIsSecuredAndHeard(String policy, String keys, String encryption) throws Exception {
        start(policy, keys);
        short[] asking = new SpeechLike(23).take(SPEECH_MILLIS);
        // A telephone begins the handshake before its answer is here, in vain, and again a second later (RFC 6347 section 4.2.4.1).
        short[] late = new short[2 * Pcm.RATE + asking.length];
        System.arraycopy(asking, 0, late, 2 * Pcm.RATE, asking.length);
        FarEnd caller = new FarEnd(late);
        try (Baresip telephone = telephone(encryption, new short[800])) {
            gateway.exchange().execute((exchange, now) -> exchange.call(RunningGateway.LINE_NUMBER, CallerId.of("5558642", "MARY"), 60_000,
                caller, SPEECH_MILLIS + 5_000, now));
            telephone.awaitIncoming(SOON);
            telephone.answer();
            telephone.awaitEstablished(SOON);
            telephone.awaitClosed(SOON);
            CallRecord record = gateway.nextRecord(SOON);
            String timeline = RunningGateway.timeline(record);
            assertThat(record.cause()).as(timeline).isEqualTo(ReleaseCause.NORMAL);
            assertThat(record.media()).singleElement().satisfies(media -> assertThat(media.srtp()).as(timeline).startsWith("A"));
            assertThat(FollowedSimilarity.between(asking, telephone.heard()).correlation()).as(timeline).isGreaterThan(0.9);
        }
        noKeyIsTold();
    }

    /// What is in clear is refused where SRTP is required: 488, and the record says why.
    @ParameterizedTest
    @CsvSource({"required,'',srtp = required", "off,srtp-mand,srtp = off"})
    void whatThePolicyForbidsIsRefused(String policy, String encryption, String why) throws Exception {
        start(policy, "sdes");
        try (Baresip telephone = telephone(encryption, new short[800])) {
            telephone.dial("9" + SUBSCRIBER);
            assertThat(telephone.awaitClosed(SOON)).contains("488");
            CallRecord record = gateway.nextRecord(SOON);
            assertThat(record.cause()).isEqualTo(ReleaseCause.NOT_ACCEPTABLE);
            assertThat(record.detail()).contains(why);
        }
        noKeyIsTold();
    }

    /// `inline:` stands before every key in SDP, and nowhere else.
    private void noKeyIsTold() throws Exception {
        List<String> told = new ArrayList<>();
        synchronized (log) {
            told.add(log.toString(StandardCharsets.UTF_8));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).filter(path -> !path.toString().endsWith(".wav")).toList()) {
                told.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        gateway.awaitPage("/", page -> told.add(page), SOON);
        gateway.awaitPage("/status.json", page -> told.add(page), SOON);
        assertThat(told.getFirst()).as("the log was listened to").contains("call=");
        assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain("inline:"));
    }
}
