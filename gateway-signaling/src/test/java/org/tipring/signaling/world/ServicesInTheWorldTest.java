package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.control.service.ServiceMemory;
import org.tipring.signaling.control.service.ServiceState;
import org.tipring.signaling.routing.StarCode;
import org.tipring.signaling.routing.StarCodes;
import org.tipring.signaling.sip.SipEndpoint.Target;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.signaling.sip.SipEvent.CallingParty;
import org.tipring.signaling.sip.SipEvent.Diversion;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;

/// The services of analog telephones, with whole calls: forwarding, picking up, wake-up calls, who is refused.
class ServicesInTheWorldTest {

    static final String PLAN = """
            [country]
            name = US
            code = 1
            trunk = 1
            abroad = 011
            time zone = America/New_York

            [dialling]
            outside line = 9

            [emergency]
            numbers = 911
            use = landlines
            pre-empt = landlines

            [permission]
            long-distance = fxs2

            [interface analog]
            members = fxs1, fxs2, fxs3, fxs4, fxs5
            numbers = as-dialled

            [interface phones]
            sip = registrar
            members = 201, 202
            numbers = as-dialled

            [interface carrier]
            sip = trunk
            numbers = e164

            [interface landlines]
            members = fxo1
            numbers = national

            [ring-group all]
            members = fxs1, fxs2, 201
            pick = all
            for = 20s

            [route one]
            called = 211
            to = analog, set fxs1

            [route two]
            called = 212
            to = analog, set fxs2
            to = phones, set 202
            next on = busy

            [route three]
            called = 213
            to = analog, set fxs3, for 10s

            [route all]
            called = 220
            to = all

            [route phones]
            called = 20X
            to = phones

            [route mobile]
            from = analog
            called = 8 X...
            needs = long-distance
            to = carrier, strip 1

            [route out]
            from = analog
            called = 9 X{3} | 9 1 X{10}
            to = landlines, strip 1

            [route in]
            from = landlines
            to = analog, set fxs1

            [route hot line of the lift]
            from = fxs4
            called = nothing
            to = phones, set 201

            [route warm line of the lobby]
            from = fxs5
            called = nothing after 4s
            to = phones, set 202

            [route rest]
            to = reject 404
            """;

    static StarCodes codes() {
        Map<StarCode, String> codes = new EnumMap<>(StarCode.class);
        codes.putAll(Map.of(StarCode.REDIAL, "*66", StarCode.CALL_RETURN, "*69", StarCode.WITHHOLD, "*67", StarCode.DO_NOT_DISTURB, "*78",
                StarCode.DISTURB, "*79", StarCode.WITHHOLD_ALWAYS, "*31", StarCode.SHOW_ALWAYS, "*32", StarCode.REJECT_ANONYMOUS, "*77", StarCode.TAKE_ANONYMOUS, "*87"));
        codes.putAll(Map.of(StarCode.FORWARD, "*72", StarCode.FORWARD_OFF, "*73", StarCode.FORWARD_BUSY, "*90", StarCode.FORWARD_BUSY_OFF, "*91",
                StarCode.FORWARD_NO_ANSWER, "*92", StarCode.FORWARD_NO_ANSWER_OFF, "*93"));
        codes.putAll(Map.of(StarCode.PICK_UP, "*98", StarCode.PICK_UP_OF, "**", StarCode.SPEED_DIAL, "*75", StarCode.SPEED_DIAL_SET, "*74",
                StarCode.WAKE_UP, "*55", StarCode.WAKE_UP_OFF, "*56", StarCode.PARK, "*68", StarCode.RETRIEVE, "*61"));
        return new StarCodes(codes, Duration.ofSeconds(15));
    }

    static final Map<String, String> NUMBERS = numbers();

    private static Map<String, String> numbers() {
        Map<String, String> numbers = new LinkedHashMap<>();
        numbers.put("fxs1", "211");
        numbers.put("fxs2", "212");
        numbers.put("fxs3", "213");
        numbers.put("fxs4", "214");
        numbers.put("fxs5", "215");
        return numbers;
    }

    /// What outlives a gateway.
    static final class Disk implements ServiceMemory {
        final Map<String, String> lines = new HashMap<>();
        /// Who waits until all is kept; null: nobody needs to.
        List<Runnable> waiting;

        @Override
        public ServiceState read(String telephone) {
            return ServiceState.of(lines.getOrDefault(telephone, ""));
        }

        @Override
        public void write(String telephone, ServiceState state) {
            lines.put(telephone, state.text());
        }

        @Override
        public void whenKept(Runnable then) {
            if (waiting == null) {
                then.run();
            } else {
                waiting.add(then);
            }
        }
    }

    private final Disk disk = new Disk();
    private World world;
    private final SipDesks desks = new SipDesks(true);

    @BeforeEach
    void begin() {
        world = start();
    }

    private World start() {
        World fresh = new World(7, 1, TestPlans.read(PLAN), ExchangeSettings.of("US"), new World.Analog(NUMBERS, "office", codes(), disk));
        desks.in(fresh);
        fresh.exchange.subscribe("111", new Subscriber.Answers(500, Voices.Announcement::new, Subscriber.NEVER));
        fresh.exchange.subscribe("911", new Subscriber.Answers(500, Voices.Announcement::new, Subscriber.NEVER));
        fresh.until(() -> fresh.lineController.status().stream().allMatch(line -> line.inService()), 60_000, "the line in service");
        return fresh;
    }

    private ScriptedTelephone telephone(String name) {
        return world.telephones.get(name);
    }

    private void dials(String telephone, String... numbers) {
        telephone(telephone).lift();
        world.advance(100);
        for (String number : numbers) {
            telephone(telephone).press(number);
            world.advance(4_000);
        }
    }

    /// Sets something and puts the handset back.
    private void sets(String telephone, String... codes) {
        dials(telephone, codes);
        telephone(telephone).hangUp();
        world.advance(100);
    }

    private String state(String telephone) {
        return world.lineController.telephones().status().stream().filter(one -> one.name().equals(telephone)).findFirst().orElseThrow()
                .state().getClass().getSimpleName();
    }

    private CallRecord only() {
        assertThat(world.records).hasSize(1);
        return world.records.getFirst();
    }

    private void hangUpAll() {
        world.telephones.values().forEach(ScriptedTelephone::hangUp);
        desks.ringing.keySet().forEach(desks::hangUp);
        world.until(() -> world.open.isEmpty(), 300_000, "all calls over");
        world.advance(5_000);
        assertThat(world.calls.figures().toString()).isEqualTo("ControlFigures[calls=0, legs=0, linesInCalls=0, rtp=0]");
        assertThat(world.broken).isEmpty();
        assertThat(world.sip.broken).isEmpty();
        assertThat(world.control.failures()).isZero();
    }

    // ---- what is confirmed

    @Test
    void nobodyIsToldThatSomethingIsSetBeforeItIsKept() {
        disk.waiting = new ArrayList<>();
        dials("fxs1", "*72202");
        assertThat(state("fxs1")).as("no tone yet").isEqualTo("Calling");
        disk.waiting.forEach(Runnable::run);
        assertThat(state("fxs1")).as("confirmed, and it may dial on").isEqualTo("Dialling");
        hangUpAll();
    }

    @Test
    void whoHasHungUpMeanwhileIsNotToldInAnotherCall() {
        disk.waiting = new ArrayList<>();
        sets("fxs1", "*72202");
        dials("fxs1", "212");
        assertThat(state("fxs1")).isEqualTo("Calling");
        disk.waiting.forEach(Runnable::run);
        assertThat(state("fxs1")).as("its call").isEqualTo("Calling");
        assertThat(telephone("fxs2").rings()).isTrue();
        hangUpAll();
        assertThat(disk.lines.get("fxs1")).as("set all the same").contains("forward.always=202");
    }

    // ---- forwarding

    @Test
    void allCallsGoElsewhereAlsoThoseOfASipTelephoneAndAfterARestart() {
        sets("fxs1", "*72202");
        assertThat(disk.lines.get("fxs1")).contains("forward.always=202");
        desks.call("201", "211");
        assertThat(telephone("fxs1").rung).isZero();
        assertThat(desks.rung).containsExactly("202");
        assertThat(world.sip.invitations.getFirst().from()).isEqualTo(new CallingParty("201", "", false, List.of(new Diversion("211", "unconditional", false, 1))));
        desks.answer("202");
        hangUpAll();
        CallRecord record = only();
        assertThat(record.to()).isEqualTo("phones/202");
        assertThat(record.timeline()).anyMatch(entry -> entry.what().equals("fxs1 forwards always to 202, route phones"));
        world = start();
        desks.rung.clear();
        dials("fxs2", "211");
        assertThat(desks.rung).as("the other process knows it, too").containsExactly("202");
        hangUpAll();
        sets("fxs1", "*73");
        dials("fxs2", "211");
        assertThat(telephone("fxs1").rings()).isTrue();
        hangUpAll();
    }

    @Test
    void whoIsBusyOrUndisturbedForwardsAndThePlansNextPlaceComesBehind() {
        sets("fxs2", "*90201");
        telephone("fxs2").lift();
        LegId first = desks.call("202", "212");
        assertThat(desks.rung).containsExactly("201");
        // Nobody is there either: the plan goes on behind fxs2, where busy leads to 202.
        world.sip.report(new SipEvent.Released(desks.ringing.get("201"), ReleaseCause.BUSY, 486, "Busy Here"));
        world.advance(100);
        assertThat(desks.rung).as("route phones does not move on when busy").containsExactly("201");
        assertThat(desks.ended).containsEntry(first, 486);
        telephone("fxs2").hangUp();
        sets("fxs2", "*78");
        desks.rung.clear();
        desks.call("202", "212");
        assertThat(desks.rung).containsExactly("201");
        hangUpAll();
    }

    @Test
    void whoDoesNotAnswerForwardsAfterItsTimeOrWhenThePlanLetsItRingNoLonger() {
        sets("fxs1", "*92202");
        desks.call("201", "211");
        assertThat(telephone("fxs1").rings()).isTrue();
        world.advance(14_700);
        assertThat(desks.rung).isEmpty();
        world.advance(500);
        assertThat(telephone("fxs1").rings()).isFalse();
        assertThat(desks.rung).containsExactly("202");
        desks.answer("202");
        hangUpAll();
        sets("fxs3", "*92202");
        desks.rung.clear();
        desks.call("201", "213");
        world.advance(10_100);
        assertThat(desks.rung).as("route three lets it ring for 10 s").containsExactly("202");
        hangUpAll();
        desks.call("201", "213");
        telephone("fxs3").lift();
        world.advance(20_000);
        assertThat(state("fxs3")).as("answered in time").isEqualTo("Talking");
        hangUpAll();
    }

    @Test
    void forwardedCallsAreTheTelephonesOwnAsFarAsThePlanIsConcerned() {
        // fxs1 has no permission for long distance: it is refused when it is set, and nothing is kept.
        dials("fxs1", "*72812125550100");
        assertThat(state("fxs1")).isEqualTo("Ended");
        assertThat(disk.lines.getOrDefault("fxs1", "")).doesNotContain("forward");
        telephone("fxs1").hangUp();
        sets("fxs1", "*72911");
        assertThat(disk.lines.getOrDefault("fxs1", "")).as("nobody is forwarded to an emergency number").doesNotContain("forward");
        // What a plan allowed once is asked again for each call.
        disk.lines.put("fxs1", "forward.always=812125550100");
        disk.lines.put("fxs2", "forward.always=812125550100");
        world = start();
        LegId refused = desks.call("201", "211");
        assertThat(desks.ended).containsEntry(refused, 403);
        desks.call("201", "212");
        assertThat(world.sip.invitations).singleElement().satisfies(invitation -> {
            assertThat(invitation.target()).isEqualTo(new Target.Trunk("carrier", "+12125550100"));
            assertThat(invitation.from().number()).as("who calls is who called").isEqualTo("201");
        });
        hangUpAll();
    }

    @Test
    void aCircleIsRefusedAndSoIsACallThatWasSentOnTooOften() {
        sets("fxs1", "*72212");
        sets("fxs2", "*72213");
        sets("fxs3", "*72211");
        LegId circle = desks.call("201", "211");
        assertThat(desks.ended).containsEntry(circle, 482);
        CallingParty tired = new CallingParty("201", "", false, List.of(new Diversion("1", "unconditional", false, 2), new Diversion("2", "user-busy", false, 3)));
        sets("fxs1", "*72202");
        assertThat(desks.ended).containsEntry(desks.call(tired, "211"), 482);
        assertThat(desks.rung).isEmpty();
        world.records.forEach(record -> assertThat(record.cause()).isEqualTo(ReleaseCause.FORWARDED_TOO_OFTEN));
        hangUpAll();
    }

    @Test
    void noTelephoneHasMoreThanThreeCallsElsewhere() {
        sets("fxs1", "*72202");
        for (int i = 0; i < 3; i++) {
            desks.call("201", "211");
        }
        assertThat(desks.ended).containsEntry(desks.call("201", "211"), 482);
        assertThat(desks.rung).hasSize(3);
    }

    @Test
    void inAGroupWhoseCallsGoElsewhereIsPassedOver() {
        sets("fxs1", "*72202");
        desks.call("202", "220");
        assertThat(telephone("fxs1").rings()).isFalse();
        assertThat(telephone("fxs2").rings()).isTrue();
        assertThat(desks.rung).containsExactly("201");
    }

    @Test
    void aCallFromTheLandlineIsForwardedOutsideOverSip() {
        sets("fxs1", "*72202");
        world.exchange.call("5550101", org.tipring.tdm.callerid.CallerId.of("5557000", "CALLER"), 60_000, new Voices.Silence(), Subscriber.NEVER, world.now());
        world.until(() -> !desks.rung.isEmpty(), 15_000, "the other telephone rings");
        assertThat(desks.rung).containsExactly("202");
        assertThat(world.sip.invitations.getFirst().from().diversions()).hasSize(1);
    }

    // ---- who is refused

    @Test
    void whoWithholdsTheNumberIsRefusedAndPassedOverInAGroup() {
        sets("fxs1", "*77");
        CallingParty nobody = new CallingParty("", "", true);
        assertThat(desks.ended).containsEntry(desks.call(nobody, "211"), 433);
        desks.call("201", "211");
        assertThat(telephone("fxs1").rings()).isTrue();
        hangUpAll();
        desks.call(nobody, "220");
        assertThat(telephone("fxs1").rings()).isFalse();
        assertThat(telephone("fxs2").rings()).isTrue();
        assertThat(world.records.getFirst().cause()).isEqualTo(ReleaseCause.ANONYMOUS_REFUSED);
    }

    @Test
    void theNumberIsWithheldForGoodButNeverFromWhoHelps() {
        sets("fxs1", "*31");
        dials("fxs1", "201");
        assertThat(world.sip.invitations.getLast().from().withheld()).isTrue();
        hangUpAll();
        dials("fxs1", "911");
        world.until(() -> world.calls.status().stream().anyMatch(call -> call.state().equals("talking")), 20_000, "help answers");
        hangUpAll();
        assertThat(world.notices.getLast()).contains("from 211");
    }

    // ---- picking up

    @Test
    void aCallIsTakenFromAnotherTelephoneOfTheGroupAndStaysOneCall() {
        LegId caller = desks.call("201", "211");
        assertThat(telephone("fxs1").rings()).isTrue();
        dials("fxs3", "*98");
        assertThat(telephone("fxs1").rings()).isFalse();
        assertThat(state("fxs3")).isEqualTo("Talking");
        assertThat(world.sip.alive(caller)).isTrue();
        telephone("fxs3").hangUp();
        world.advance(1_000);
        CallRecord record = only();
        assertThat(record.to()).isEqualTo("analog/fxs3");
        assertThat(record.answeredBy()).isEqualTo("pick-up");
        assertThat(record.endedBy()).isEqualTo("called");
        hangUpAll();
    }

    @Test
    void aCallIsTakenFromTheTelephoneOfANumberAlsoFromASipTelephone() {
        dials("fxs1", "202");
        dials("fxs2", "**202");
        assertThat(state("fxs1")).isEqualTo("Talking");
        assertThat(state("fxs2")).isEqualTo("Talking");
        assertThat(desks.ended).as("it rings there no longer").containsKey(desks.ringing.get("202"));
        hangUpAll();
        assertThat(only().answeredBy()).isEqualTo("pick-up");
    }

    @Test
    void whereNothingRingsThereIsReorderToneAndNoCall() {
        dials("fxs3", "*98");
        assertThat(state("fxs3")).isEqualTo("Ended");
        telephone("fxs3").hangUp();
        dials("fxs3", "**211");
        assertThat(state("fxs3")).isEqualTo("Ended");
        assertThat(world.open).isEmpty();
        assertThat(world.records).isEmpty();
    }

    // ---- wake-up calls. It is 4 o'clock in New York.

    @Test
    void aTelephoneRingsAtItsTimeAlsoAfterARestartAndOnce() {
        sets("fxs1", "*550500");
        world = start();
        world.until(() -> telephone("fxs1").rings(), 3_600_000, "it rings");
        assertThat(world.now() / 1_000_000_000L).as("at 5, an hour after the world began").isBetween(3_600L, 3_601L);
        assertThat(telephone("fxs1").shown.getLast().caller().name()).isEqualTo("WAKE-UP");
        telephone("fxs1").lift();
        world.advance(1_000);
        telephone("fxs1").hangUp();
        world.advance(25 * 3_600_000L);
        assertThat(telephone("fxs1").rung).isEqualTo(1);
        assertThat(disk.lines.get("fxs1")).doesNotContain("wake");
        assertThat(world.records).as("it is no call").isEmpty();
    }

    @Test
    void whoSleepsOnIsRungThreeTimes() {
        sets("fxs1", "*550405");
        world.advance(30 * 60_000);
        assertThat(telephone("fxs1").rung).isEqualTo(3);
        assertThat(telephone("fxs1").rings()).isFalse();
        assertThat(disk.lines.get("fxs1")).doesNotContain("wake");
    }

    @Test
    void aWakeUpCallCanBeTakenBackAndDoesNotBreakIntoACall() {
        sets("fxs1", "*550405", "*56");
        world.advance(10 * 60_000);
        assertThat(telephone("fxs1").rung).isZero();
        sets("fxs1", "*550415");
        dials("fxs1", "212");
        telephone("fxs2").lift();
        world.advance(6 * 60_000);
        assertThat(state("fxs1")).isEqualTo("Talking");
        telephone("fxs1").hangUp();
        world.advance(4 * 60_000);
        assertThat(telephone("fxs1").rung).as("later, when it is free").isEqualTo(1);
    }

    // ---- speed dial, hot and warm lines

    @Test
    void speedDialsOutliveARestart() {
        sets("fxs1", "*743201");
        world = start();
        dials("fxs1", "*753");
        assertThat(desks.rung).containsExactly("201");
        hangUpAll();
    }

    @Test
    void aHotLineRingsAtOnceAndAWarmOneUnlessSomethingIsDialled() {
        telephone("fxs4").lift();
        world.advance(100);
        assertThat(desks.rung).containsExactly("201");
        hangUpAll();
        telephone("fxs5").lift();
        world.advance(3_900);
        assertThat(desks.rung).hasSize(1);
        world.advance(200);
        assertThat(desks.rung).containsExactly("201", "202");
        hangUpAll();
        dials("fxs5", "211");
        assertThat(telephone("fxs1").rings()).isTrue();
        hangUpAll();
        sets("fxs5", "*72211");
        assertThat(disk.lines.get("fxs5")).as("codes work on a warm line").contains("forward.always=211");
    }

    // ---- messages waiting

    @Test
    void messagesLightTheLampOfATelephoneThatIsOnHookAndAgainAfterARestart() {
        world.sip.report(new SipEvent.MessagesWaiting("carrier", "+212", 2));
        world.sip.report(new SipEvent.MessagesWaiting("carrier", "999", 2));
        world.advance(100);
        assertThat(telephone("fxs2").lamps).containsExactly(true);
        assertThat(telephone("fxs1").lamps).isEmpty();
        assertThat(disk.lines.get("fxs2")).contains("messages=2");
        telephone("fxs2").lift();
        world.sip.report(new SipEvent.MessagesWaiting("carrier", "212", 0));
        world.advance(10_000);
        assertThat(telephone("fxs2").lamps).as("not while it is off-hook").hasSize(1);
        telephone("fxs2").hangUp();
        world.advance(1_900);
        assertThat(telephone("fxs2").lamps).hasSize(1);
        world.advance(2_000);
        assertThat(telephone("fxs2").lamps).containsExactly(true, false);
        world.sip.report(new SipEvent.MessagesWaiting("carrier", "212", 1));
        world.advance(100);
        world = start();
        world.advance(5_000);
        assertThat(telephone("fxs2").lamps).containsExactly(true);
    }

    @Test
    void aCallThatBreaksInUponTheTellingHasItToldAgain() {
        world.advance(5_000);
        world.sip.report(new SipEvent.MessagesWaiting("carrier", "211", 1));
        world.advance(1_000);
        LegId caller = desks.call("201", "211");
        assertThat(telephone("fxs1").rings()).isTrue();
        world.sip.report(new SipEvent.Released(caller, ReleaseCause.CANCELLED, 487, "CANCEL"));
        world.advance(10_000);
        assertThat(telephone("fxs1").lamps).containsExactly(true, true);
    }

    // ---- parking

    private void parks(String name, String code) {
        telephone(name).flash();
        world.advance(100);
        telephone(name).press(code);
        world.advance(500);
    }

    @Test
    void aCallIsLeftAtAPlaceAndTakenFromAnotherTelephone() {
        dials("fxs1", "213");
        telephone("fxs3").lift();
        world.advance(500);
        parks("fxs3", "*683");
        assertThat(state("fxs3")).as("it may dial on").isEqualTo("Dialling");
        assertThat(world.calls.parked()).singleElement().asString().startsWith("place 3: call ").endsWith("left by fxs3");
        telephone("fxs3").hangUp();
        world.advance(30_000);
        assertThat(telephone("fxs3").rings()).isFalse();
        dials("fxs2", "*613");
        assertThat(state("fxs2")).isEqualTo("Talking");
        assertThat(world.calls.parked()).isEmpty();
        telephone("fxs2").hangUp();
        world.advance(1_000);
        CallRecord record = only();
        assertThat(record.endedBy()).isEqualTo("called");
        assertThat(record.timeline()).anyMatch(entry -> entry.what().equals("fxs3: left at place 3")).anyMatch(entry -> entry.what().equals("fxs2: taken from place 3"));
        hangUpAll();
    }

    @Test
    void whoCalledMayBeParkedToo() {
        dials("fxs1", "213");
        telephone("fxs3").lift();
        world.advance(500);
        parks("fxs1", "*680");
        telephone("fxs1").hangUp();
        dials("fxs2", "*610");
        assertThat(state("fxs2")).isEqualTo("Talking");
        assertThat(state("fxs3")).isEqualTo("Talking");
        telephone("fxs3").hangUp();
        world.advance(1_000);
        assertThat(only().endedBy()).isEqualTo("called");
        assertThat(state("fxs2")).isEqualTo("Ended");
        hangUpAll();
    }

    @Test
    void aCallThatNobodyFetchesRingsBackWhereItWasLeft() {
        dials("fxs1", "213");
        telephone("fxs3").lift();
        world.advance(500);
        parks("fxs3", "*684");
        telephone("fxs3").hangUp();
        world.advance(125_000);
        assertThat(telephone("fxs3").rings()).isTrue();
        telephone("fxs3").lift();
        world.advance(500);
        assertThat(state("fxs3")).isEqualTo("Talking");
        assertThat(world.calls.parked()).isEmpty();
        hangUpAll();
        assertThat(only().endedBy()).isNotEqualTo("gateway");
    }

    @Test
    void aPlaceTakesOneCallAndAnEmptyOneGivesNone() {
        dials("fxs1", "213");
        telephone("fxs3").lift();
        world.advance(500);
        parks("fxs3", "*681");
        telephone("fxs3").hangUp();
        dials("fxs2", "*619");
        assertThat(state("fxs2")).isEqualTo("Ended");
        telephone("fxs2").hangUp();
        dials("fxs2", "213");
        telephone("fxs3").lift();
        world.advance(500);
        parks("fxs3", "*681");
        assertThat(state("fxs3")).as("taken").isEqualTo("Ended");
        telephone("fxs1").hangUp();
        world.advance(500);
        assertThat(world.calls.parked()).as("the far end of the first has hung up").isEmpty();
        hangUpAll();
        assertThat(world.records).hasSize(2);
    }

    // ---- call return

    @Test
    void whoCalledLastIsCalledAsTheTelephoneDialsIt() {
        desks.call("202", "211");
        hangUpAll();
        dials("fxs1", "*69");
        assertThat(desks.rung).containsExactly("202");
        hangUpAll();
        world.exchange.call("5550101", org.tipring.tdm.callerid.CallerId.of("2125550177", "CALLER"), 12_000, new Voices.Silence(), Subscriber.NEVER, world.now());
        world.until(() -> telephone("fxs1").rings(), 15_000, "it rings");
        world.until(() -> world.open.isEmpty(), 60_000, "the caller gives up");
        world.advance(20_000);
        dials("fxs1", "*69");
        hangUpAll();
        assertThat(world.records.getLast().called()).isEqualTo("912125550177");
    }
}
