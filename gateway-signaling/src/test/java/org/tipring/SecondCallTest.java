package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.demo.Telephone;
import org.tipring.media.dsp.CallWaitingAlert;
import org.tipring.media.dsp.Goertzel;
import org.tipring.media.pcm.Pcm;
import org.tipring.peer.Wav;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.CallStatus;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.emulator.RunningCard;

/// The hook flashes of an analog telephone through a whole gateway: the firmware's core in a process of its own, and SIP telephones over real
/// SIP and RTP. Who speaks hums at a pitch of their own.
@Timeout(120)
class SecondCallTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int OURS = 1050;
    private static final int FIRST = 1250;
    private static final int SECOND = 1650;
    private static final int HUM_MILLIS = 60_000;

    @TempDir
    static Path folder;

    private static CardOffice office;
    private static RunningCard card;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        office = CardOffice.start(folder, "F", device -> Map.of(
                "lines.ini", Map.of("[exchange] ", CardOffice.line("fxs1", device, "fxs 0", "number = 211", "hook flash = 600ms")
                        + "[flash]\ntwo calls = key\nconference = key\n\n[exchange] "),
                "dialplan.ini", Map.of("[route 1 extensions]\nfrom         = phones",
                        "[interface analog]\nmembers = fxs1\nnumbers = as-dialled\n\n[route analog]\nfrom = phones\ncalled = 211\nto = analog, set fxs1\n\n"
                                + "[route 1 extensions]\nfrom         = phones, analog")));
        card = office.card;
        gateway = office.gateway;
    }

    @AfterAll
    static void stop() throws Exception {
        if (office != null) {
            office.close();
        }
    }

    @AfterEach
    void hangUp() throws Exception {
        card.tell("0 hang-up");
        office.awaitOnHook(2);
    }

    private static List<CallStatus> calls() throws InterruptedException {
        return gateway.gateway().ask(() -> gateway.gateway().calls().status());
    }

    private static void awaitCalls(String... states) throws InterruptedException {
        long until = System.nanoTime() + SOON.toNanos();
        while (!calls().stream().map(CallStatus::state).toList().equals(List.of(states))) {
            assertThat(System.nanoTime()).as("%s, not %s", calls(), List.of(states)).isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static short[] hum(int hertz) {
        short[] hum = new short[HUM_MILLIS * Pcm.RATE / 1000];
        for (int i = 0; i < hum.length; i++) {
            hum[i] = (short) Math.round(6_000 * Math.sin(2 * Math.PI * hertz * i / Pcm.RATE));
        }
        return hum;
    }

    /// Which of the pitches are in the newest half second of a sound.
    private static List<Integer> pitches(short[] sound) {
        short[] last = Arrays.copyOfRange(sound, Math.max(0, sound.length - Pcm.RATE / 2), sound.length);
        return List.of(OURS, FIRST, SECOND).stream().filter(hertz -> Goertzel.dBm0(last, 0, last.length, hertz) > -30).toList();
    }

    /// Who is in each one's ear: one look after the other until it is so, because on a busy machine sound has gaps.
    private static void listens(String when, Telephone first, List<Integer> atFirst, Telephone second, List<Integer> atSecond, Integer... atOurs) throws Exception {
        List<List<Integer>> wanted = List.of(List.of(atOurs), atFirst, atSecond);
        List<List<Integer>> heard = listen(first, second);
        for (long until = System.nanoTime() + SOON.toNanos(); !heard.equals(wanted) && System.nanoTime() < until; heard = listen(first, second)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(heard).as("%s: the analog telephone, the first and the second hear, of ours %d, the first's %d, the second's %d", when, OURS, FIRST, SECOND)
                .isEqualTo(wanted);
    }

    private static List<List<Integer>> listen(Telephone first, Telephone second) throws Exception {
        Path ear = folder.resolve("ear.wav");
        card.tell("0 hear " + ear);
        first.device().rewind();
        second.device().rewind();
        TimeUnit.MILLISECONDS.sleep(800);
        card.tell("0 hear");
        List<Integer> atFirst = pitches(first.device().played());
        List<Integer> atSecond = pitches(second.device().played());
        TimeUnit.MILLISECONDS.sleep(100);
        return List.of(pitches(Wav.samples(ear)), atFirst, atSecond);
    }

    /// The last key is held down for so long.
    private static void dials(Telephone phone, String number, int lastKeyMillis) throws Exception {
        card.tell("0 hush");
        TimeUnit.MILLISECONDS.sleep(300);
        card.tell("0 press " + number.substring(0, number.length() - 1));
        card.tell("0 press " + number.charAt(number.length() - 1) + " " + lastKeyMillis);
        SipEvent.Invited call = (SipEvent.Invited) phone.await(event -> event instanceof SipEvent.Invited, SOON.toMillis());
        assertThat(call).as("%s %s", card.output(), calls()).isNotNull();
        phone.answer(call);
        phone.await(event -> event instanceof SipEvent.Acknowledged, SOON.toMillis());
    }

    private static void presses(char key) throws InterruptedException {
        card.tell("0 hush");
        TimeUnit.MILLISECONDS.sleep(300);
        card.tell("0 press " + key);
    }

    /// Until dial tone is there: it is what the hand waits for.
    private static void flash() throws InterruptedException {
        card.tell("0 flash 300");
        TimeUnit.MILLISECONDS.sleep(1_000);
    }

    private static void humming(Telephone first, Telephone second) throws Exception {
        Path mouth = folder.resolve("mouth.wav");
        if (!Files.exists(mouth)) {
            Files.write(mouth, Wav.of(hum(OURS), HUM_MILLIS * Pcm.RATE / 1000));
        }
        card.tell("0 hush");
        card.tell("0 speak " + mouth);
        first.device().speak(hum(FIRST));
        second.device().speak(hum(SECOND));
    }

    @Test
    void holdSecondCallSwapConferenceAndTransfer() throws Exception {
        try (Telephone first = gateway.telephone("201"); Telephone second = gateway.telephone("202")) {
            card.tell("0 lift");
            // It sounds on when the hook is flashed, and when dial tone is there, and is none of the next number.
            dials(first, "201", 900);
            awaitCalls("talking");
            flash();
            awaitCalls("held");
            dials(second, "202", 80);
            awaitCalls("held", "talking");
            humming(first, second);
            listens("second call", first, List.of(), second, List.of(OURS), SECOND);
            flash();
            presses('2');
            awaitCalls("talking", "held");
            humming(first, second);
            listens("swapped", first, List.of(OURS), second, List.of(), FIRST);
            flash();
            presses('3');
            awaitCalls("conference", "conference");
            humming(first, second);
            listens("conference", first, List.of(OURS, SECOND), second, List.of(OURS, FIRST), FIRST, SECOND);
            card.tell("0 hang-up");
            awaitCalls("transferred", "transferred");
            listens("transferred", first, List.of(SECOND), second, List.of(FIRST));
            first.hangUp();
            assertThat(second.await(event -> event instanceof SipEvent.Released, SOON.toMillis())).as("the other call ends, too").isNotNull();
            CallRecord one = gateway.nextRecord(SOON);
            CallRecord other = gateway.nextRecord(SOON);
            assertThat(List.of(one.cause(), other.cause())).as(RunningGateway.timeline(one) + RunningGateway.timeline(other)).containsOnly(ReleaseCause.NORMAL);
            assertThat(List.of(one.to(), other.to())).containsExactlyInAnyOrder("phones/201", "phones/202");
        }
    }

    @Test
    void aSecondCallerIsAnnouncedAndAFlashAnswers() throws Exception {
        try (Telephone first = gateway.telephone("201"); Telephone second = gateway.telephone("202")) {
            card.tell("0 lift");
            dials(first, "201", 80);
            awaitCalls("talking");
            Path ear = folder.resolve("waiting.wav");
            card.tell("0 hear " + ear);
            second.call("211");
            assertThat(second.await(event -> event instanceof SipEvent.Ringing, SOON.toMillis())).as("180").isNotNull();
            awaitCalls("talking", "waiting");
            TimeUnit.MILLISECONDS.sleep(1_500);
            card.tell("0 hear");
            TimeUnit.MILLISECONDS.sleep(200);
            CallWaitingAlert alert = new CallWaitingAlert();
            short[] heard = Wav.samples(ear);
            boolean alerted = false;
            for (int at = 0; at + Pcm.FRAME <= heard.length; at += Pcm.FRAME) {
                alerted |= alert.process(heard, at, Pcm.FRAME);
            }
            assertThat(alerted).as("the alerting signal before the caller's number").isTrue();
            flash();
            awaitCalls("held", "talking");
            assertThat(second.await(event -> event instanceof SipEvent.Answered, SOON.toMillis())).as("200").isNotNull();
            humming(first, second);
            listens("answered", first, List.of(), second, List.of(OURS), SECOND);
            first.hangUp();
            second.hangUp();
        }
    }
}
