package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.demo.Telephone;
import org.tipring.media.dsp.DominantFrequency;
import org.tipring.media.dsp.LevelMeter;
import org.tipring.peer.Wav;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.CardExchange;
import org.tipring.tdm.emulator.EmulateVoiceModem;
import org.tipring.tdm.emulator.ExchangeEvent;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.RunningCard;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;

/// An exchange's line and a telephone on one emulated line card, and a whole gateway.
@Timeout(120)
class CardLineTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MILLIS = 30_000;

    @TempDir
    static Path folder;

    private static CardExchange exchange;
    private static CardOffice office;
    private static RunningCard card;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Path socket = folder.resolve("exchange");
        exchange = CardExchange.start(ExchangeSettings.of("US"), 1, socket, EmulateVoiceModem::subscribeAll);
        office = CardOffice.start(folder, "FX", device -> Map.of(
                "lines.ini", Map.of("[exchange] ", CardOffice.line("fxs1", device, "fxs 0") + CardOffice.line("pots", device, "fxo 1") + "[exchange] "),
                "dialplan.ini", Map.of("[interface landlines]", """
                        [interface analog]
                        members = fxs1
                        numbers = as-dialled

                        [interface pots-lines]
                        members = pots
                        numbers = national

                        [route out on the card]
                        from   = phones, analog
                        called = 8 X...
                        to     = pots-lines, strip 1

                        [route in from the card]
                        from = pots-lines
                        to   = phones, set 201

                        [interface landlines]""")), "--exchange", socket.toString());
        card = office.card;
        gateway = office.gateway;
    }

    @AfterAll
    static void stop() throws Exception {
        if (office != null) {
            office.close();
        }
        if (exchange != null) {
            exchange.close();
        }
    }

    @AfterEach
    void hangUp() throws Exception {
        card.tell("0 hang-up");
        gateway.awaitIdle();
    }

    private static void awaitExchange(Predicate<ExchangeEvent> wanted, int from) throws InterruptedException {
        long until = System.nanoTime() + SOON.toNanos();
        while (exchange.events().stream().skip(from).noneMatch(wanted)) {
            assertThat(System.nanoTime()).as("%s", exchange.events()).isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static boolean hasTone(short[] sound, double hertz) {
        for (int at = 0; at + 400 <= sound.length; at += 400) {
            if (Math.abs(DominantFrequency.of(sound, at, 400).hertz() - hertz) < 8 && LevelMeter.dBm0(sound, at, 400) > -30) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aSipTelephoneCallsOutOverTheLine() throws Exception {
        int from = exchange.events().size();
        try (Telephone sip = gateway.telephone("201")) {
            sip.call("8123");
            awaitExchange(event -> event instanceof ExchangeEvent.Dialled dialled && dialled.number().equals("123"), from);
            assertThat(sip.await(event -> event instanceof SipEvent.Answered, MILLIS)).isNotNull();
            sip.device().rewind();
            TimeUnit.SECONDS.sleep(4);
            assertThat(hasTone(sip.device().played(), 1000)).as("the pips of the speaking clock").isTrue();
            sip.hangUp();
            awaitExchange(event -> event instanceof ExchangeEvent.OnHook, from);
            CallRecord record = gateway.nextRecord(SOON);
            assertThat(record.endedBy()).as(RunningGateway.timeline(record)).isEqualTo("caller");
        }
    }

    @Test
    void whoCallsTheLineReachesATelephoneThatShowsTheNumberAndIsCutOffWhenItHangsUp() throws Exception {
        try (Telephone sip = gateway.telephone("201")) {
            String number = exchange.numbers().getFirst();
            exchange.execute((world, now) -> world.call(number, CallerId.of("2125551234", "ACME LTD"), 60_000, new Voices.Announcement(),
                    Subscriber.NEVER, now));
            SipEvent.Invited call = (SipEvent.Invited) sip.await(event -> event instanceof SipEvent.Invited, MILLIS);
            assertThat(call.from().number()).isEqualTo("2125551234");
            assertThat(call.from().displayName()).isEqualTo("ACME LTD");
            sip.answer(call);
            sip.await(event -> event instanceof SipEvent.Acknowledged, MILLIS);
            sip.device().rewind();
            TimeUnit.SECONDS.sleep(2);
            assertThat(LevelMeter.dBm0(sip.device().played())).as("a voice").isGreaterThan(-40);
            exchange.execute((world, now) -> world.farEndHangsUp(number, now));
            assertThat(sip.await(event -> event instanceof SipEvent.Released, MILLIS)).isNotNull();
            CallRecord record = gateway.nextRecord(SOON);
            assertThat(RunningGateway.timeline(record)).contains("released: loop break");
        }
    }

    @Test
    void aTelephoneOfTheCardCallsOverItsLineWithoutAnySip() throws Exception {
        int from = exchange.events().size();
        int sounds = card.count(0, "sound on");
        card.tell("0 lift");
        card.await(0, "sound on", sounds + 1, SOON);
        card.tell("0 press 8123");
        awaitExchange(event -> event instanceof ExchangeEvent.FarEndAnswered, from);
        Path ear = folder.resolve("ear.wav");
        card.tell("0 hear " + ear);
        TimeUnit.SECONDS.sleep(4);
        card.tell("0 hear");
        card.tell("0 hang-up");
        awaitExchange(event -> event instanceof ExchangeEvent.OnHook, from);
        assertThat(hasTone(Wav.samples(ear), 1000)).as("the pips of the speaking clock").isTrue();
        gateway.nextRecord(SOON);
    }

    @Test
    void aLineWithoutBatteryIsShownAndComesBack() throws Exception {
        String number = exchange.numbers().getFirst();
        exchange.execute((world, now) -> world.cable(number, false, now));
        gateway.awaitPage("/status.json", page -> page.contains("is the cable plugged in"), SOON);
        exchange.execute((world, now) -> world.cable(number, true, now));
        gateway.awaitPage("/status.json", page -> page.contains("pots") && !page.contains("OUT_OF_SERVICE"), SOON);
    }
}
