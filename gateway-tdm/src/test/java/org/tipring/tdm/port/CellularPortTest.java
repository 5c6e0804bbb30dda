package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.cellular.CellularModem;
import org.tipring.tdm.emulator.CellularMisbehaviour;
import org.tipring.tdm.emulator.CellularProfile;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;
import org.tipring.tdm.line.FxoAction;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.FxoState;
import org.tipring.tdm.line.LineCondition;

/// Whole calls over wires to the emulated module and network, in virtual time.
class CellularPortTest {

    private static final CallerId SMITH = CallerId.of("+4930123456", "");

    private static VirtualMobile mobile(CellularProfile profile, CellularMisbehaviour... misbehaviours) {
        VirtualMobile made = new VirtualMobile(profile, Set.of(misbehaviours), 1);
        made.network.subscribe("200", Subscriber.echoes());
        made.network.subscribe("250", Subscriber.hangsUpAfter(3_000));
        made.network.subscribe("300", new Subscriber.Busy());
        made.network.subscribe("400", new Subscriber.NeverAnswers());
        return made;
    }

    @ParameterizedTest
    @EnumSource
    void getsReadyAndSaysWhatItIsAndWhere(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile);
        mobile.start();
        assertThat(mobile.port.describe()).contains("commands", "registered", "Tipring Mobile", "-69 dBm").containsIgnoringCase(profile.name());
        mobile.run(60_000);
        assertThat(mobile.module.hastyCommands()).isZero();
        assertThat(mobile.port.figures().resets()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void anOutgoingCallIsHeardBothWaysAndEndedByUs(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile);
        mobile.start();
        mobile.seize("200");
        mobile.await(FxoAction.Seized.class, 2_000);
        mobile.await(FxoAction.Alerting.class, 2_000);
        mobile.await(FxoAction.Answered.class, 4_000);
        mobile.run(4_000);
        assertThat(mobile.loudness()).as("our 1000 Hz comes back").isGreaterThan(4_000);
        assertThat(mobile.share(1_000)).as("and nothing else").isGreaterThan(0.99);
        assertThat(mobile.module.underruns()).isZero();
        mobile.say(new FxoEvent.Release());
        mobile.await(FxoAction.Released.class, 3_000);
        assertThat(mobile.network.busy()).isFalse();
        mobile.run(1_000);
        assertThat(mobile.port.idle()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anIncomingCallHasItsNumberAndTheFarEndEndsIt(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile);
        mobile.start();
        mobile.network.call(SMITH, Subscriber.NEVER, new Voices.Pips(), 5_000, mobile.clock.now());
        assertThat(mobile.await(FxoAction.OfferCall.class, 2_000).callerId()).isEqualTo(SMITH);
        mobile.await(FxoAction.Rang.class, 5_000);
        mobile.say(new FxoEvent.Answer());
        mobile.await(FxoAction.Answered.class, 3_000);
        mobile.run(3_000);
        assertThat(mobile.loudness()).isGreaterThan(100);
        FxoAction.ReleasedByNetwork end = mobile.await(FxoAction.ReleasedByNetwork.class, 5_000);
        assertThat(end.cause()).isEqualTo(16);
        mobile.run(1_000);
        assertThat(mobile.port.idle()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aCallerWithoutANumberIsOfferedWithoutOne(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile);
        mobile.start();
        CallerId withheld = new CallerId(CallerId.Presence.WITHHELD, "", "");
        mobile.network.call(withheld, 3_000, new Voices.Silence(), Subscriber.NEVER, mobile.clock.now());
        CallerId told = mobile.await(FxoAction.OfferCall.class, 2_000).callerId();
        // Huawei sticks tell numbers by the list of calls only, which does not say why there is none.
        assertThat(told.presence()).isEqualTo(profile == CellularProfile.HUAWEI ? CallerId.Presence.UNAVAILABLE : CallerId.Presence.WITHHELD);
        mobile.await(FxoAction.Abandoned.class, 5_000);
    }

    @ParameterizedTest
    @EnumSource
    void aCallCanBeRefused(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile);
        mobile.start();
        mobile.network.call(SMITH, Subscriber.NEVER, new Voices.Silence(), Subscriber.NEVER, mobile.clock.now());
        mobile.await(FxoAction.OfferCall.class, 2_000);
        mobile.say(new FxoEvent.Release());
        mobile.await(FxoAction.Released.class, 3_000);
        assertThat(mobile.network.busy()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aBusySubscriberIsBusyAndOneThatHangsUpIsGone(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile);
        mobile.start();
        mobile.seize("300");
        assertThat(mobile.await(FxoAction.ReleasedByNetwork.class, 5_000).cause()).isEqualTo(17);
        mobile.seize("250");
        mobile.await(FxoAction.Answered.class, 8_000);
        assertThat(mobile.await(FxoAction.ReleasedByNetwork.class, 6_000).cause()).isEqualTo(16);
    }

    @ParameterizedTest
    @EnumSource
    void keysBehindACommaAreSentOnceSomebodyHasAnswered(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile);
        mobile.start();
        mobile.seize("200,12#");
        mobile.await(FxoAction.Answered.class, 8_000);
        mobile.run(2_000);
        assertThat(mobile.network.keys()).isEqualTo("12#");
    }

    @ParameterizedTest
    @EnumSource
    void withoutANetworkTheLineIsOutOfServiceAndComesBackWithIt(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile);
        mobile.start();
        mobile.network.registered(false, mobile.clock.now());
        assertThat(mobile.await(FxoAction.OutOfService.class, 12_000).why()).contains("antenna");
        assertThat(mobile.line.condition()).isEqualTo(LineCondition.ALARM);
        mobile.seize("200");
        assertThat(mobile.await(FxoAction.Refused.class, 100).why()).isEqualTo(FxoAction.Refusal.OUT_OF_SERVICE);
        mobile.network.registered(true, mobile.clock.now());
        mobile.await(FxoAction.InService.class, 10_000);
        assertThat(mobile.line.condition()).isEqualTo(LineCondition.FINE);
    }

    @ParameterizedTest
    @EnumSource
    void anUnpluggedModuleEndsTheCallAndComesBackByItself(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile);
        mobile.start();
        mobile.seize("200");
        mobile.await(FxoAction.Answered.class, 8_000);
        mobile.wires.unplug();
        assertThat(mobile.await(FxoAction.Released.class, 100).evidence()).isEqualTo(FxoAction.ReleaseEvidence.DEVICE_GONE);
        mobile.run(30_000);
        mobile.wires.replug();
        mobile.await(FxoAction.InService.class, 10_000);
    }

    /// The gateway was killed in a call: the next one ends it.
    @ParameterizedTest
    @EnumSource
    void aCallThatAKilledGatewayLeftIsEnded(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile);
        mobile.start();
        mobile.seize("200");
        mobile.await(FxoAction.Answered.class, 8_000);
        VirtualMobile next = mobile;
        CellularPort other = next.port(profile);
        other.start(mobile.clock.now());
        for (int i = 0; i < 500 && !other.idle(); i++) {
            mobile.run(10);
            if (other.nextDeadline() <= mobile.clock.now()) {
                other.tick(mobile.clock.now());
            }
        }
        assertThat(mobile.network.busy()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aFastClockNeitherRunsDryNorOverInTenMinutes(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile, CellularMisbehaviour.FAST_CLOCK);
        mobile.start();
        mobile.seize("200");
        mobile.await(FxoAction.Answered.class, 8_000);
        mobile.run(1_500);
        mobile.heard.clear();
        long stale = mobile.port.figures().staleSamples();
        mobile.run(600_000);
        assertThat(mobile.module.underruns()).isZero();
        assertThat(mobile.port.figures().staleSamples()).isEqualTo(stale);
        assertThat(mobile.heard.size()).isBetween(4_808_000, 4_814_000);
    }

    private static Stream<Arguments> misbehaving() {
        return Stream.of(CellularProfile.values()).flatMap(profile -> EnumSet.allOf(CellularMisbehaviour.class).stream()
                .filter(one -> VirtualMobile.fits(one, profile)).map(one -> Arguments.of(profile, one)));
    }

    /// Three calls, out, in, out; each is answered and ends; the line is idle afterwards and the network without a call.
    @ParameterizedTest
    @MethodSource("misbehaving")
    void callsSurviveEveryMisbehaviour(CellularProfile profile, CellularMisbehaviour misbehaviour) {
        VirtualMobile mobile = mobile(profile, misbehaviour);
        mobile.port.start(mobile.clock.now());
        if (misbehaviour == CellularMisbehaviour.NO_VOICE) {
            assertThat(mobile.await(FxoAction.OutOfService.class, 10_000).why()).contains("data only");
            return;
        }
        mobile.await(FxoAction.InService.class, 10_000);
        // A SIM7600 whose sound degrades is restarted between calls, which takes it half a minute.
        boolean restarted = profile == CellularProfile.SIMCOM
                && (misbehaviour == CellularMisbehaviour.TIRES || misbehaviour == CellularMisbehaviour.AUDIO_STALL);
        for (int call = 0; call < 3; call++) {
            if (call == 1) {
                mobile.network.call(SMITH, Subscriber.NEVER, new Voices.Echo(200), Subscriber.NEVER, mobile.clock.now());
                assertThat(mobile.await(FxoAction.OfferCall.class, 3_000).callerId()).isEqualTo(SMITH);
                mobile.say(new FxoEvent.Answer());
            } else {
                mobile.seize("200");
            }
            mobile.await(FxoAction.Answered.class, 9_000);
            mobile.heard.clear();
            // Long enough for a sound that comes late or stalls.
            mobile.run(12_000);
            assertThat(mobile.line.state()).as("%s in call %d", mobile.line.history(), call).isInstanceOf(FxoState.Talking.class);
            if (misbehaviour != CellularMisbehaviour.SILENT_UPLINK && !(misbehaviour == CellularMisbehaviour.TIRES && call > 0)) {
                assertThat(mobile.share(1_000)).as("sound of call %d: %s", call, mobile.port.figures()).isGreaterThan(0.9);
            }
            mobile.network.farEndHangsUp(mobile.clock.now());
            mobile.await(FxoAction.ReleasedByNetwork.class, 6_000);
            mobile.run(restarted ? 40_000 : 1_500);
            assertThat(mobile.port.idle()).as("%s %s %s call %d", mobile.port.state(), mobile.port.figures(), mobile.line.history(), call).isTrue();
            assertThat(mobile.line.state()).isEqualTo(new FxoState.OnHook());
        }
        assertThat(mobile.module.hastyCommands()).isZero();
        assertThat(mobile.port.figures().resets()).isEqualTo(!restarted ? 0 : misbehaviour == CellularMisbehaviour.TIRES ? 1 : 3);
    }

    @Test
    void staleSoundOfTheCallBeforeIsNotHeard() {
        VirtualMobile mobile = mobile(CellularProfile.HUAWEI, CellularMisbehaviour.STALE_AUDIO);
        mobile.start();
        mobile.seize("200");
        mobile.await(FxoAction.Seized.class, 2_000);
        mobile.run(700);
        List<Short> stale = mobile.heard.stream().filter(sample -> sample == 0x4011).toList();
        assertThat(stale.size()).as("of 2400 stale samples").isLessThanOrEqualTo(320);
    }

    @Test
    void nothingButANumberIsDialled() {
        VirtualMobile mobile = mobile(CellularProfile.QUECTEL);
        mobile.start();
        for (int c = 0; c < 256; c++) {
            if ("0123456789*#ABCD,".indexOf(c) < 0) {
                for (String digits : List.of((char) c + "2", "2" + (char) c, "2" + (char) c + "2", "2," + (char) c)) {
                    assertThatThrownBy(() -> mobile.port.sendDigits(digits, mobile.clock.now())).isInstanceOf(IllegalArgumentException.class);
                }
            }
        }
    }

    @Test
    void closingEndsTheCallAndLetsTheDeviceGo() {
        VirtualMobile mobile = mobile(CellularProfile.SIMCOM);
        mobile.start();
        mobile.seize("200");
        mobile.await(FxoAction.Answered.class, 8_000);
        mobile.port.close(mobile.clock.now());
        mobile.run(5_000);
        assertThat(mobile.port.closed()).isTrue();
        assertThat(mobile.network.busy()).isFalse();
        assertThat(mobile.port.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(mobile.port.state()).isEqualTo(CellularModem.State.DETACHED);
    }
}
