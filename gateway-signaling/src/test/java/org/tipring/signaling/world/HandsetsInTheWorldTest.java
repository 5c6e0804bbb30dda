package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.FlashHabits;
import org.tipring.signaling.call.FlashHabits.Deed;
import org.tipring.signaling.call.FlashHabits.Situation;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.line.FxsState;

/// Hook flashes through a whole gateway: who hears whom, what is seen, and what is written down.
class HandsetsInTheWorldTest {

    private TelephoneWorld world = new TelephoneWorld(3, 4, 4, FlashHabits.DEFAULT, "");
    private VirtualTelephone ours = world.telephone(1);

    private static final FlashHabits KEYS = new FlashHabits(Map.of(Situation.IN_A_CALL, Deed.SECOND_CALL, Situation.CALL_WAITING, Deed.KEY,
            Situation.TWO_CALLS, Deed.KEY, Situation.AFTER_CALL_WAITING, Deed.KEY, Situation.CONFERENCE, Deed.KEY), FlashHabits.DEFAULT.keys(),
            Duration.ofSeconds(5), true, Duration.ofSeconds(30), true);

    private void withKeys() {
        world = new TelephoneWorld(3, 4, 4, KEYS, "");
        ours = world.telephone(1);
    }

    /// Afterwards nothing is left of anything.
    @AfterEach
    void everybodyGoesHome() {
        world.telephones.values().forEach(VirtualTelephone::hangUp);
        world.advance(100);
        world.telephones.values().stream().filter(telephone -> telephone.ringing).forEach(telephone -> {
            telephone.lift();
            world.advance(20);
            telephone.hangUp();
        });
        world.sipCalls.keySet().stream().toList().forEach(world::hangUp);
        world.advance(60_000);
        assertThat(world.open).isEmpty();
        assertThat(world.broken).isEmpty();
        assertThat(world.sip.broken).isEmpty();
        assertThat(world.calls.figures().toString()).isEqualTo("ControlFigures[calls=0, legs=0, linesInCalls=0, rtp=0]");
        assertThat(world.media.statistics().bridges()).isZero();
        assertThat(world.media.statistics().refusedCommands()).as("commands that met nothing").isLessThan(20);
        assertThat(world.control.failures()).isZero();
        assertThat(world.media.statistics().faults()).isZero();
    }

    private LegId dials(VirtualTelephone telephone, String number) {
        LegId[] ringing = new LegId[1];
        world.onRinging = leg -> ringing[0] = leg;
        world.press(telephone, number);
        world.advance(50);
        return ringing[0];
    }

    private LegId talksTo201() {
        ours.lift();
        world.advance(20);
        LegId leg = dials(ours, "201");
        world.answer(leg);
        world.advance(100);
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1")));
        return leg;
    }

    private LegId asks202() {
        talksTo201();
        ours.flash();
        world.advance(50);
        LegId leg = dials(ours, "202");
        world.answer(leg);
        world.advance(100);
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of("202"), "202", Set.of("fxs1"), "201", Set.of()));
        return leg;
    }

    private CallRecord record(String to) {
        return world.records.stream().filter(record -> record.to().endsWith("/" + to)).findFirst().orElseThrow();
    }

    @Test
    void aFlashHoldsTheCallAndASecondTakesItBack() {
        talksTo201();
        ours.flash();
        world.advance(50);
        assertThat(world.story()).containsExactly("fxs1-201 held");
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of(), "201", Set.of()));
        ours.flash();
        world.advance(50);
        assertThat(world.story()).containsExactly("fxs1-201 talking");
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1")));
    }

    @Test
    void whoIsPutOnHoldIsToldAndStillHearsTheSoundOfHold() {
        LegId leg = talksTo201();
        assertThat(world.directions).isEmpty();
        ours.flash();
        world.advance(50);
        assertThat(world.directions.get(leg)).isEqualTo("sendonly");
        ours.flash();
        world.advance(50);
        assertThat(world.directions.get(leg)).isEqualTo("sendrecv");
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1")));
    }

    @Test
    void whoDoesNotWantToBeToldIsHeldAllTheSame() {
        LegId leg = talksTo201();
        world.refusesReoffers = true;
        ours.flash();
        world.advance(50);
        assertThat(world.directions.get(leg)).isNull();
        ours.flash();
        world.advance(50);
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1")));
        assertThat(world.directions).as("there is nothing to take back").isEmpty();
    }

    @Test
    void aSecondCallThenThreeThenTheLastIsLeftOut() {
        asks202();
        assertThat(world.story()).containsExactly("fxs1-201 held", "fxs1-202 talking");
        ours.flash();
        world.advance(100);
        assertThat(world.story()).containsExactly("fxs1-201 conference", "fxs1-202 conference");
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of("201", "202"), "201", Set.of("fxs1", "202"), "202", Set.of("fxs1", "201")));
        ours.flash();
        world.advance(100);
        assertThat(world.story()).containsExactly("fxs1-201 talking");
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1")));
        assertThat(record("202").cause()).isEqualTo(ReleaseCause.NORMAL);
        assertThat(record("202").endedBy()).isEqualTo("caller");
    }

    @Test
    void theRecordsSayWhoWasInAConferenceAndFromWhenOn() {
        asks202();
        ours.flash();
        world.advance(5_000);
        ours.flash();
        world.advance(100);
        List<String> held = record("202").timeline().stream().filter(entry -> entry.what().startsWith("in one conversation")).map(CallRecord.Entry::what).toList();
        assertThat(held).containsExactly("in one conversation: fxs1, 201, 202");
        ours.hangUp();
        world.advance(3_000);
        List<CallRecord.Entry> first = record("201").timeline().stream().filter(entry -> entry.what().startsWith("in one conversation")).toList();
        assertThat(first).extracting(CallRecord.Entry::what).containsExactly("in one conversation: fxs1, 201, 202", "in one conversation: fxs1, 201");
        assertThat(first.getLast().millis() - first.getFirst().millis()).isBetween(5_000L, 5_200L);
    }

    /// The second call is not the one that gives the bridge its number.
    @Test
    void aRecordingOfAConferenceHoldsWhatItsTelephoneSaysAndHears() {
        asks202();
        ours.flash();
        world.advance(100);
        String second = world.status().getLast().id();
        assertThat(world.calls.record(second, true).orElseThrow()).startsWith("recording to ");
        world.listen(120);
        assertThat(world.recorded.keySet()).singleElement().asString().endsWith(second + ".wav");
        assertThat(world.recorded.values()).singleElement().isEqualTo(List.of(Set.of("fxs1"), Set.of("201", "202")));
        assertThat(world.calls.record(second, false).orElseThrow()).isEqualTo("the recording has ended");
        ours.flash();
        world.advance(100);
        assertThat(record("202").timeline()).extracting(CallRecord.Entry::what).anyMatch(what -> what.startsWith("recorded to ") && what.endsWith(second + ".wav"));
    }

    /// 201 transfers its caller to that caller itself, who connects the two: there would be two calls between nobody and nobody, for four hours.
    @Test
    void whoIsConnectedWithItselfLeavesNothingBehind() {
        withKeys();
        LegId leg = talksTo201();
        world.sip.report(new SipEvent.Referred(leg, "211", null, false));
        world.advance(50);
        ours.flash();
        world.advance(50);
        world.press(ours, "2");
        world.advance(100);
        world.hangUp(leg);
        world.advance(100);
        assertThat(world.story()).hasSize(2);
        ours.flash();
        world.advance(50);
        world.press(ours, "4");
        world.advance(100);
        assertThat(world.story()).isEmpty();
        assertThat(world.records).hasSize(2).allSatisfy(record -> assertThat(record.cause()).isEqualTo(ReleaseCause.NORMAL));
        ours.hangUp();
    }

    @Test
    void threeAnalogTelephonesConfer() {
        ours.lift();
        world.advance(20);
        dials(ours, "212");
        world.telephone(2).lift();
        world.advance(50);
        ours.flash();
        world.advance(300);
        dials(ours, "213");
        world.telephone(3).lift();
        world.advance(50);
        ours.flash();
        world.advance(100);
        assertThat(world.listen()).isEqualTo(
                Map.of("fxs1", Set.of("fxs2", "fxs3"), "fxs2", Set.of("fxs1", "fxs3"), "fxs3", Set.of("fxs1", "fxs2")));
    }

    @Test
    void aKeyAfterTheFlashSwapsConfersEndsAndReleases() {
        withKeys();
        asks202();
        ours.flash();
        world.advance(300);
        assertThat(world.state("fxs1")).isEqualTo(new FxsState.AwaitingKey());
        world.press(ours, "2");
        world.advance(100);
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1"), "202", Set.of()));
        ours.flash();
        ours.pulses(3);
        world.advance(100);
        assertThat(world.story()).containsExactly("fxs1-201 conference", "fxs1-202 conference");
        ours.flash();
        world.advance(50);
        world.press(ours, "0");
        world.advance(100);
        assertThat(world.listen()).as("the last one called is released").isEqualTo(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1")));
    }

    @Test
    void hangingUpConnectsTheTwoOthersAndEachCallHasItsRecord() {
        LegId second = asks202();
        ours.hangUp();
        world.advance(100);
        assertThat(world.story()).containsExactly("fxs1-201 transferred", "fxs1-202 transferred");
        assertThat(world.listen()).isEqualTo(Map.of("201", Set.of("202"), "202", Set.of("201")));
        assertThat(world.state("fxs1")).isEqualTo(new FxsState.OnHook());
        ours.lift();
        world.advance(50);
        assertThat(world.state("fxs1")).as("it is free for another call").isInstanceOf(FxsState.Dialling.class);
        assertThat(world.listen().get("201")).containsExactly("202");
        world.hangUp(second);
        world.advance(100);
        assertThat(world.records).hasSize(2);
        assertThat(record("202").endedBy()).isEqualTo("called");
        assertThat(record("201").detail()).isEqualTo("who it was transferred to has gone");
        assertThat(record("201").timeline()).anyMatch(entry -> entry.what().contains("transferred to call " + record("202").id()));
    }

    @Test
    void hangingUpWhileTheSecondRingsConnectsThemWhenItAnswers() {
        talksTo201();
        ours.flash();
        world.advance(50);
        LegId second = dials(ours, "202");
        ours.hangUp();
        world.advance(300);
        assertThat(world.listen()).as("201 hears it ring").isEqualTo(Map.of("201", Set.of()));
        world.answer(second);
        world.advance(100);
        assertThat(world.listen()).isEqualTo(Map.of("201", Set.of("202"), "202", Set.of("201")));
    }

    @Test
    void aBlindTransferToSomebodyBusyRingsBack() {
        talksTo201();
        ours.flash();
        world.advance(50);
        LegId second = dials(ours, "202");
        ours.hangUp();
        world.advance(300);
        world.decline(second, 486);
        world.advance(100);
        assertThat(ours.ringing).isTrue();
        assertThat(world.story()).containsExactly("fxs1-201 held");
        ours.lift();
        world.advance(100);
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1")));
    }

    @Test
    void aTransferFromOneAnalogTelephoneToAnother() {
        LegId caller = world.call("201", "211");
        world.advance(100);
        assertThat(ours.ringing).isTrue();
        ours.lift();
        world.advance(100);
        ours.flash();
        world.advance(50);
        dials(ours, "212");
        world.telephone(2).lift();
        world.advance(100);
        ours.hangUp();
        world.advance(100);
        assertThat(world.listen()).isEqualTo(Map.of("201", Set.of("fxs2"), "fxs2", Set.of("201")));
        world.telephone(2).flash();
        world.advance(100);
        assertThat(world.listen()).as("who took the call over can hold it, too").isEqualTo(Map.of("201", Set.of(), "fxs2", Set.of()));
        world.telephone(2).flash();
        world.advance(100);
        assertThat(world.listen()).isEqualTo(Map.of("201", Set.of("fxs2"), "fxs2", Set.of("201")));
        world.hangUp(caller);
        world.advance(100);
        assertThat(world.records).hasSize(2);
        assertThat(world.state("fxs2")).isInstanceOf(FxsState.Ended.class);
    }

    @Test
    void whoIsLeftOnHoldRingsBackWithItsNumber() {
        LegId caller = world.call("203", "211");
        world.advance(100);
        ours.lift();
        world.advance(100);
        ours.flash();
        world.advance(50);
        ours.hangUp();
        world.advance(100);
        assertThat(ours.ringing).isTrue();
        assertThat(ours.display.caller().number()).isEqualTo("203");
        for (int i = 0; i < 5; i++) {
            // Who says nothing for 30 s is taken for lost.
            world.advance(6_000);
            world.listen();
        }
        assertThat(ours.ringing).isFalse();
        assertThat(world.sip.alive(caller)).isFalse();
        assertThat(world.records.getFirst().detail()).isEqualTo("left on hold, and nobody came back");
        assertThat(world.records.getFirst().cause()).isEqualTo(ReleaseCause.NO_ANSWER);
    }

    @Test
    void aSecondCallerIsAnnouncedAndAFlashAnswersAndSwaps() {
        talksTo201();
        LegId second = world.call("203", "211");
        world.advance(100);
        assertThat(ours.waiting.caller().number()).isEqualTo("203");
        assertThat(world.story()).containsExactly("fxs1-201 talking", "203-fxs1 waiting");
        ours.flash();
        world.advance(100);
        assertThat(ours.waiting).isNull();
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of("203"), "203", Set.of("fxs1"), "201", Set.of()));
        ours.flash();
        world.advance(100);
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1"), "203", Set.of()));
        ours.hangUp();
        world.advance(100);
        assertThat(ours.ringing).as("203 is still held").isTrue();
        world.hangUp(second);
        world.advance(100);
        assertThat(ours.ringing).isFalse();
    }

    @Test
    void aThirdCallerFindsItBusyAndSoDoesASecondWhoIsNotWanted() {
        talksTo201();
        world.call("203", "211");
        world.advance(100);
        LegId third = world.call("204", "211");
        world.advance(100);
        assertThat(world.sip.alive(third)).isFalse();
        assertThat(world.records.getLast().cause()).isEqualTo(ReleaseCause.BUSY);

        VirtualTelephone other = world.telephone(2);
        other.lift();
        world.advance(20);
        LegId leg = dials(other, "*70202");
        world.answer(leg);
        world.advance(100);
        LegId refused = world.call("204", "212");
        world.advance(100);
        assertThat(world.sip.alive(refused)).isFalse();
        assertThat(other.waiting).isNull();
    }

    @Test
    void whoWaitsRingsWhenTheTelephoneHangsUp() {
        talksTo201();
        LegId second = world.call("203", "211");
        world.advance(100);
        ours.hangUp();
        world.advance(100);
        assertThat(ours.ringing).isTrue();
        ours.lift();
        world.advance(100);
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of("203"), "203", Set.of("fxs1")));
        assertThat(world.sip.alive(second)).isTrue();
    }

    @Test
    void aPortThatIsPulledOutEndsBothCalls() {
        asks202();
        ours.unplug();
        world.advance(100);
        assertThat(world.records).hasSize(2).allMatch(record -> record.cause() == ReleaseCause.OUT_OF_ORDER);
        ours.plug();
        world.advance(100);
        ours.hangUp();
    }

    @Test
    void whoCallsForHelpIsNotHeldAndNotDisturbed() {
        world = new TelephoneWorld(3, 4, 4, FlashHabits.DEFAULT, "[interface help]\nsip = trunk\nnumbers = as-dialled\n\n[emergency]\nnumbers = 911\nuse = help\n");
        ours = world.telephone(1);
        ours.lift();
        world.advance(20);
        LegId help = dials(ours, "911");
        world.answer(help);
        world.advance(100);
        ours.flash();
        world.advance(100);
        assertThat(world.story()).containsExactly("fxs1-help talking");
        assertThat(world.listen()).isEqualTo(Map.of("fxs1", Set.of("help"), "help", Set.of("fxs1")));
        LegId caller = world.call("201", "211");
        world.advance(100);
        assertThat(world.sip.alive(caller)).as("busy").isFalse();
        assertThat(ours.waiting).isNull();
    }

    @Test
    void whoIsHeldWhileHelpIsCalledRingsBackAfterwards() {
        world = new TelephoneWorld(3, 4, 4, FlashHabits.DEFAULT, "[interface help]\nsip = trunk\nnumbers = as-dialled\n\n[emergency]\nnumbers = 911\nuse = help\n");
        ours = world.telephone(1);
        talksTo201();
        ours.flash();
        world.advance(50);
        LegId help = dials(ours, "911");
        world.answer(help);
        world.advance(100);
        ours.hangUp();
        world.advance(100);
        assertThat(world.sip.alive(help)).as("nobody else is put through to those who help").isFalse();
        assertThat(ours.ringing).isTrue();
    }
}
