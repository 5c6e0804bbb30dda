package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.peer.Ports;
import org.tipring.peer.Sipp;
import org.tipring.peer.Sipp.Scenario;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.EmulatedModems;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.ModemSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;

/// The scenarios of `scripts/sipp/` against a whole gateway with an emulated line: SIPp as telephone that calls and is called. After
/// each the line is idle, every call has its one record, and nothing is left of any.
@Timeout(120)
class SippTest {

    private static final Duration SOON = Duration.ofSeconds(45);

    @TempDir
    static Path folder;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Sipp.assumeInstalled();
        gateway = RunningGateway.start(folder, Map.of(
            "gateway.ini", Map.of("= best ", "= md5 "),
            "dialplan.ini", Map.of("called       = 2XX\nto           = phones",
                "called       = 2XX\nto           = phones\nnext on      = no-answer 3s")));
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

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (String user : RunningGateway.PASSWORDS.keySet()) {
            Sipp.play(Scenario.of("unregister", gateway.udp()).as(user, RunningGateway.PASSWORDS.get(user)), SOON);
        }
        gateway.awaitIdle();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTelephoneRegistersAndGoes(boolean tcp) throws Exception {
        Scenario register = phone("register");
        Scenario unregister = phone("unregister");
        Sipp.play(tcp ? overTcp(register) : register, SOON);
        Sipp.play(tcp ? overTcp(unregister) : unregister, SOON);
    }

    @ParameterizedTest
    @CsvSource({"register-wrong-password,201", "register-wrong-password,299", "call-wrong-password,201"})
    void aWrongPasswordGetsNowhere(String scenario, String user) throws Exception {
        Sipp.play(Scenario.of(scenario, gateway.udp()).as(user, "guessed1").calling("9123"), SOON);
        assertThat(gateway.recordsWaiting()).as("no call began").isZero();
    }

    @Test
    void optionsAreAnswered() throws Exception {
        Sipp.play(phone("options"), SOON);
    }

    @Test
    void aCallToTheLineCarriesSoundBothWays() throws Exception {
        Sipp.play(phone("call").calling("9123").talkingFor(Duration.ofSeconds(3)), SOON);
        CallRecord record = ended(ReleaseCause.NORMAL);
        assertThat(record.to()).isEqualTo("landlines/fxo1");
        assertThat(record.sent()).isEqualTo("123");
        assertThat(record.media()).singleElement().satisfies(media -> {
            assertThat(media.packetsSent()).as("sound of the line").isGreaterThan(100);
            assertThat(media.packetsReceived()).as("SIPp gives back what it hears").isGreaterThan(100);
        });
    }

    @Test
    void theExchangeHangsUpFirst() throws Exception {
        Sipp.play(phone("call-far-end-hangs-up").calling("9250"), SOON);
        ended(ReleaseCause.NORMAL);
    }

    /// An extension that is not there, a number that no route takes, a number that the exchange does not know (special information tone).
    @ParameterizedTest
    @ValueSource(strings = {"299", "77", "9999999"})
    void aNumberThatDoesNotExistGets404(String number) throws Exception {
        Sipp.play(phone("refused-404").calling(number), SOON);
        ended(ReleaseCause.UNALLOCATED);
    }

    @Test
    void aBusyLineGets486() throws Exception {
        Sipp.play(phone("refused-486").calling("9300"), SOON);
        ended(ReleaseCause.BUSY);
    }

    @Test
    void theSecondCallFindsNoLineAndIsToldWhenToTryAgain() throws Exception {
        try (Sipp first = Sipp.start(phone("call").calling("9123").talkingFor(Duration.ofSeconds(6)))) {
            while (!first.messages().contains("SIP/2.0 183")) {
                Thread.onSpinWait();
            }
            Sipp.play(Scenario.of("refused-503", gateway.udp()).as("202", RunningGateway.PASSWORDS.get("202")).calling("9123"), SOON);
            ended(ReleaseCause.NO_CIRCUIT);
            first.succeed(SOON);
        }
    }

    @Test
    void noCodecInCommonGets488() throws Exception {
        Sipp.play(phone("refused-488").calling("9123"), SOON);
        ended(ReleaseCause.NOT_ACCEPTABLE);
    }

    @Test
    void aTelephoneThatIsNotRegisteredGets480() throws Exception {
        Sipp.play(phone("refused-480").calling("202"), SOON);
        ended(ReleaseCause.NOT_REGISTERED);
    }

    @Test
    void theCallerGivesUpWhileItRings() throws Exception {
        Sipp.play(phone("cancel").calling("9400").talkingFor(Duration.ofSeconds(2)), SOON);
        ended(ReleaseCause.CANCELLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel-crosses-answer", "hold", "offer-in-ack", "garbage-then-call"})
    void theCallGoesOnAllTheSame(String scenario) throws Exception {
        Sipp.play(phone(scenario).calling("9123").talkingFor(Duration.ofMillis(1_500)), SOON);
        ended(ReleaseCause.NORMAL);
    }

    /// 64 times T1 is 32 s (RFC 3261 section 13.3.1.4).
    @Test
    void anAnswerThatIsNeverAcknowledgedEndsTheCall() throws Exception {
        Sipp.play(phone("no-ack").calling("9123"), Duration.ofSeconds(90));
        CallRecord record = gateway.nextRecord(SOON);
        assertThat(record.detail()).as(RunningGateway.timeline(record)).contains("ACK");
    }

    @Test
    void oneTelephoneCallsAnother() throws Exception {
        try (Sipp called = registered("202", "called-hangs-up")) {
            Sipp.play(phone("call-far-end-hangs-up").calling("202"), SOON);
            called.succeed(SOON);
        }
        ended(ReleaseCause.NORMAL);
    }

    /// The call to the exchange goes on with the other telephone, until that hangs up.
    @Test
    void theTransferKeyLeadsACallToAnotherTelephone() throws Exception {
        try (Sipp other = registered("202", "called-hangs-up")) {
            Sipp.play(phone("transfer").calling("9123").talkingFor(Duration.ofMillis(1_500)), SOON);
            other.succeed(SOON);
        }
        CallRecord first = ended(ReleaseCause.NORMAL);
        CallRecord second = ended(ReleaseCause.NORMAL);
        assertThat(List.of(first.to(), second.to())).containsExactlyInAnyOrder("landlines/fxo1", "phones/202");
        assertThat(List.of(first.from(), second.from())).as("the one who transferred pays for both").containsOnly("phones/201");
    }

    @Test
    void aBusyTelephoneGets486() throws Exception {
        try (Sipp called = registered("202", "called-busy")) {
            Sipp.play(phone("refused-486").calling("202"), SOON);
            called.succeed(SOON);
        }
        ended(ReleaseCause.BUSY);
    }

    @Test
    void aTelephoneThatNeverAnswersGets480AndStopsRinging() throws Exception {
        try (Sipp called = registered("202", "called-never-answers")) {
            Sipp.play(phone("refused-480").calling("202"), SOON);
            called.succeed(SOON);
        }
        ended(ReleaseCause.NO_ANSWER);
    }

    @Test
    void theExchangeCallsATelephoneAndHangsUp() throws Exception {
        try (Sipp called = registered("201", "called-answers")) {
            exchangeCalls(60_000, 3_000);
            called.succeed(SOON);
            assertThat(called.messages()).as("the caller's number").contains("5558642");
        }
        CallRecord record = ended(ReleaseCause.NORMAL);
        assertThat(record.caller()).isEqualTo("5558642");
    }

    @Test
    void theCallerFromTheExchangeGivesUpAndTheTelephoneStopsRinging() throws Exception {
        try (Sipp called = registered("201", "called-never-answers")) {
            exchangeCalls(7_000, Subscriber.NEVER);
            called.succeed(SOON);
        }
        ended(ReleaseCause.CANCELLED);
    }

    /// A line at an exchange that takes a minute to give dial tone, found by the path of its device as a real modem is.
    @Test
    void aLineWithoutDialToneGets502(@TempDir Path other) throws Exception {
        EmulatedModems.Line modem = new EmulatedModems.Line("5550199", other.resolve("modem"), ModemSettings.CX93001);
        try (EmulatedModems silent = EmulatedModems.start("silent", withoutDialTone(), List.of(modem), 1, _ -> { });
             RunningGateway behind = RunningGateway.start(other, Map.of(
                "gateway.ini", Map.of("= best ", "= md5 "),
                "lines.ini", Map.of("= emulated  ", "= " + silent.paths().getFirst() + "  ", "fxo1      = 5550100 ", ";", "met after = 2s ", "met after = never "))))  {
            behind.awaitIdle();
            Sipp.play(Scenario.of("refused-502", behind.udp()).as("201", RunningGateway.PASSWORDS.get("201")).calling("9123"), SOON);
            CallRecord record = behind.nextRecord(SOON);
            assertThat(record.cause()).as(RunningGateway.timeline(record)).isEqualTo(ReleaseCause.OUT_OF_ORDER);
        }
    }

    private static ExchangeSettings withoutDialTone() {
        ExchangeSettings us = ExchangeSettings.of("US");
        return new ExchangeSettings(us.tones(), us.ring(), us.callerIdOrder(), us.hangUp(), false, 60_000, us.firstDigitMillis(),
            us.interDigitMillis(), us.routingMillis(), null, false, us.callerHoldsMillis(), us.startsAt());
    }

    private static Scenario phone(String scenario) {
        return Scenario.of(scenario, gateway.udp()).as("201", RunningGateway.PASSWORDS.get("201"));
    }

    private static Scenario overTcp(Scenario scenario) {
        return Scenario.of(scenario.name(), gateway.tcp()).as(scenario.user(), scenario.password()).overTcp();
    }

    /// A telephone that registers and is then called where it registered from.
    private static Sipp registered(String user, String scenario) throws Exception {
        int port = Ports.free();
        Sipp.play(Scenario.of("register", gateway.udp()).as(user, RunningGateway.PASSWORDS.get(user)).at(port), SOON);
        return Sipp.start(Scenario.waiting(scenario).at(port).talkingFor(Duration.ofSeconds(1)));
    }

    private static void exchangeCalls(int giveUpMillis, int hangUpMillis) {
        gateway.exchange().execute((exchange, now) -> exchange.call(RunningGateway.LINE_NUMBER, CallerId.of("5558642", "MARY"),
            giveUpMillis, new Voices.Pips(), hangUpMillis, now));
    }

    private static CallRecord ended(ReleaseCause cause) throws InterruptedException {
        CallRecord record = gateway.nextRecord(SOON);
        assertThat(record.cause()).as(RunningGateway.timeline(record)).isEqualTo(cause);
        return record;
    }
}
