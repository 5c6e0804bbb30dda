package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.ExchangeEvent;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.Misbehaviour;
import org.tipring.tdm.emulator.ModemProfile;
import org.tipring.tdm.emulator.ModemSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineCondition;
import org.tipring.tdm.modem.VoiceModem;
import org.tipring.tdm.modem.VoiceModemSettings;

/// Whole calls over a wire to the emulated modem and exchange, in virtual time.
class VoiceModemPortTest {

    private VirtualLine line = line(ModemSettings.CX93001);

    private static VirtualLine line(ModemSettings modem) {
        VirtualLine made = new VirtualLine(ExchangeSettings.of("US"), modem, VoiceModemSettings.DEFAULT);
        made.exchange.subscribe("200", Subscriber.echoes());
        return made;
    }

    @Test
    void getsReadyAndSaysWhatItIs() {
        start();
        assertThat(line.clock.now()).isLessThan(4_000_000_000L);
        assertThat(line.port.describe()).contains("wire").containsIgnoringCase("conexant");
    }

    @Test
    void outgoingCallIsDialledAndSoundGoesBothWays() {
        start();
        offHookWithDialTone();
        dial("200");
        line.run(6_000);
        assertThat(line.saw(ExchangeEvent.FarEndAnswered.class)).isTrue();
        assertThat(line.loudness()).as("our 1000 Hz comes back from the echo").isGreaterThan(1000);
        assertThat(line.port.figures().underruns()).isZero();
        hangUp();
        assertThat(line.saw(ExchangeEvent.OnHook.class)).isTrue();
    }

    @Test
    void aHundredCallsInARowLeaveNothingBehind() {
        start();
        for (int i = 0; i < 100; i++) {
            line.port.goOffHook(line.clock.now());
            line.await(FxoEvent.OffHook.class, 3_000);
            line.run(i * 7 % 50 * 8);
            if (i % 2 == 0) {
                line.port.sendDigits("200", line.clock.now());
                line.run(i * 13 % 200 * 8);
            }
            hangUp();
            assertThat(line.port.nextDeadline() - line.clock.now()).as("nothing but the look after an idle modem").isGreaterThan(19_000_000_000L);
        }
        assertThat(line.port.figures().resets()).isZero();
        assertThat(line.seen.stream().filter(ExchangeEvent.OffHook.class::isInstance)).hasSize(100);
        assertThat(line.seen.stream().filter(ExchangeEvent.OnHook.class::isInstance)).hasSize(100);
    }

    @Test
    void incomingCallRingsWithItsCallerIdAndEndsWithALoopBreak() {
        start();
        CallerId smith = CallerId.of("4055551234", "SMITH J");
        line.exchange.call("100", smith, 60_000, new Voices.Silence(), 5_000, line.clock.now());
        line.await(FxoEvent.RingStarted.class, 5_000);
        assertThat(line.await(FxoEvent.CallerIdReceived.class, 5_000).callerId()).isEqualTo(smith);
        line.port.goOffHook(line.clock.now());
        line.await(FxoEvent.OffHook.class, 5_000);
        assertThat(line.saw(ExchangeEvent.LineAnswered.class)).isTrue();
        line.await(FxoEvent.LoopBroken.class, 10_000);
        hangUp();
    }

    @Test
    void aReversalOnAnswerIsTold() {
        line = new VirtualLine(ExchangeSettings.of("US").withReversalOnAnswer(), ModemSettings.CX93001,
                new VoiceModemSettings("US", 160, VoiceModemSettings.LoopSignal.POLARITY));
        line.exchange.subscribe("200", Subscriber.echoes());
        start();
        offHookWithDialTone();
        dial("200");
        line.await(FxoEvent.PolarityReversed.class, 20_000);
    }

    @Test
    void anUnpluggedModemComesBackByItself() {
        start();
        offHookWithDialTone();
        line.wire.unplug();
        line.await(FxoEvent.PortGone.class, 100);
        line.run(20_000);
        assertThat(line.port.state()).isEqualTo(VoiceModem.State.DETACHED);
        line.wire.replug();
        line.await(FxoEvent.PortReady.class, 15_000);
        offHookWithDialTone();
    }

    /// A driver that hangs in opening a device holds up nobody: the control thread goes on, the line says why, and what comes of it later is
    /// not heard any more.
    @Test
    void anOpeningThatHangsIsGivenUp() {
        java.util.ArrayDeque<Runnable> hanging = new java.util.ArrayDeque<>();
        VoiceModemPort port = new VoiceModemPort(new org.tipring.tdm.line.LineId("fxo1"), () -> line.strict, line.control::add, line.events::add,
                VoiceModemSettings.DEFAULT, hanging::add, line.clock::now);
        port.start(line.clock.now());
        line.run(port, 4_900);
        assertThat(line.events).isEmpty();
        assertThat(line.await(port, FxoEvent.PortFailed.class, 200).why()).contains("does not open").contains("unplug");
        line.run(port, 1_500);
        assertThat(hanging).as("tried again").hasSize(2);
        hanging.poll().run();
        line.run(port, 100);
        assertThat(port.figures().opened()).as("the first attempt is nobody's any more").isZero();
        hanging.poll().run();
        line.await(port, FxoEvent.PortReady.class, 5_000);
    }

    @Test
    void aLineThatAKilledGatewayLeftStreamingIsOnHookWithinFiveSeconds() {
        start();
        offHookWithDialTone();
        // Nothing is said to the old port any more; the next gateway opens the same wire.
        line.events.clear();
        long before = line.clock.now();
        VoiceModemPort next = line.port(VoiceModemSettings.DEFAULT);
        next.start(before);
        line.await(next, FxoEvent.PortReady.class, 8_000);
        ExchangeEvent.OnHook onHook = line.seen.stream().filter(ExchangeEvent.OnHook.class::isInstance)
                .map(ExchangeEvent.OnHook.class::cast).reduce((_, last) -> last).orElseThrow();
        assertThat(onHook.atNanos() - before).isLessThan(5_000_000_000L);
    }

    @ParameterizedTest
    @EnumSource
    void everyCallEndsOnHookHoweverTheModemMisbehaves(Misbehaviour misbehaviour) {
        line = line(ModemSettings.CX93001.with(misbehaviour));
        line.port.start(line.clock.now());
        line.run(15_000);
        List<FxoEvent.FromPort> first = List.copyOf(line.events);
        line.events.clear();
        if (line.port.state() != VoiceModem.State.IDLE) {
            assertThat(first).as("%s: not ready, so it must say why", misbehaviour).anyMatch(FxoEvent.PortFailed.class::isInstance);
            return;
        }
        line.port.goOffHook(line.clock.now());
        line.run(4_000);
        line.port.sendDigits("200", line.clock.now());
        line.run(4_000);
        line.port.goOnHook(line.clock.now());
        line.run(15_000);
        assertThat(line.events).as("%s", misbehaviour)
                .anyMatch(event -> event instanceof FxoEvent.OnHook || event instanceof FxoEvent.PortReady || event instanceof FxoEvent.PortFailed);
        long off = line.seen.stream().filter(ExchangeEvent.OffHook.class::isInstance).count();
        long on = line.seen.stream().filter(ExchangeEvent.OnHook.class::isInstance).count();
        assertThat(on).as("%s: the exchange saw %s", misbehaviour, line.seen).isEqualTo(off);
    }

    /// 8018 samples a second instead of 8000: the modem's clock leads, so its buffer neither runs dry nor over.
    @Test
    void aFastModemNeverRunsDryInTenMinutes() {
        line = line(ModemSettings.CX93001.with(Misbehaviour.FAST_CLOCK));
        start();
        offHookWithDialTone();
        dial("200");
        line.heard.clear();
        line.run(600_000);
        assertThat(line.port.figures().underruns()).isZero();
        assertThat(line.port.figures().staleSamples()).isZero();
        assertThat(line.heard.size()).isBetween(4_800_000, 4_815_000);
        hangUp();
    }

    /// What an operator must know to mend it, and what keeps calls away from a line that cannot carry them.
    @Test
    void aLineWithoutBatteryOrInUseByAnotherTelephoneSaysWhichAndComesBack() {
        start();
        line.exchange.otherTelephone("100", true, line.clock.now());
        assertThat(line.await(FxoEvent.PortFailed.class, 35_000)).satisfies(failed -> {
            assertThat(failed.condition()).isEqualTo(LineCondition.IN_USE_ELSEWHERE);
            assertThat(failed.why()).contains("another telephone");
        });
        line.exchange.cable("100", false, line.clock.now());
        assertThat(line.await(FxoEvent.PortFailed.class, 3_000)).as("a change of what is wrong is told, too").satisfies(failed -> {
            assertThat(failed.condition()).isEqualTo(LineCondition.NO_LINE);
            assertThat(failed.why()).contains("cable");
        });
        line.exchange.otherTelephone("100", false, line.clock.now());
        line.exchange.cable("100", true, line.clock.now());
        line.await(FxoEvent.PortReady.class, 3_000);
        offHookWithDialTone();
    }

    @Test
    void aWedgedModemNeedsAReplug() {
        line = line(ModemSettings.CX93001.with(Misbehaviour.WEDGED).withWedgeAfter(1));
        start();
        offHookWithDialTone();
        line.port.goOnHook(line.clock.now());
        assertThat(line.await(FxoEvent.PortFailed.class, 20_000)).satisfies(failed -> {
            assertThat(failed.condition()).isEqualTo(LineCondition.NEEDS_REPLUG);
            assertThat(failed.why()).contains("unplug");
        });
        line.wire.unplug();
        line.run(1_000);
        line.wire.replug();
        line.await(FxoEvent.PortReady.class, 15_000);
    }

    @Test
    void closingGoesOnHookAndLetsTheDeviceGo() {
        start();
        offHookWithDialTone();
        line.port.close(line.clock.now());
        line.run(5_000);
        assertThat(line.port.closed()).isTrue();
        assertThat(line.saw(ExchangeEvent.OnHook.class)).isTrue();
        assertThat(line.port.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    private static final VoiceModemSettings PULSES = VoiceModemSettings.DEFAULT.with(VoiceModemSettings.Dialling.PULSE, Duration.ofSeconds(2),
            Duration.ofMillis(600));

    private void pulses(ModemSettings modem) {
        line = new VirtualLine(ExchangeSettings.of("US"), modem, PULSES);
        line.exchange.subscribe("200", Subscriber.echoes());
        line.exchange.subscribe("1234567890", Subscriber.echoes());
    }

    private String dialled() {
        StringBuilder digits = new StringBuilder();
        line.seen.forEach(event -> digits.append(event instanceof ExchangeEvent.DigitHeard heard && heard.dialling() ? heard.digit() : ""));
        return digits.toString();
    }

    @ParameterizedTest
    @EnumSource(value = ModemProfile.class, names = {"CX93001", "CX93000", "USR5637"})
    void anOldExchangeIsDialledWithPulses(ModemProfile profile) {
        pulses(ModemSettings.CX93001.with(profile));
        start();
        offHookWithDialTone();
        line.port.sendDigits("1234567890", line.clock.now());
        line.await(FxoEvent.DigitsSent.class, 40_000);
        line.run(6_000);
        assertThat(dialled()).isEqualTo("1234567890");
        assertThat(line.saw(ExchangeEvent.FarEndAnswered.class)).isTrue();
        assertThat(line.loudness()).as("our 1000 Hz comes back from the echo").isGreaterThan(1000);
        assertThat(line.port.figures().resets()).isZero();
        hangUp();
    }

    @Test
    void pausesAreKeptBetweenPulsesAndWhatNoDialHasGoesAsTones() {
        pulses(ModemSettings.CX93001);
        line.exchange.subscribe("20*3", Subscriber.echoes());
        start();
        offHookWithDialTone();
        long before = line.clock.now();
        line.port.sendDigits("2,0*3", before);
        line.await(FxoEvent.DigitsSent.class, 40_000);
        assertThat(line.clock.now() - before).as("2 s before the first pulse, a pause of 2 s, twelve pulses").isBetween(6_800_000_000L, 10_000_000_000L);
        line.run(5_000);
        assertThat(dialled()).isEqualTo("20*3");
        assertThat(line.saw(ExchangeEvent.FarEndAnswered.class)).isTrue();
        hangUp();
    }

    @Test
    void aHangUpAmongPulsesOpensTheLoopAtOnce() {
        pulses(ModemSettings.CX93001);
        start();
        for (int millis = 0; millis < 9_000; millis += 613) {
            offHookWithDialTone();
            line.port.sendDigits("00000000000000", line.clock.now());
            line.run(millis);
            hangUp();
            line.run(1_500);
        }
        assertThat(line.port.figures().resets()).isZero();
    }

    @Test
    void aHookFlashIsOneForTheExchangeAndTheCallGoesOn() {
        start();
        offHookWithDialTone();
        dial("200");
        line.run(6_000);
        int before = line.seen.size();
        line.port.flash(line.clock.now());
        assertThat(line.await(FxoEvent.Flashed.class, 3_000).done()).isTrue();
        assertThat(line.seen.subList(before, line.seen.size())).hasSize(2).satisfiesExactly(
                open -> assertThat(open).isInstanceOf(ExchangeEvent.OnHook.class), closed -> assertThat(closed).isInstanceOf(ExchangeEvent.OffHook.class));
        assertThat(((ExchangeEvent.OffHook) line.seen.getLast()).atNanos() - ((ExchangeEvent.OnHook) line.seen.get(before)).atNanos())
                .isEqualTo(600_000_000L);
        line.run(2_000);
        assertThat(line.saw(ExchangeEvent.LineReleased.class)).isFalse();
        assertThat(line.loudness()).as("the far end is there again").isGreaterThan(1000);
        assertThat(line.events).as("our own flash is no loop break").noneMatch(FxoEvent.LoopBroken.class::isInstance);
        hangUp();
    }

    @ParameterizedTest
    @EnumSource
    void aFlashOrPulsesEndWellHoweverTheModemMisbehaves(Misbehaviour misbehaviour) {
        pulses(ModemSettings.CX93001.with(misbehaviour));
        line.port.start(line.clock.now());
        line.run(15_000);
        line.events.clear();
        if (line.port.state() != VoiceModem.State.IDLE) {
            return;
        }
        line.port.goOffHook(line.clock.now());
        line.run(4_000);
        line.port.sendDigits("200", line.clock.now());
        line.run(12_000);
        line.port.flash(line.clock.now());
        line.run(3_000);
        line.port.goOnHook(line.clock.now());
        line.run(15_000);
        assertThat(line.events).as("%s", misbehaviour)
                .anyMatch(event -> event instanceof FxoEvent.OnHook || event instanceof FxoEvent.PortReady || event instanceof FxoEvent.PortFailed);
        long off = line.seen.stream().filter(ExchangeEvent.OffHook.class::isInstance).count();
        long on = line.seen.stream().filter(ExchangeEvent.OnHook.class::isInstance).count();
        assertThat(on).as("%s: the exchange saw %s", misbehaviour, line.seen).isEqualTo(off);
    }

    @ParameterizedTest
    @EnumSource
    void onlyDigitsAreDialled(VoiceModemSettings.Dialling dialling) {
        line = new VirtualLine(ExchangeSettings.of("US"), ModemSettings.CX93001, VoiceModemSettings.DEFAULT.with(dialling, Duration.ofSeconds(2),
                Duration.ofMillis(600)));
        start();
        offHookWithDialTone();
        for (int c = 0; c < 256; c++) {
            if ("0123456789*#ABCD,".indexOf(c) < 0) {
                for (int place = 0; place <= 3; place++) {
                    String digits = new StringBuilder("2*3").insert(place, (char) c).toString();
                    assertThatThrownBy(() -> line.port.sendDigits(digits, line.clock.now())).isInstanceOf(IllegalArgumentException.class);
                }
            }
        }
    }

    private void start() {
        line.port.start(line.clock.now());
        line.await(FxoEvent.PortReady.class, 5_000);
    }

    private void offHookWithDialTone() {
        line.port.goOffHook(line.clock.now());
        line.await(FxoEvent.OffHook.class, 3_000);
        line.run(1_500);
        assertThat(line.loudness()).as("dial tone").isGreaterThan(500);
    }

    private void dial(String digits) {
        line.port.sendDigits(digits, line.clock.now());
        line.await(FxoEvent.DigitsSent.class, 10_000);
    }

    private void hangUp() {
        long before = line.clock.now();
        line.port.goOnHook(before);
        line.await(FxoEvent.OnHook.class, 15_000);
        assertThat(line.clock.now() - before).as("time to hang up").isLessThan(3_500_000_000L);
    }
}
