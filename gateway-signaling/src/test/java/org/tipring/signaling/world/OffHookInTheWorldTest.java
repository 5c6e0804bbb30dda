package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sip.BannedTelephone;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;

/// Telephones that are off hook with no digits (hot line, warm line), and calls for help from every kind of source against everything
/// that could hold them back.
class OffHookInTheWorldTest implements ScriptedSip.Telephones {

    private static final String PLAN = """
            [country]
            name = US
            code = 1

            [emergency]
            numbers = 911 | 112
            also after = 9
            use = landlines
            pre-empt = landlines

            [interface phones]
            sip = registrar
            members = 201, 202, lift, door, 210
            numbers = as-dialled

            [interface landlines]
            members = fxo1, fxo2, fxo3
            pick = ascending
            keep free = 1
            limit = 1 minutes per month
            numbers = national

            [hours never]
            open = 2020-01-01

            [list staff]
            numbers = +1 555 755 5777 | 5557777

            [route staff dial in]
            from = landlines
            caller = list staff
            answer = after 1 rings
            ask pin = travellers
            then = dial tone as phones

            [route lift alarm]
            from = lift
            called = nothing
            to = phones, set 210

            [route door]
            from = door
            called = nothing after 4s
            to = phones, set 210

            [route no emergency here]
            from = phones
            called = 911 | 112 | 9 911 | 9 112
            to = reject 403

            [route closed]
            from = phones
            called = 91XX
            when = never
            to = landlines, strip 1

            [route out]
            from = phones
            called = 9 1XX
            to = landlines, strip 1

            [route in]
            from = landlines
            to = phones, set 210

            [route rest]
            to = reject 404
            """;

    private final List<String> rung = new ArrayList<>();
    private final List<LegId> rungLegs = new ArrayList<>();
    private final List<LegId> answered = new ArrayList<>();
    private final Map<LegId, Integer> ended = new HashMap<>();
    private World world;

    private void open() {
        open(3, ExchangeSettings.of("US"));
    }

    private void open(int lines, ExchangeSettings exchange) {
        String plan = lines == 3 ? PLAN : PLAN.replace("fxo1, fxo2, fxo3", "fxo1").replace("keep free = 1", "keep free = 0");
        world = new World(7, lines, TestPlans.read(plan), exchange,
                (_, pin, _, answer) -> answer.accept(pin.equals("1234")));
        world.sip.telephones = this;
        for (String number : List.of("100", "911", "112")) {
            world.exchange.subscribe(number, new Subscriber.Answers(500, Voices.Announcement::new, Subscriber.NEVER));
        }
        world.until(() -> world.lineController.status().stream().allMatch(line -> line.inService()), 60_000, "lines in service");
    }

    private LegId dial(String user, String number) {
        LegId leg = world.legIds.get();
        world.sip.report(new SipEvent.Invited(leg, new SipEvent.Source.Extension(user), number, new SipEvent.CallingParty(user, "", false),
                sdp("10.0.0.2", leg), "x"));
        return leg;
    }

    private static String sdp(String address, LegId leg) {
        return OfferAnswer.offer(address, 10_000 + (int) leg.number() * 2, List.of(AudioFormat.PCMU), 101, 20, Direction.SENDRECV, 1, 1);
    }

    private void press(LegId leg, String keys) {
        for (char key : keys.toCharArray()) {
            world.sip.report(new SipEvent.Digit(leg, key));
            world.advance(200);
        }
    }

    @Override
    public void rings(LegId leg, String user, String offer) {
        rung.add(user);
        rungLegs.add(leg);
        world.after(500, () -> world.sip.report(new SipEvent.Answered(leg, sdp("10.0.0.3", leg))));
    }

    @Override
    public void answered(LegId leg, String sdp) {
        answered.add(leg);
    }

    @Override
    public void progress(LegId leg, String sdp) { }

    @Override
    public void ended(LegId leg, ReleaseCause cause, int status) {
        ended.put(leg, status);
    }

    private boolean talks(String from, String to) {
        return world.calls.status().stream().anyMatch(call -> call.from().equals(from) && call.to().startsWith(to) && call.state().equals("talking"));
    }

    // ---- hot and warm line

    @Test
    void aHotLineRingsAtOnce() {
        open();
        dial("lift", "");
        world.until(() -> rung.contains("210"), 100, "rings at once");
        world.until(() -> talks("phones/lift", "phones/210"), 2_000, "talks");
    }

    @Test
    void aWarmLineGivesDialToneAndRingsWhenItsWaitIsOver() {
        open();
        LegId door = dial("door", "");
        world.until(() -> answered.contains(door), 500, "answered, to hear dial tone");
        world.advance(3_800);
        assertThat(rung).as("before 4 s are over").isEmpty();
        world.until(() -> rung.contains("210"), 400, "rings after 4 s");
        world.until(() -> talks("phones/door", "phones/210"), 2_000, "talks");
    }

    @Test
    void whatIsDialledBeforeTheWaitIsOverGoesWhereItWasDialled() {
        open();
        LegId door = dial("door", "");
        world.until(() -> answered.contains(door), 500, "dial tone");
        world.advance(2_000);
        press(door, "9100");
        world.until(() -> talks("phones/door", "landlines/"), 10_000, "the outside number answers");
        assertThat(rung).isEmpty();
        world.sip.report(new SipEvent.Released(door, ReleaseCause.NORMAL, 0, "BYE"));
        world.until(() -> world.records.size() == 1, 10_000, "the record");
        assertThat(world.records.getFirst().sent()).isEqualTo("100");
        assertThat(world.records.getFirst().timeline().toString()).contains("off hook with no digits: dial tone", "dialled 9100");
    }

    @Test
    void aWarmLinesTelephoneThatDialsWhatLeadsNowhereIsRefused() {
        open();
        LegId door = dial("door", "");
        world.until(() -> answered.contains(door), 500, "dial tone");
        press(door, "5");
        world.until(() -> ended.containsKey(door), 15_000, "refused");
        assertThat(rung).isEmpty();
    }

    @Test
    void whoHangsUpDuringTheWaitRingsNobody() {
        open();
        LegId door = dial("door", "");
        world.until(() -> answered.contains(door), 500, "dial tone");
        world.sip.report(new SipEvent.Released(door, ReleaseCause.NORMAL, 0, "BYE"));
        world.advance(10_000);
        assertThat(rung).isEmpty();
        assertThat(world.records).hasSize(1);
    }

    @Test
    void aTelephoneWithoutSuchALineIsToldThatItDialledNothing() {
        open();
        LegId leg = dial("201", "");
        world.until(() -> ended.containsKey(leg), 500, "refused");
        assertThat(ended.get(leg)).isEqualTo(404);
    }

    // ---- emergency

    /// Every line talks, with one call that went out and others that came in later; the minutes of the month are used up; the routes
    /// forbid the numbers, or are closed.
    private void everythingAgainstIt(String... incoming) {
        open();
        talkFor(25_000);
        talkFor(25_000);
        // It stays less than the 30 s after which a call without RTP is ended.
        dial("202", "9100");
        world.until(() -> talks("phones/202", "landlines/fxo1"), 10_000, "a call that stays");
        talkFor(12_000);
        LegId spent = dial("201", "9100");
        world.until(() -> ended.containsKey(spent), 5_000, "the limit holds for ordinary calls");
        assertThat(ended.get(spent)).isEqualTo(503);
        callsComeIn(incoming);
        world.until(() -> talking() == 1 + incoming.length, 20_000, "the lines are busy");
    }

    private void talkFor(long millis) {
        int before = world.records.size();
        LegId leg = dial("201", "9100");
        world.until(() -> talks("phones/201", "landlines/"), 10_000, "a call");
        world.advance(millis);
        world.sip.report(new SipEvent.Released(leg, ReleaseCause.NORMAL, 0, "BYE"));
        world.until(() -> world.records.size() > before, 10_000, "more of the minute is used up");
        world.advance(2_000);
    }

    private void callsComeIn(String... lines) {
        for (String line : lines) {
            world.exchange.call(line, CallerId.of("5558642", "MARY"), 600_000, new Voices.Announcement(), Subscriber.NEVER, world.now());
        }
    }

    private long preempted() {
        return world.records.stream().filter(record -> record.cause() == ReleaseCause.PREEMPTED).count();
    }

    private long talking() {
        return world.calls.status().stream().filter(call -> call.state().equals("talking")).count();
    }

    private void goesOutWithinASecond(String from, long asked) {
        world.until(() -> world.calls.status().stream().anyMatch(call -> call.from().equals(from) && call.to().startsWith("landlines/")),
                1_000 - (world.now() - asked) / 1_000_000, "the emergency call of " + from + " goes out within a second");
        System.out.printf("emergency of %s: seizes after %d ms%n", from, (world.now() - asked) / 1_000_000);
    }

    /// `stray` is registered and in no interface of the plan.
    @ParameterizedTest
    @CsvSource({"201, 911", "201, 112", "201, 9911", "201, 9112", "lift, 911", "door, 112", "stray, 911", "stray, 112", "stray, 9911", "stray, 9112"})
    void aTelephoneCallsForHelpAgainstEverything(String user, String number) {
        everythingAgainstIt("5550102", "5550103");
        long asked = world.now();
        LegId help = dial(user, number);
        goesOutWithinASecond((user.equals("stray") ? "" : "phones") + "/" + user, asked);
        world.until(() -> answered.contains(help), 20_000, "help answers");
        assertThat(preempted()).isEqualTo(1);
        assertThat(talking()).isEqualTo(3);
    }

    /// Its address is banned by a real endpoint, which lets nothing through but this; the lines are those of the world.
    @ParameterizedTest
    @ValueSource(strings = {"911", "112", "9911", "9112"})
    void aBannedTelephoneCallsForHelpAgainstEverything(String number) throws Exception {
        everythingAgainstIt("5550102", "5550103");
        try (BannedTelephone telephone = new BannedTelephone(world.calls.plan()::isEmergency)) {
            assertThat(telephone.isHeard("9100")).as("banned").isFalse();
            long dialled = System.nanoTime();
            SipEvent.Invited call = telephone.calls(number);
            long atGate = (System.nanoTime() - dialled) / 1_000_000;
            System.out.printf("banned telephone, %s: through the gate in %d ms%n", number, atGate);
            assertThat(atGate).as("real time, on a machine that others use, too").isLessThan(1_000);
            LegId help = world.legIds.get();
            long asked = world.now();
            world.sip.report(new SipEvent.Invited(help, call.source(), call.called(), call.from(), sdp("10.0.0.2", help), call.sipCallId()));
            goesOutWithinASecond("phones/201", asked);
            world.until(() -> answered.contains(help), 20_000, "help answers");
            assertThat(telephone.isAnswered(call.leg())).isEqualTo(200);
        }
        assertThat(preempted()).isEqualTo(1);
    }

    /// Who called holds the line for a while after we have hung up, so there is no dial tone on it.
    @Test
    void whereTheCallerHoldsTheLineHelpIsAskedForOnTheNext() {
        open();
        callsComeIn("5550101", "5550102", "5550103");
        world.until(() -> talking() == 3, 20_000, "the lines are busy");
        LegId help = dial("201", "911");
        world.until(() -> preempted() == 1, 1_000, "a call is dropped");
        world.until(() -> preempted() == 2, 10_000, "no dial tone: another one is");
        String held = world.records.getLast().from().replace("landlines/fxo", "");
        world.exchange.farEndHangsUp("555010" + held, world.now());
        world.until(() -> answered.contains(help), 20_000, "there the caller has hung up, and help answers");
        assertThat(ended).doesNotContainKey(help);
    }

    private LegId everyLineIsHeld(int lines, int holdMillis) {
        open(lines, ExchangeSettings.of("US").withCallerHolding(holdMillis));
        for (int line = 1; line <= lines; line++) {
            callsComeIn("555010" + line);
        }
        world.until(() -> talking() == lines, 20_000, "the lines are busy");
        return dial("201", "911");
    }

    private String helpsTimeline(LegId help) {
        return world.records.stream().filter(record -> record.from().equals("phones/201")).map(record -> record.timeline().toString())
                .findFirst().orElseGet(() -> "no record; " + world.calls.status() + ", ended " + ended.get(help) + ", answered " + answered.contains(help));
    }

    /// An exchange lets go of a caller some time after the called line has hung up, and begins anew when it goes off-hook too early.
    @ParameterizedTest
    @CsvSource({"3, 5000, 22", "3, 12000, 22", "3, 24000, 38", "1, 5000, 22", "1, 12000, 22", "1, 24000, 50", "1, 60000, 118"})
    void whereEveryCallerHoldsItsLineForAWhileHelpIsReachedAfterIt(int lines, int holdMillis, int withinSeconds) {
        LegId help = everyLineIsHeld(lines, holdMillis);
        long asked = world.now();
        try {
            world.until(() -> answered.contains(help) || ended.containsKey(help), withinSeconds * 1_000L, "help answers");
        } finally {
            System.out.printf("%d lines held for %d ms each: help after %.1f s; the exchange was asked for %s; %s%n", lines, holdMillis, (world.now() - asked) / 1e9,
                world.dialled, helpsTimeline(help));
        }
        assertThat(world.dialled).as("who holds a line is not help").hasSize(1).allMatch(call -> call.endsWith(" 911"));
        assertThat(ended).doesNotContainKey(help);
        world.sip.report(new SipEvent.Released(help, ReleaseCause.NORMAL, 0, "BYE"));
        world.until(() -> world.records.stream().anyMatch(record -> record.from().equals("phones/201")), 10_000, "the record");
        System.out.println(helpsTimeline(help));
        assertThat(world.broken).isEmpty();
    }

    /// Nothing had to be dropped: a telephone of ours has just hung up on him.
    @Test
    void whoWasHungUpOnAMomentAgoHoldsTheLineToo() {
        open(1, ExchangeSettings.of("US").withCallerHolding(10_000));
        callsComeIn("5550101");
        world.until(() -> talking() == 1, 20_000, "the line is busy");
        world.sip.report(new SipEvent.Released(rungLegs.getLast(), ReleaseCause.NORMAL, 0, "BYE"));
        world.advance(2_000);
        LegId help = dial("201", "911");
        world.advance(8_000);
        LegId ordinary = dial("202", "9100");
        world.advance(1_000);
        assertThat(ended.get(ordinary)).as("a line that rests for help is nobody else's").isEqualTo(503);
        world.until(() -> answered.contains(help), 20_000, "help answers");
        assertThat(world.dialled).containsExactly("5550101 911");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whereEveryCallerHoldsItsLineForEverEachIsTriedAgainAndTheCallEnds(int lines) {
        LegId help = everyLineIsHeld(lines, Subscriber.NEVER);
        long asked = world.now();
        world.until(() -> answered.contains(help) || ended.containsKey(help), 180_000, "all tried");
        world.advance(5_000);
        System.out.printf("%d lines held for ever: over after %.1f s; %s%n", lines, (world.now() - asked) / 1e9, helpsTimeline(help));
        assertThat(answered).as("who holds a line is not help").doesNotContain(help);
        assertThat(ended.get(help)).isEqualTo(503);
        assertThat(world.dialled).isEmpty();
        assertThat(preempted()).isEqualTo(lines);
        for (int line = 1; line <= lines; line++) {
            assertThat(helpsTimeline(help)).contains("to landlines/fxo" + line);
        }
        assertThat(world.notices).anyMatch(notice -> notice.contains("NOT put through"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"911", "112", "9911", "9112"})
    void aWarmLinesTelephoneCallsForHelpByItsKeys(String number) {
        everythingAgainstIt("5550102", "5550103");
        LegId door = dial("door", "");
        world.until(() -> answered.contains(door), 500, "dial tone");
        press(door, number);
        // Behind the prefix the number may be the beginning of a longer one, and help waits for that at most 2 s.
        long asked = world.now();
        world.until(() -> world.calls.status().stream().anyMatch(call -> call.from().equals("phones/door") && call.to().startsWith("landlines/")),
                number.startsWith("9") && number.length() == 4 ? 3_000 : 1_000, "goes out");
        System.out.printf("emergency of phones/door by keys %s: seizes %d ms after the last%n", number, (world.now() - asked) / 1_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"911", "112"})
    void whoCameInCallsForHelpAgainstEverything(String number) {
        everythingAgainstIt("5550103");
        Keypad staff = new Keypad();
        world.exchange.call("5550102", CallerId.of("5557777", "STAFF"), 600_000, staff, Subscriber.NEVER, world.now());
        world.until(() -> world.closedLoops.contains("5550102"), 20_000, "answered");
        world.advance(1_500);
        staff.press("1234#");
        world.advance(2_500);
        staff.press(number);
        world.advance(600);
        world.until(() -> world.records.stream().anyMatch(record -> record.cause() == ReleaseCause.PREEMPTED), 1_000, "an ordinary call is dropped");
        world.until(() -> talks("landlines/fxo2", "landlines/"), 20_000, "help answers");
    }
}
