package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.FlashHabits;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEvent;

/// The transfer key of a SIP telephone (REFER) through a whole gateway: who hears whom, what the telephone is told, and what is written down.
class TransfersInTheWorldTest {

    private static final String PLAN = """
            [interface carrier]
            sip = sip:sip.example.net
            numbers = as-dialled

            [route out]
            from = phones, analog
            called = 9XXX
            to = carrier, strip 1
            """;

    private final TelephoneWorld world = new TelephoneWorld(5, 2, 4, FlashHabits.DEFAULT, PLAN);
    private final VirtualTelephone party = world.telephone(1);
    private LegId ours;
    private LegId rung;

    /// 201 has called the analog telephone.
    @BeforeEach
    void theyTalk() {
        world.onRinging = leg -> rung = leg;
        ours = world.call("201", "211");
        world.advance(20);
        party.lift();
        world.advance(100);
        hear(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1")));
    }

    @AfterEach
    void nothingIsLeft() {
        world.telephones.values().forEach(VirtualTelephone::hangUp);
        world.sipCalls.keySet().stream().toList().forEach(world::hangUp);
        world.offers.keySet().stream().toList().forEach(leg -> world.decline(leg, 486));
        world.advance(60_000);
        assertThat(world.open).isEmpty();
        assertThat(world.broken).isEmpty();
        assertThat(world.sip.broken).isEmpty();
        assertThat(world.calls.figures().toString()).isEqualTo("ControlFigures[calls=0, legs=0, linesInCalls=0, rtp=0]");
        assertThat(world.media.statistics().bridges()).isZero();
        assertThat(world.control.failures()).isZero();
        assertThat(world.records).allSatisfy(record -> assertThat(record.cause()).isNotNull());
    }

    private void hear(Map<String, Set<String>> whom) {
        assertThat(world.listen()).as("%s", world.story()).isEqualTo(whom);
    }

    private void refer(String number) {
        world.sip.report(new SipEvent.Referred(ours, number, null, false));
        world.advance(20);
    }

    private CallRecord record(String to) {
        return world.records.stream().filter(record -> record.to().endsWith("/" + to)).findFirst().orElseThrow();
    }

    @Test
    void whoIsTransferredHearsItRingAndThenTalksAndTheTelephoneIsTold() {
        refer("202");
        assertThat(world.sip.invitations.getLast().from().number()).as("who is transferred is shown").isEqualTo("211");
        assertThat(world.story()).containsExactly("201-fxs1 transferred", "201-202 transferred");
        assertThat(world.transfers).as("not before it is known").isEmpty();
        world.answer(rung);
        world.advance(50);
        assertThat(world.transfers).containsExactly(Map.entry(ours, java.util.List.of(200)));
        hear(Map.of("fxs1", Set.of("202"), "202", Set.of("fxs1"), "201", Set.of()));
        world.hangUp(ours);
        world.advance(50);
        hear(Map.of("fxs1", Set.of("202"), "202", Set.of("fxs1")));
        party.hangUp();
        world.advance(3_000);
        assertThat(record("fxs1")).returns("phones/201", CallRecord::from).returns(ReleaseCause.NORMAL, CallRecord::cause).returns("called", CallRecord::endedBy);
        assertThat(record("202")).returns("phones/201", CallRecord::from).returns(ReleaseCause.NORMAL, CallRecord::cause).returns("211", CallRecord::caller);
        assertThat(record("202").timeline()).extracting(CallRecord.Entry::what).anyMatch(what -> what.startsWith("201: transferred call "));
    }

    @Test
    void aTelephoneThatDoesNotHangUpIsHungUpOn() {
        refer("202");
        world.answer(rung);
        world.advance(2_100);
        assertThat(world.sip.alive(ours)).isFalse();
        hear(Map.of("fxs1", Set.of("202"), "202", Set.of("fxs1")));
    }

    @Test
    void itMayHangUpBeforeAnybodyAnswers() {
        refer("202");
        world.hangUp(ours);
        world.advance(500);
        hear(Map.of("fxs1", Set.of()));
        world.answer(rung);
        world.advance(100);
        hear(Map.of("fxs1", Set.of("202"), "202", Set.of("fxs1")));
        world.hangUp(rung);
        world.advance(100);
        assertThat(world.story()).isEmpty();
        assertThat(record("fxs1").cause()).isEqualTo(ReleaseCause.NORMAL);
    }

    @Test
    void whereNobodyAnswersTheTelephoneIsToldAndHasItsPartyBack() {
        refer("202");
        hear(Map.of("fxs1", Set.of(), "201", Set.of()));
        world.decline(rung, 486);
        world.advance(50);
        assertThat(world.transfers.get(ours)).containsExactly(486);
        assertThat(record("202").cause()).isEqualTo(ReleaseCause.BUSY);
        assertThat(world.story()).containsExactly("201-fxs1 talking");
        hear(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1")));
        refer("203");
        world.answer(rung);
        world.advance(50);
        hear(Map.of("fxs1", Set.of("203"), "203", Set.of("fxs1"), "201", Set.of()));
    }

    @Test
    void whereNobodyAnswersAndTheTelephoneHasGoneTheCallIsOver() {
        refer("202");
        world.hangUp(ours);
        world.advance(20);
        world.decline(rung, 486);
        world.advance(50);
        assertThat(world.story()).isEmpty();
        assertThat(record("fxs1").cause()).isEqualTo(ReleaseCause.BUSY);
    }

    @Test
    void whoIsTransferredMayHangUpWhileItRings() {
        refer("202");
        party.hangUp();
        world.advance(3_000);
        assertThat(world.story()).isEmpty();
        assertThat(world.sip.alive(rung)).isFalse();
        assertThat(world.sip.alive(ours)).isFalse();
        assertThat(record("202").cause()).isEqualTo(ReleaseCause.NORMAL);
        assertThat(record("202").endedBy()).isEqualTo("caller");
    }

    @Test
    void whereThePlanDoesNotLetItCallNothingIsCalled() {
        int before = world.sip.invitations.size();
        refer("77777");
        assertThat(world.transfers.get(ours)).containsExactly(404);
        assertThat(world.sip.invitations).hasSize(before);
        assertThat(world.open).hasSize(1);
        hear(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1")));
    }

    private LegId consults() {
        LegId second = world.call("201", "202");
        world.advance(20);
        world.answer(rung);
        world.advance(50);
        return second;
    }

    @Test
    void twoCallsOfOneTelephoneAreConnected() {
        LegId second = consults();
        world.sip.report(new SipEvent.Referred(ours, "202", second, false));
        world.advance(20);
        assertThat(world.transfers.get(ours)).containsExactly(200);
        world.hangUp(second);
        world.hangUp(ours);
        world.advance(50);
        hear(Map.of("fxs1", Set.of("202"), "202", Set.of("fxs1")));
        world.hangUp(rung);
        world.advance(100);
        assertThat(world.story()).isEmpty();
        assertThat(world.records).extracting(CallRecord::cause).containsOnly(ReleaseCause.NORMAL);
    }

    @Test
    void theSecondOfTwoCallsMayStillRing() {
        LegId second = world.call("201", "202");
        world.advance(20);
        world.sip.report(new SipEvent.Referred(ours, "202", second, false));
        world.advance(20);
        world.sip.report(new SipEvent.Released(second, ReleaseCause.CANCELLED, 487, "CANCEL"));
        world.advance(50);
        assertThat(world.transfers).isEmpty();
        world.answer(rung);
        world.advance(50);
        assertThat(world.transfers.get(ours)).containsExactly(200);
        world.hangUp(ours);
        world.advance(50);
        assertThat(world.listen().get("fxs1")).containsExactly("202");
    }

    @Test
    void aCallThatIsNotItsOwnIsNotConnected() {
        world.sip.report(new SipEvent.Referred(ours, "202", null, true));
        world.advance(20);
        assertThat(world.transfers.get(ours)).containsExactly(481);
        hear(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1")));
    }

    @Test
    void anotherTelephoneOfTheSameUserTakesTheCallOver() {
        LegId second = world.takeOver(ours);
        world.advance(50);
        assertThat(world.sip.alive(ours)).isFalse();
        assertThat(world.sip.alive(second)).isTrue();
        hear(Map.of("fxs1", Set.of("201"), "201", Set.of("fxs1")));
        party.hangUp();
        world.advance(3_000);
        assertThat(world.sip.alive(second)).isFalse();
        assertThat(world.records).singleElement().extracting(CallRecord::cause).isEqualTo(ReleaseCause.NORMAL);
    }

    // ---- a provider

    /// The analog telephone has two calls with one provider, and hangs up.
    private LegId[] connectedByFlash() {
        world.hangUp(ours);
        party.hangUp();
        world.advance(3_000);
        LegId[] legs = new LegId[2];
        party.lift();
        world.advance(20);
        for (int i = 0; i < 2; i++) {
            world.press(party, "9" + (111 + i));
            world.advance(50);
            legs[i] = rung;
            world.answer(rung);
            world.advance(100);
            if (i == 0) {
                party.flash();
                world.advance(50);
                assertThat(world.directions.get(rung)).isEqualTo("sendonly");
            }
        }
        party.hangUp();
        world.advance(1_000);
        return legs;
    }

    @Test
    void aProviderConnectsTwoCallsItself() {
        LegId[] legs = connectedByFlash();
        assertThat(world.handedOn).containsExactlyInAnyOrder(legs);
        assertThat(world.story()).containsExactly("fxs1-carrier transferred", "fxs1-carrier transferred");
        world.sip.report(new SipEvent.Transferred(world.handedOn.getFirst(), 200, "SIP/2.0 200"));
        world.advance(100);
        assertThat(world.story()).isEmpty();
        assertThat(world.records).filteredOn(record -> record.to().equals("carrier")).hasSize(2)
                .allSatisfy(record -> assertThat(record.cause()).isEqualTo(ReleaseCause.NORMAL));
        assertThat(world.records.stream().map(CallRecord::detail)).contains("carrier connects it with the other call itself");
    }

    @Test
    void whatAProviderDoesNotConnectStaysWithUs() {
        LegId[] legs = connectedByFlash();
        world.sip.report(new SipEvent.Transferred(world.handedOn.getFirst(), 405, "its Allow does not name REFER"));
        world.advance(100);
        assertThat(world.sip.alive(legs[0]) && world.sip.alive(legs[1])).isTrue();
        assertThat(world.directions.values()).as("on hold no more").containsOnly("sendrecv");
        assertThat(world.story()).containsExactly("fxs1-carrier transferred", "fxs1-carrier transferred");
        world.hangUp(legs[0]);
        world.advance(100);
        assertThat(world.story()).isEmpty();
    }
}
