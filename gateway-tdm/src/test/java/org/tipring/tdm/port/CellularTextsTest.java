package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.CellularMisbehaviour;
import org.tipring.tdm.emulator.CellularProfile;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;
import org.tipring.tdm.line.FxoAction;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.sms.TextMessage;

/// Text messages over an emulated module and network, in virtual time.
class CellularTextsTest {

    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-25T12:00:00Z");

    private final List<String> outcomes = new ArrayList<>();

    private static VirtualMobile mobile(CellularProfile profile) {
        // Huawei's noise: `+CMTI: "SM",-1`.
        VirtualMobile mobile = new VirtualMobile(profile, EnumSet.of(CellularMisbehaviour.URC_IN_ANSWER, CellularMisbehaviour.NOISE, CellularMisbehaviour.DOUBLE_CR), 5);
        mobile.network.subscribe("200", Subscriber.echoes());
        mobile.start();
        mobile.run(1_000);
        return mobile;
    }

    private static void text(VirtualMobile mobile, String text) {
        mobile.network.text("+4930123", text, NOON, mobile.clock.now());
    }

    private void send(VirtualMobile mobile, String number, String text) {
        mobile.port.sendText(number, text, outcomes::add, mobile.clock.now());
    }

    @ParameterizedTest
    @EnumSource
    void whatComesIsToldOnceAndDeletedOnlyWhenItIsKept(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile);
        mobile.keeping = null;
        text(mobile, "Grüße @ €");
        mobile.run(3_000);
        assertThat(mobile.texts).containsExactly(new TextMessage("+4930123", "Grüße @ €", NOON));
        text(mobile, "你好 ".repeat(60));
        mobile.run(3_000);
        assertThat(mobile.texts).extracting(TextMessage::text).containsExactly("Grüße @ €", "你好 ".repeat(60));
        assertThat(mobile.module.textsStored()).as("nobody has kept them").isEqualTo(4);
        mobile.run(200_000);
        assertThat(mobile.texts).as("told once").hasSize(2);
        // The module is pulled out, or the gateway killed: they are told again, and now they are kept.
        mobile.keeping = true;
        mobile.texts.clear();
        mobile.wires.unplug();
        mobile.run(3_000);
        mobile.wires.replug();
        mobile.await(FxoAction.InService.class, 10_000);
        mobile.run(5_000);
        assertThat(mobile.texts).extracting(TextMessage::text).containsExactly("Grüße @ €", "你好 ".repeat(60));
        assertThat(mobile.module.textsStored()).isZero();
        assertThat(mobile.module.hastyCommands()).isZero();
    }

    @Test
    void whatCouldNotBeKeptIsToldAgainWithinAMinute() {
        VirtualMobile mobile = mobile(CellularProfile.QUECTEL);
        mobile.keeping = false;
        text(mobile, "x");
        mobile.run(3_000);
        mobile.keeping = true;
        mobile.run(61_000);
        assertThat(mobile.texts).hasSizeBetween(2, 3);
        assertThat(mobile.module.textsStored()).isZero();
    }

    /// The disk takes its time, and meanwhile the module is pulled out: what lies in that place now may be another message.
    @Test
    void whatIsSaidOfAnEarlierOpeningDeletesNothing() {
        VirtualMobile mobile = mobile(CellularProfile.QUECTEL);
        mobile.keeping = null;
        text(mobile, "x");
        mobile.run(3_000);
        var late = mobile.keepers.getFirst();
        mobile.wires.unplug();
        mobile.run(1_000);
        mobile.wires.replug();
        mobile.await(FxoAction.InService.class, 10_000);
        mobile.run(3_000);
        late.accept(true);
        mobile.run(3_000);
        assertThat(mobile.module.textsStored()).isEqualTo(1);
        mobile.keepers.getLast().accept(true);
        mobile.run(3_000);
        assertThat(mobile.module.textsStored()).isZero();
    }

    /// A SIM card has room for twenty here; the network keeps the rest until there is room.
    @Test
    void aFullSimCardIsEmptied() {
        VirtualMobile mobile = mobile(CellularProfile.SIMCOM);
        for (int i = 0; i < 50; i++) {
            text(mobile, "number " + i);
        }
        mobile.run(60_000);
        assertThat(mobile.texts).extracting(TextMessage::text).hasSize(50).doesNotHaveDuplicates();
        assertThat(mobile.module.textsStored()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void textsAreSentAndRefusalsSayWhy(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile);
        send(mobile, "+46708251358", "hellohello");
        mobile.run(4_000);
        assertThat(outcomes).containsExactly("");
        assertThat(mobile.network.texts()).containsExactly(new TextMessage("+46708251358", "hellohello", null));
        send(mobile, "112", "x".repeat(400));
        mobile.run(10_000);
        assertThat(outcomes).containsExactly("", "");
        assertThat(mobile.network.texts()).hasSize(4);
        mobile.network.registered(false, mobile.clock.now());
        send(mobile, "1", "x");
        mobile.run(15_000);
        assertThat(outcomes).hasSize(3).last().asString().contains("no network", "331");
        send(mobile, "1", "x");
        mobile.run(100);
        assertThat(outcomes).hasSize(4).last().asString().contains("out of service");
    }

    @Test
    void ofTheTextThatWasUnderWayNobodyKnowsAndOthersWaitAMinuteForTheModule() {
        VirtualMobile mobile = mobile(CellularProfile.QUECTEL);
        send(mobile, "1", "x".repeat(400));
        send(mobile, "2", "y");
        mobile.run(500);
        mobile.wires.unplug();
        mobile.run(500);
        assertThat(outcomes).singleElement().asString().contains("nobody knows");
        mobile.run(30_000);
        mobile.wires.replug();
        mobile.run(15_000);
        assertThat(outcomes).hasSize(2).last().isEqualTo("");
        send(mobile, "3", "z");
        send(mobile, "4", "z");
        mobile.wires.unplug();
        mobile.run(61_000);
        assertThat(outcomes).hasSize(4).last().asString().contains("has gone");
    }

    /// A SIM7600 whose sound has degraded is restarted after the call.
    @Test
    void aTextThatWaitedForACallOutlivesTheRestartAfterIt() {
        VirtualMobile mobile = new VirtualMobile(CellularProfile.SIMCOM, EnumSet.of(CellularMisbehaviour.TIRES), 5);
        mobile.network.subscribe("200", Subscriber.echoes());
        mobile.start();
        for (int call = 0; call < 2; call++) {
            mobile.seize("200");
            mobile.await(FxoAction.Answered.class, 20_000);
            mobile.run(6_000);
            send(mobile, "1", "x");
            mobile.say(new FxoEvent.Release());
            mobile.run(5_000);
        }
        mobile.run(45_000);
        assertThat(mobile.port.figures().resets()).as("it was restarted, or this test shows nothing").isPositive();
        assertThat(outcomes).containsExactly("", "");
    }

    /// Calls come first: nothing is said of texts while there is one, and all of it afterwards.
    @ParameterizedTest
    @EnumSource
    void textsWaitForTheEndOfACall(CellularProfile profile) {
        VirtualMobile mobile = mobile(profile);
        mobile.seize("200");
        mobile.await(FxoAction.Answered.class, 20_000);
        mobile.run(2_000);
        text(mobile, "later");
        send(mobile, "1", "x");
        mobile.run(10_000);
        assertThat(mobile.texts).isEmpty();
        assertThat(outcomes).isEmpty();
        assertThat(mobile.share(1_000)).as("the call is not disturbed").isGreaterThan(0.9);
        mobile.say(new FxoEvent.Release());
        mobile.run(10_000);
        assertThat(mobile.texts).hasSize(1);
        assertThat(outcomes).containsExactly("");
    }

    /// A text is on its way when a call is wanted, or comes: the call waits two seconds for it, not longer, and is made.
    @ParameterizedTest
    @EnumSource
    void aTextMakesWayForACall(CellularProfile profile) {
        for (int after = 0; after < 2_000; after += 130) {
            VirtualMobile out = mobile(profile);
            outcomes.clear();
            send(out, "1", "x".repeat(400));
            out.run(after);
            out.seize("200");
            out.await(FxoAction.Answered.class, 10_000);
            out.say(new FxoEvent.Release());
            out.run(15_000);
            assertThat(outcomes).as("after %d ms", after).containsExactly("");
            VirtualMobile in = mobile(profile);
            send(in, "1", "x".repeat(400));
            in.run(after);
            in.network.call(CallerId.of("+4930555", ""), 60_000, new Voices.Silence(), Subscriber.NEVER, in.clock.now());
            FxoAction.OfferCall offer = in.await(FxoAction.OfferCall.class, 3_000);
            assertThat(offer).isNotNull();
            in.say(new FxoEvent.Answer());
            in.run(5_000);
            assertThat(in.network.talking()).as("after %d ms", after).isTrue();
        }
    }

    /// A gateway that was killed between `+CMGS` and the message leaves a module that takes everything for the message.
    @ParameterizedTest
    @EnumSource
    void aHalfTypedMessageIsGivenUpAtTheStart(CellularProfile profile) {
        VirtualMobile mobile = new VirtualMobile(profile, EnumSet.noneOf(CellularMisbehaviour.class), 5);
        byte[] half = "AT+CMGS=23\r".getBytes(StandardCharsets.US_ASCII);
        mobile.module.fromHost(half, 0, half.length, mobile.clock.now());
        mobile.run(1_000);
        byte[] more = "0011000B91".getBytes(StandardCharsets.US_ASCII);
        mobile.module.fromHost(more, 0, more.length, mobile.clock.now());
        mobile.start();
        mobile.run(2_000);
        assertThat(mobile.network.texts()).isEmpty();
        assertThat(mobile.port.idle()).isTrue();
    }

    /// Any byte in the text of a message, and in its number: the module gets hexadecimal digits, and the line stays as it is.
    @Test
    void noTextGetsOutOfTheDialogue() {
        VirtualMobile mobile = mobile(CellularProfile.HUAWEI);
        StringBuilder all = new StringBuilder();
        for (int c = 0; c < 256; c++) {
            String letter = String.valueOf((char) c);
            send(mobile, "1", letter + "\r\u001AAT+CRESET\rATD0900;\r");
            mobile.run(2_000);
            all.append(letter);
            if (!Character.isDigit((char) c)) {
                int before = outcomes.size();
                org.assertj.core.api.Assertions.assertThatThrownBy(() -> send(mobile, "1" + letter + "2", "x")).isInstanceOf(IllegalArgumentException.class);
                assertThat(outcomes).hasSize(before);
            }
        }
        assertThat(outcomes).hasSize(256).containsOnly("");
        assertThat(mobile.network.texts()).extracting(message -> message.text().substring(0, 1)).containsExactlyElementsOf(all.chars().mapToObj(Character::toString).toList());
        assertThat(mobile.network.callsMade()).isZero();
    }
}
