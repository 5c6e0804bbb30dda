package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sip.SipEndpoint.Target;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.signaling.sip.SipEvent.CallingParty;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;
import org.tipring.tdm.line.FxoState;

/// What a route says about the way a place is called: one after the other, with which ring, under whose number, with which sound; and
/// whom it tells of an emergency call.
class AttemptsInTheWorldTest implements ScriptedSip.Telephones {

    private static final String PLAN = """
            [country]
            name = US
            code = 1
            time zone = America/New_York

            [emergency]
            numbers = 911
            use = landlines
            pre-empt = landlines
            notify = desk, 210, mailto:safety@example.org

            [interface phones]
            sip = registrar
            members = 201, 202, 203, 210
            numbers = as-dialled

            [interface carrier]
            sip = trunk
            numbers = e164

            [interface landlines]
            members = fxo1
            numbers = national

            [ring-group desk]
            members = 201, 202, 210
            pick = PICK
            for = 15s

            [route desk]
            called = 300
            to = desk
            to = phones, set 203
            next on = no-answer

            [route fax]
            from = phones
            called = 9 1XX
            to = landlines, strip 1
            media = g711 clear-channel

            [route fax inside]
            called = 500
            to = phones, set 202
            media = g711 clear-channel

            [route door]
            called = 400
            to = phones, set 201, ring 2
            caller id = +1 212 555 0100

            [route secret]
            called = 401
            to = phones, set 201
            caller id = anonymous

            [route out]
            called = 8...
            to = carrier, strip 1
            caller id = anonymous

            [route rest]
            to = reject 404
            """;

    private final List<String> rung = new ArrayList<>();
    private final Map<String, LegId> ringing = new HashMap<>();
    private final List<String> offers = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final Map<LegId, Integer> ended = new HashMap<>();

    private World world(String pick) {
        World world = new World(7, 1, TestPlans.read(PLAN.replace("PICK", pick)), ExchangeSettings.of("US"));
        world.sip.telephones = this;
        world.exchange.subscribe("911", new Subscriber.Answers(500, Voices.Announcement::new, Subscriber.NEVER));
        world.exchange.subscribe("100", new Subscriber.Answers(500, Voices.Announcement::new, Subscriber.NEVER));
        world.until(() -> world.lineController.status().stream().allMatch(line -> line.inService()), 60_000, "the line in service");
        return world;
    }

    private static String sdp(LegId leg, AudioFormat... formats) {
        return OfferAnswer.offer("10.0.0.2", 10_000 + (int) leg.number() * 2, List.of(formats), 101, 20, Direction.SENDRECV, 1, 1);
    }

    private static LegId dial(World world, CallingParty from, String number) {
        LegId leg = world.legIds.get();
        world.sip.report(new SipEvent.Invited(leg, new SipEvent.Source.Extension(from.number()), number, from,
                sdp(leg, AudioFormat.PCMA, AudioFormat.PCMU), "x"));
        return leg;
    }

    private static LegId dial(World world, String user, String number) {
        return dial(world, new CallingParty(user, "", false), number);
    }

    @Override
    public void rings(LegId leg, String user, String offer) {
        rung.add(user);
        ringing.put(user, leg);
        offers.add(offer);
    }

    @Override
    public void answered(LegId leg, String sdp) {
        answers.add(sdp);
    }

    @Override
    public void progress(LegId leg, String sdp) {
        answers.add(sdp);
    }

    @Override
    public void ended(LegId leg, ReleaseCause cause, int status) {
        ended.put(leg, status);
    }

    // ---- ring groups

    @ParameterizedTest
    @CsvSource({"ascending, 201 202 210", "descending, 210 202 201", "least-used, 201 202 210"})
    void theTelephonesOfAGroupRingOneAfterTheOtherEachForItsTime(String pick, String order) {
        World world = world(pick);
        LegId caller = dial(world, "203", "300");
        String[] expected = order.split(" ");
        for (int i = 1; i <= expected.length; i++) {
            world.advance(1_000);
            assertThat(rung).containsExactly(List.of(expected).subList(0, i).toArray(String[]::new));
            world.advance(13_500);
            assertThat(rung).as("its 15 s are not over").hasSize(i);
            assertThat(ended).as("one rings at a time").hasSize(i - 1);
            world.advance(500);
        }
        world.advance(500);
        assertThat(rung).as("nobody answered, so the route goes on").containsExactly(Stream.concat(Stream.of(expected), Stream.of("203")).toArray(String[]::new));
        assertThat(ended).doesNotContainKey(caller);
    }

    @Test
    void whoIsBusyOrNotRegisteredIsPassedOverAtOnceAndTheFirstToAnswerHasTheCall() {
        World world = world("ascending");
        world.sip.reachable("202", false);
        dial(world, "203", "300");
        world.advance(100);
        assertThat(rung).containsExactly("201");
        world.sip.report(new SipEvent.Released(ringing.get("201"), ReleaseCause.BUSY, 486, "Busy Here"));
        world.advance(100);
        assertThat(rung).containsExactly("201", "210");
        world.sip.report(new SipEvent.Answered(ringing.get("210"), sdp(ringing.get("210"), AudioFormat.PCMU)));
        world.advance(20_000);
        assertThat(world.calls.status()).singleElement().satisfies(call -> {
            assertThat(call.state()).isEqualTo("talking");
            assertThat(call.to()).isEqualTo("desk/210");
        });
        assertThat(rung).hasSize(2);
    }

    @Test
    void aGroupWhereAllAreBusyIsBusy() {
        World world = world("ascending");
        LegId caller = dial(world, "203", "300");
        for (String user : List.of("201", "202", "210")) {
            world.until(() -> ringing.containsKey(user), 100, user + " rings");
            world.sip.report(new SipEvent.Released(ringing.get(user), ReleaseCause.BUSY, 486, "Busy Here"));
        }
        world.advance(100);
        assertThat(ended).as("busy is not in next on").containsEntry(caller, 486);
    }

    @Test
    void roundRobinBeginsBehindTheLastThatRangAndAllRingsAllAtOnce() {
        World world = world("round-robin");
        for (String first : List.of("201", "202", "210", "201")) {
            rung.clear();
            LegId caller = dial(world, "203", "300");
            world.advance(1_000);
            assertThat(rung).containsExactly(first);
            world.sip.report(new SipEvent.Released(caller, ReleaseCause.CANCELLED, 487, "CANCEL"));
            world.advance(1_000);
        }
        World together = world("all");
        rung.clear();
        dial(together, "203", "300");
        together.advance(1_000);
        assertThat(rung).containsExactly("201", "202", "210");
    }

    // ---- how it is offered

    @Test
    void theTelephoneIsAskedForItsRingAndShownTheNumberThatTheRouteSays() {
        World world = world("all");
        dial(world, new CallingParty("203", "Ada", false), "400");
        dial(world, "203", "401");
        dial(world, "203", "8555");
        dial(world, "203", "500");
        world.advance(100);
        assertThat(world.sip.invitations).containsExactly(
                new ScriptedSip.Invitation(new Target.Extension("201"), new CallingParty("+12125550100", "Ada", false), 2),
                new ScriptedSip.Invitation(new Target.Extension("201"), new CallingParty("", "", true), 0),
                new ScriptedSip.Invitation(new Target.Trunk("carrier", "555"), new CallingParty("", "", true), 0),
                new ScriptedSip.Invitation(new Target.Extension("202"), new CallingParty("203", "", false), 0));
    }

    @Test
    void aClearChannelOffersOnlyTheCallersLawAndNoTelephoneEvents() {
        World world = world("all");
        dial(world, "203", "300");
        dial(world, "203", "500");
        world.advance(100);
        // Ours prefers µ-law, so that is what was settled with the caller, who can do both.
        assertThat(offers.getFirst()).contains("PCMU", "PCMA", "telephone-event");
        assertThat(offers.getLast()).contains("PCMU/8000").doesNotContain("PCMA", "telephone-event");
        world.sip.report(new SipEvent.Answered(ringing.get("202"), sdp(ringing.get("202"), AudioFormat.PCMU)));
        world.advance(100);
        assertThat(answers).singleElement().satisfies(answer -> assertThat(answer).contains("PCMU/8000").doesNotContain("telephone-event"));
    }

    @Test
    void aFaxOnALineKeepsItsSoundAndItsKeysInOnePiece() {
        World world = world("all");
        dial(world, "203", "9100");
        world.until(() -> !answers.isEmpty(), 10_000, "early media");
        assertThat(answers.getFirst()).contains("PCMU/8000").doesNotContain("telephone-event");
    }

    // ---- notices of emergency calls

    private static final String NOTICE = "Emergency call from 203 (Ada) to 911 at 04:00:0\\d, line fxo1";

    private LegId callForHelp(World world) {
        LegId leg = dial(world, new CallingParty("203", "Ada", false), "911");
        long asked = world.now();
        world.until(() -> world.closedLoops.contains("5550101"), 1_000, "the line is seized within a second");
        System.out.printf("emergency with notice: off-hook %d ms after it was dialled%n", (world.now() - asked) / 1_000_000);
        return leg;
    }

    @Test
    void telephonesShowWhoCalledForHelpAndTheJournalHasIt() {
        World world = world("all");
        world.sip.reachable("202", false);
        callForHelp(world);
        world.until(() -> world.calls.status().getFirst().state().equals("talking"), 20_000, "help answers");
        assertThat(world.sip.messages).hasSize(2).allMatch(text -> text.matches("(201|210): " + NOTICE.replace("(Ada)", "\\(Ada\\)")));
        assertThat(world.notices).singleElement().satisfies(notice -> assertThat(notice)
                .matches(NOTICE.replace("(Ada)", "\\(Ada\\)") + " -> \\[desk, 210, mailto:safety@example.org]"));
        assertThat(world.calls.status()).singleElement().satisfies(call -> assertThat(call.to()).isEqualTo("landlines/fxo1"));
    }

    @Test
    void whateverGoesWrongInTellingTheCallForHelpIsOnItsWay() {
        World world = world("all");
        List<Boolean> offHookWhenTold = new ArrayList<>();
        world.sip.onMessage = () -> {
            offHookWhenTold.add(world.lineController.status().getFirst().state() instanceof FxoState.OnHook);
            throw new IllegalStateException("the network is down");
        };
        LegId leg = callForHelp(world);
        world.until(() -> world.calls.status().getFirst().state().equals("talking"), 20_000, "help answers");
        assertThat(offHookWhenTold).as("told after the line was seized").containsExactly(false, false, false);
        assertThat(world.control.failures()).isEqualTo(3);
        assertThat(world.notices).hasSize(1);
        assertThat(ended).doesNotContainKey(leg);
    }

    @Test
    void aCallForHelpThatFindsNoLineIsToldLoudly() {
        World world = world("all");
        callForHelp(world);
        LegId second = dial(world, "202", "911");
        world.until(() -> ended.containsKey(second), 5_000, "the only line has an emergency call already");
        world.advance(3_000);
        assertThat(ended.get(second)).isEqualTo(503);
        assertThat(world.notices.getLast()).contains("Emergency call from 202 to 911 at ", "was NOT put through: ");
        assertThat(world.sip.messages.getLast()).startsWith("210: Emergency call from 202").contains("NOT put through");
    }
}
