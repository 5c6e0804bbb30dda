package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.demo.Telephone;
import org.tipring.gateway.Orders;
import org.tipring.media.dsp.FollowedSimilarity;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.ops.ControlSocket;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.emulator.RunningCard;

/// Analog telephones on an emulated line card: the firmware's core in a process of its own, behind a pseudo-terminal, and a whole gateway.
@Timeout(180)
class AnalogTelephoneTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int SPEECH_MILLIS = 4_000;
    private static final int TURNS = 4;
    private static final int FIRST = 0;
    private static final int SECOND = 1;

    @TempDir
    static Path folder;

    private static CardOffice office;
    private static RunningCard card;
    private static RunningGateway gateway;
    private static Handset first;
    private static Handset second;

    @BeforeAll
    static void start() throws Exception {
        office = CardOffice.start(folder, "FF", device -> Map.of(
                "lines.ini", Map.of("[exchange] ", telephone("fxs1", device, FIRST, "211") + telephone("fxs2", device, SECOND, "212")
                        + "[star-codes]\nredial = *66\nforward = *72\nforward off = *73\ndo not disturb = *78\ndisturb = *79\n\n[exchange] "),
                // Nobody is at that port: a provider behind a cut cable.
                "trunks.ini", Map.of(";[trunk carrier]", "[trunk dead]\nproxy = 127.0.0.1:9\naddresses = 192.0.2.1\nsilent after = 2s\n\n;[trunk carrier]"),
                "dialplan.ini", Map.of(
                        "[interface landlines]", "[interface dead]\nsip = trunk\nnumbers = e164\n\n[interface analog]\nmembers = fxs1, fxs2\nnumbers = as-dialled\n\n[interface landlines]",
                        "[route 1 extensions]\nfrom         = phones", """
                                [route analog one]
                                from   = phones, analog
                                called = 211
                                to     = analog, set fxs1
                                [route analog two]
                                from   = phones, analog
                                called = 212
                                to     = analog, set fxs2
                                [route lifeline]
                                from   = analog
                                called = 7 X...
                                to     = dead, strip 1
                                to     = landlines, strip 1
                                [route everybody]
                                from   = phones, analog
                                called = 220
                                to     = all
                                [ring-group all]
                                members = 201, fxs2
                                pick    = all
                                for     = 20s
                                [route 1 extensions]
                                from         = phones, analog""",
                        "[route 2 outside line]\nfrom         = phones", "[route 2 outside line]\nfrom         = phones, analog")));
        card = office.card;
        gateway = office.gateway;
        first = new Handset(card, FIRST);
        second = new Handset(card, SECOND);
    }

    private static String telephone(String name, Path device, int port, String number) {
        return CardOffice.line(name, device, "fxs " + port, "number = " + number, "name = Telephone " + number);
    }

    @AfterAll
    static void stop() throws Exception {
        if (office != null) {
            office.close();
        }
    }

    @AfterEach
    void hangUp() throws Exception {
        card.tell("damage 0");
        card.tell("0 hang-up");
        card.tell("1 hang-up");
        office.awaitOnHook(3);
    }

    private static int count(int port, String what) {
        return card.count(port, what);
    }

    /// The next one from now on.
    private static RunningCard.Event next(int port, String what, int before) throws InterruptedException {
        return card.await(port, what, before + 1, SOON);
    }

    /// What is in somebody's ear when somebody else speaks.
    private static void sameSound(String claim, short[] sent, short[] heard) {
        FollowedSimilarity likeness = FollowedSimilarity.between(sent, heard);
        assertThat(likeness.correlation()).as("%s: %s", claim, likeness).isGreaterThan(0.95);
        assertThat(likeness.levelDb()).as("%s: %s", claim, likeness).isBetween(-1.5, 1.5);
    }

    /// In its first seconds a call fits the clocks of its ends together by a change of pitch that no ear notices, but a correlation does: who was
    /// not heard as they spoke, speaks again.
    private static void soon(Handset.Act claim) throws Exception {
        for (int turn = 1; turn < TURNS; turn++) {
            try {
                claim.run();
                return;
            } catch (AssertionError notYet) {
                System.out.println("once more: " + notYet.getMessage().lines().findFirst().orElse(""));
            }
        }
        claim.run();
    }

    private static void bothSpeak(Handset handset, Telephone telephone) throws Exception {
        soon(() -> bothSpeakOnce(handset, telephone));
    }

    private static void bothSpeakOnce(Handset handset, Telephone telephone) throws Exception {
        short[] ours = new SpeechLike(11).take(SPEECH_MILLIS);
        short[] theirs = new SpeechLike(12).take(SPEECH_MILLIS);
        short[] heard = handset.hears(folder, () -> {
            telephone.device().rewind();
            handset.speak(ours, folder);
            telephone.device().speak(theirs);
            TimeUnit.MILLISECONDS.sleep(SPEECH_MILLIS + 1_000);
        });
        sameSound("analog to SIP", ours, telephone.device().played());
        sameSound("SIP to analog", theirs, heard);
    }

    @Test
    void anAnalogTelephoneCallsASipTelephoneAndBothHearEachOther() throws Exception {
        try (Telephone sip = gateway.telephone("201")) {
            first.lift();
            first.press("201");
            SipEvent.Invited call = (SipEvent.Invited) sip.await(event -> event instanceof SipEvent.Invited, SOON.toMillis());
            assertThat(call).as("%s", card.output()).isNotNull();
            assertThat(call.from().number()).isEqualTo("211");
            assertThat(call.from().displayName()).isEqualTo("Telephone 211");
            sip.ring(call);
            sip.answer(call);
            sip.await(event -> event instanceof SipEvent.Acknowledged, SOON.toMillis());
            bothSpeak(first, sip);
            card.tell("0 hang-up");
            assertThat(sip.await(event -> event instanceof SipEvent.Released, SOON.toMillis())).isNotNull();
            CallRecord record = gateway.nextRecord(SOON);
            assertThat(record.cause()).as(RunningGateway.timeline(record)).isEqualTo(ReleaseCause.NORMAL);
            assertThat(record.endedBy()).isEqualTo("caller");
        }
    }

    @Test
    void aDialTelephoneCallsToo() throws Exception {
        try (Telephone sip = gateway.telephone("201")) {
            first.lift();
            card.tell("0 dial 201 8 70");
            assertThat(sip.await(event -> event instanceof SipEvent.Invited, SOON.toMillis())).as("%s", card.output()).isNotNull();
        }
    }

    @Test
    void aSipTelephoneRingsAnAnalogOneAndBothHearEachOther() throws Exception {
        try (Telephone sip = gateway.telephone("201")) {
            int bells = count(SECOND, "bell on");
            int silences = count(SECOND, "bell off");
            short[] line = second.hears(folder, () -> {
                sip.call("212");
                RunningCard.Event burst = next(SECOND, "bell on", bells);
                RunningCard.Event pause = next(SECOND, "bell off", silences);
                assertThat(pause.millis() - burst.millis()).as("one burst of the American ring").isBetween(1_950L, 2_050L);
                assertThat(sip.await(event -> event instanceof SipEvent.Ringing, SOON.toMillis())).isNotNull();
                next(SECOND, "bell on", bells + 1);
            });
            assertThat(displayed(line)).as("between the first and the second ring").isEqualTo("201");
            card.tell("1 lift");
            assertThat(sip.await(event -> event instanceof SipEvent.Answered, SOON.toMillis())).isNotNull();
            bothSpeak(second, sip);
            int sounds = count(SECOND, "sound on");
            sip.hangUp();
            next(SECOND, "sound on", sounds);
            CallRecord record = gateway.nextRecord(SOON);
            assertThat(record.answeredBy()).as(RunningGateway.timeline(record)).isEqualTo("off-hook");
            assertThat(record.endedBy()).isEqualTo("caller");
        }
    }

    /// The number in a recording of the line, as a telephone's display hears it.
    private static String displayed(short[] heard) {
        java.util.List<String> numbers = new java.util.ArrayList<>();
        org.tipring.tdm.callerid.CallerIdReceiver receiver = new org.tipring.tdm.callerid.CallerIdReceiver();
        for (int at = 0; at + 160 <= heard.length; at += 160) {
            receiver.process(heard, at, 160)
                    .ifPresent(report -> numbers.add(((org.tipring.tdm.callerid.LineMessage.CallSetup) report.message()).caller().number()));
        }
        return String.join(" ", numbers);
    }

    @Test
    void twoAnalogTelephonesTalk() throws Exception {
        int bells = count(SECOND, "bell on");
        first.lift();
        card.tell("0 press 212");
        next(SECOND, "bell on", bells);
        card.tell("1 lift");
        soon(() -> {
            short[] words = new SpeechLike(13).take(SPEECH_MILLIS);
            short[] heard = second.hears(folder, () -> {
                first.speak(words, folder);
                TimeUnit.MILLISECONDS.sleep(SPEECH_MILLIS + 1_000);
            });
            sameSound("analog to analog", words, heard);
        });
    }

    @Test
    void anAnalogTelephoneAndASipTelephoneRingTogetherAndTheFirstToAnswerHasTheCall() throws Exception {
        try (Telephone sip = gateway.telephone("201")) {
            int bells = count(SECOND, "bell on");
            first.lift();
            card.tell("0 press 220");
            next(SECOND, "bell on", bells);
            assertThat(sip.await(event -> event instanceof SipEvent.Invited, SOON.toMillis())).isNotNull();
            card.tell("1 lift");
            assertThat(sip.await(event -> event instanceof SipEvent.Released, SOON.toMillis())).as("cancelled there").isNotNull();
        }
    }

    @Test
    void aTelephoneInUseIsBusy() throws Exception {
        try (Telephone sip = gateway.telephone("201")) {
            second.lift();
            sip.call("212");
            SipEvent.Released released = (SipEvent.Released) sip.await(event -> event instanceof SipEvent.Released, SOON.toMillis());
            assertThat(released.status()).isEqualTo(486);
        }
    }

    @Test
    void whoDoesNotWantToBeDisturbedIsBusyAndRedialCallsAgain() throws Exception {
        try (Telephone sip = gateway.telephone("201")) {
            int sounds = count(SECOND, "sound on");
            card.tell("1 lift");
            next(SECOND, "sound on", sounds);
            card.tell("1 press *78");
            next(SECOND, "sound on", sounds + 1);
            second.until("contact open", second::hangUp);
            gateway.awaitPage("/status.json", page -> page.split("\"IDLE\"", -1).length == 4, SOON);
            sip.call("212");
            assertThat(((SipEvent.Released) sip.await(event -> event instanceof SipEvent.Released, SOON.toMillis())).status()).isEqualTo(486);
            card.tell("1 lift");
            next(SECOND, "sound on", sounds + 2);
            card.tell("1 press *79");
            next(SECOND, "sound on", sounds + 3);
            card.tell("1 press 201");
            SipEvent.Invited call = (SipEvent.Invited) sip.await(event -> event instanceof SipEvent.Invited, SOON.toMillis());
            assertThat(call.from().number()).isEqualTo("212");
            card.tell("1 hang-up");
            sip.await(event -> event instanceof SipEvent.Released, SOON.toMillis());
            second.lift();
            card.tell("1 press *66");
            assertThat(sip.await(event -> event instanceof SipEvent.Invited, SOON.toMillis())).as("redial: %s", card.output()).isNotNull();
        }
    }

    @Test
    void anAnalogTelephoneCallsOutOverTheLandline() throws Exception {
        first.lift();
        first.press("9123");
        awaitTalking();
        short[] heard = first.hears(folder, () -> TimeUnit.SECONDS.sleep(4));
        first.hangUp();
        CallRecord record = gateway.nextRecord(SOON);
        assertThat(record.answered()).as(RunningGateway.timeline(record)).isNotNull();
        assertThat(org.tipring.media.dsp.DominantFrequency.of(heard, 0, heard.length).hertz()).as("the pips of the speaking clock").isBetween(995.0, 1005.0);
    }

    @Test
    void withTheProviderDeadTheCallGoesOutOverTheLandline() throws Exception {
        first.lift();
        first.press("7123");
        awaitTalking();
        first.hangUp();
        CallRecord record = gateway.nextRecord(SOON);
        assertThat(record.to()).as(RunningGateway.timeline(record)).isEqualTo("landlines/fxo1");
        long gaveUp = record.timeline().stream().filter(entry -> entry.what().contains("nothing from")).findFirst().orElseThrow().millis();
        assertThat(gaveUp).as(RunningGateway.timeline(record)).isBetween(1_900L, 5_000L);
    }

    private static void awaitTalking() throws Exception {
        gateway.awaitPage("/status.json", page -> page.contains("\"state\":\"talking\""), SOON);
    }

    private static String order(String order) throws Exception {
        return ControlSocket.ask(folder.resolve("state"), order);
    }

    @Test
    void callsOfASipTelephoneGoElsewhereAndTheOperatorSeesIt() throws Exception {
        try (Telephone sip = gateway.telephone("201"); Telephone elsewhere = gateway.telephone("202")) {
            second.lift();
            // Dial tone again, after the rhythm that says that it is done.
            second.until("sound on", () -> second.press("*72202"));
            second.until("contact open", second::hangUp);
            gateway.awaitPage("/status.json", page -> page.contains("forwards always to 202") && page.split("\"IDLE\"", -1).length == 4, SOON);
            assertThat(order("telephones")).containsPattern("fxs2 +212 +on hook +forwards always to 202");
            int bells = count(SECOND, "bell on");
            sip.call("212");
            SipEvent.Invited call = (SipEvent.Invited) elsewhere.await(event -> event instanceof SipEvent.Invited, SOON.toMillis());
            assertThat(call).as("%s", card.output()).isNotNull();
            assertThat(call.from().number()).isEqualTo("201");
            assertThat(call.from().diversions()).containsExactly(new SipEvent.Diversion("212", "unconditional", false, 1));
            elsewhere.answer(call);
            assertThat(sip.await(event -> event instanceof SipEvent.Answered, SOON.toMillis())).isNotNull();
            assertThat(count(SECOND, "bell on")).isEqualTo(bells);
            sip.hangUp();
            assertThat(elsewhere.await(event -> event instanceof SipEvent.Released, SOON.toMillis())).isNotNull();
        } finally {
            second.lift();
            second.until("sound on", () -> second.press("*73"));
        }
        assertThat(order("telephones")).containsPattern("fxs2 +212 +dialling").doesNotContain("forwards");
    }

    @Test
    void aLampIsLitAndPutOutOverTheWire() throws Exception {
        for (int messages : new int[] {2, 0}) {
            short[] heard = second.hears(folder, () -> {
                assertThat(order("messages fxs2 " + messages)).doesNotStartWith(Orders.REFUSED);
                TimeUnit.SECONDS.sleep(4);
            });
            java.util.List<Object> told = new java.util.ArrayList<>();
            org.tipring.tdm.callerid.CallerIdReceiver receiver = new org.tipring.tdm.callerid.CallerIdReceiver();
            for (int at = 0; at + 160 <= heard.length; at += 160) {
                receiver.process(heard, at, 160).ifPresent(report -> told.add(report.message()));
            }
            assertThat(told).containsExactly(new org.tipring.tdm.callerid.LineMessage.MessageWaiting(messages > 0));
        }
        assertThat(order("messages nobody 1")).startsWith(Orders.REFUSED);
    }

    @Test
    void withOneByteInAHundredDamagedNoPortIsLostAndNoCallDropped() throws Exception {
        try (Telephone sip = gateway.telephone("201")) {
            first.lift();
            card.tell("0 press 201");
            SipEvent.Invited call = (SipEvent.Invited) sip.await(event -> event instanceof SipEvent.Invited, SOON.toMillis());
            sip.answer(call);
            sip.await(event -> event instanceof SipEvent.Acknowledged, SOON.toMillis());
            card.tell("damage 100");
            for (String figure : new String[] {"damaged_here", "damaged_there", "lost"}) {
                // Hundreds, so that a port or a call that one of them could cost is gone by then.
                gateway.awaitPage("/metrics", page -> Pattern.compile("tipring_card_frames_" + figure + "_total\\{card=\"[^\"]+\"\\} [1-9]\\d{2}").matcher(page).find(), SOON);
            }
            assertThat(gateway.recordsWaiting()).as("the call goes on").isZero();
            int bells = count(SECOND, "bell on");
            try (Telephone other = gateway.telephone("202")) {
                other.call("212");
                next(SECOND, "bell on", bells);
                card.tell("1 lift");
                assertThat(other.await(event -> event instanceof SipEvent.Answered, SOON.toMillis())).isNotNull();
                card.tell("1 hang-up");
                assertThat(other.await(event -> event instanceof SipEvent.Released, SOON.toMillis())).isNotNull();
            }
            card.tell("0 hang-up");
            assertThat(sip.await(event -> event instanceof SipEvent.Released, SOON.toMillis())).isNotNull();
        }
    }

    @Test
    void aCardThatIsPulledOutEndsItsCallsAndComesBackWhenItIsThereAgain() throws Exception {
        try (Telephone sip = gateway.telephone("201")) {
            first.lift();
            card.tell("0 press 201");
            SipEvent.Invited call = (SipEvent.Invited) sip.await(event -> event instanceof SipEvent.Invited, SOON.toMillis());
            sip.answer(call);
            sip.await(event -> event instanceof SipEvent.Acknowledged, SOON.toMillis());
            card.tell("unplug");
            assertThat(sip.await(event -> event instanceof SipEvent.Released, SOON.toMillis())).isNotNull();
            card.tell("0 hang-up");
            card.tell("replug");
            office.awaitInService();
            CallRecord record = gateway.nextRecord(SOON);
            assertThat(record.cause()).as(RunningGateway.timeline(record)).isEqualTo(ReleaseCause.OUT_OF_ORDER);
        }
    }
}
