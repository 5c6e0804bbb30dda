package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.CallWaitingAlert;
import org.tipring.media.dsp.DtmfGenerator;
import org.tipring.media.dsp.FskTones;
import org.tipring.media.dsp.SpeechLike;
import org.tipring.media.dsp.Tone;
import org.tipring.media.dsp.ToneGenerator;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.CallerIdSender;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voice;
import org.tipring.tdm.emulator.Voices;

/// What the dial plan decides, carried out: rings counted before the answer, PIN and second dial tone, lines kept free, emergency calls
/// that find every line taken, plans exchanged while people talk.
class RoutingInTheWorldTest implements ScriptedSip.Telephones {

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
            members = 201, 202, 203, 210
            numbers = as-dialled

            [interface landlines]
            members = fxo1, fxo2
            pick = ascending
            keep free = KEEP
            numbers = national

            [list staff]
            numbers = +1 555 755 5777 | 5557777

            [route staff dial in]
            from = landlines
            caller = list staff
            answer = after 1 rings
            ask pin = travellers, 2 tries
            then = dial tone as phones

            [route out]
            from = phones
            called = 9 1XX
            to = landlines, strip 1

            [route in]
            from = landlines
            answer = after 3 rings
            to = phones, set 210

            [route rest]
            to = reject 404
            """;

    private final Map<String, Boolean> pins = Map.of("1234", true);
    private final List<String> rung = new ArrayList<>();
    private final Map<LegId, Integer> ended = new java.util.HashMap<>();
    private Consumer<LegId> whenRinging = _ -> { };

    private World world(int keepFree) {
        return world(keepFree, plan -> plan);
    }

    private World world(int keepFree, UnaryOperator<String> edit) {
        World world = new World(7, 2, TestPlans.read(edit.apply(PLAN.replace("KEEP", Integer.toString(keepFree)))), ExchangeSettings.of("US"),
                (_, pin, _, answer) -> answer.accept(pins.getOrDefault(pin, false)));
        world.sip.telephones = this;
        world.exchange.subscribe("100", new Subscriber.Answers(500, Voices.Announcement::new, Subscriber.NEVER));
        world.exchange.subscribe("911", new Subscriber.Answers(500, Voices.Announcement::new, Subscriber.NEVER));
        world.exchange.subscribe("112", new Subscriber.Answers(500, Voices.Announcement::new, Subscriber.NEVER));
        world.until(() -> world.lineController.status().stream().allMatch(line -> line.inService()), 60_000, "lines in service");
        return world;
    }

    /// An exchange looks for a line for a caller from the first of a group upwards: from the other end a seizure meets one least often.
    @Test
    void linesAreTakenInTheOppositeOrderOfTheExchangeUnlessThePlanSaysOtherwise() {
        for (Map.Entry<String, String> order : Map.of("", "fxo2", "pick = ascending\n", "fxo1").entrySet()) {
            World world = world(0, plan -> plan.replace("pick = ascending\n", order.getKey()));
            dial(world, "201", "9100");
            world.until(() -> !world.closedLoops.isEmpty(), 5_000, "a line is taken");
            assertThat(world.closedLoops).as(order.getKey()).containsExactly("555010" + order.getValue().substring(3));
            dial(world, "202", "911");
            world.until(() -> world.closedLoops.size() == 2, 5_000, "help takes the other one");
        }
    }

    private static LegId dial(World world, String user, String number) {
        LegId leg = world.legIds.get();
        String offer = OfferAnswer.offer("10.0.0.2", 10_000 + (int) leg.number() * 2, List.of(AudioFormat.PCMU), 101, 20, Direction.SENDRECV, 1, 1);
        world.sip.report(new SipEvent.Invited(leg, new SipEvent.Source.Extension(user), number, new SipEvent.CallingParty(user, "", false), offer, "x"));
        return leg;
    }

    private static void talking(World world, int calls) {
        world.until(() -> world.calls.status().stream().filter(call -> call.state().equals("talking")).count() == calls, 30_000, calls + " calls talk");
    }

    // ---- telephones

    @Override
    public void rings(LegId leg, String user, String offer) {
        rung.add(user);
        whenRinging.accept(leg);
    }

    @Override
    public void ended(LegId leg, ReleaseCause cause, int status) {
        ended.put(leg, status);
    }

    // ---- rings

    @Test
    void aLineIsLeftRingingAsOftenAsThePlanSaysBeforeAnythingHappens() {
        World world = world(0);
        world.exchange.call("5550101", CallerId.of("5558642", "MARY"), 60_000, new Voices.Silence(), Subscriber.NEVER, world.now());
        world.until(() -> !world.open.isEmpty(), 10_000, "a call");
        world.advance(5_000);
        assertThat(world.closedLoops).as("still ringing after two rings").isEmpty();
        assertThat(rung).isEmpty();
        world.until(() -> world.closedLoops.contains("5550101"), 15_000, "answered after three rings");
        world.until(() -> rung.contains("210"), 5_000, "the telephone rings");
    }

    // ---- glare

    /// An incoming call reaches fxo1 while an outgoing one is seizing it: whatever comes first, the outgoing call is made (on fxo2, when it
    /// must), and a caller whom the exchange has not told that the line is busy reaches a telephone.
    @Test
    void aCallerWhoIsMetWhileALineIsSeizedIsAnIncomingCallAndTheOutgoingOneTakesAnotherLine() {
        long met = 0;
        int moments = 0;
        for (int millisLater = 0; millisLater <= 3000; millisLater += 50) {
            moments++;
            met += seizedWhileCalled(millisLater);
        }
        System.out.println("glare: " + met + " callers met at " + moments + " moments");
        assertThat(met).as("moments at which a seizure meets a ring that no modem has told yet").isGreaterThan(20);
    }

    /// @return how often the line told that it met a caller after its seizure had begun
    private long seizedWhileCalled(int millisLater) {
        rung.clear();
        World world = world(0);
        world.after(1_000, () -> world.exchange.call("5550101", CallerId.of("5558642", "MARY"), 60_000, new Voices.Silence(), Subscriber.NEVER, world.now()));
        world.after(millisLater, () -> dial(world, "201", "9100"));
        String as = "dialled at " + millisLater + " ms, called at 1000 ms";
        world.until(() -> world.calls.status().stream().anyMatch(call -> call.from().equals("phones/201") && call.state().equals("talking")),
                30_000, "the outgoing call is answered, " + as);
        world.until(() -> rung.contains("210") || world.toldBusy > 0, 30_000, "the caller reaches a telephone, or hears busy tone, " + as);
        assertThat(world.broken).isEmpty();
        assertThat(rung.contains("210")).as("a caller is not lost, %s", as).isEqualTo(world.toldBusy == 0);
        world.advance(10_000);
        assertThat(world.lost).as("nobody is hung up on, %s", as).isZero();
        return world.lineController.counts().all().stream().filter(count -> count.metric().equals("tipring.line.met")).mapToLong(count -> count.figure().getAsLong()).sum();
    }

    /// The one who was met hears ringback until a telephone answers, then whoever answered.
    @Test
    void whoWasMetHearsRingbackAndThenTheTelephoneThatAnswers() {
        World world = world(0);
        Caller caller = new Caller();
        world.exchange.call("5550101", CallerId.of("5558642", "MARY"), 60_000, caller, Subscriber.NEVER, world.now());
        world.advance(500);
        dial(world, "201", "9100");
        world.until(() -> rung.contains("210"), 10_000, "a telephone rings for the caller");
        world.until(() -> caller.hears(world), 5_000, "ringback");
        world.exchange.farEndHangsUp("5550101", world.now());
        world.until(() -> world.records.size() == 1, 20_000, "who has hung up is let go");
        assertThat(world.records.getFirst().timeline().toString()).contains("met a caller while it was seized");
        world.until(() -> world.closedLoops.equals(Set.of("5550102")), 20_000, "his line is on-hook");
    }

    /// A plan that has no place for him cannot leave him ringing: he is on the line.
    @Test
    void whoWasMetAndIsWantedNowhereIsHungUpOn() {
        World world = world(0, plan -> plan.replace("to = phones, set 210", "to = reject 404"));
        world.exchange.call("5550101", CallerId.of("5558642", "MARY"), 60_000, new Voices.Silence(), Subscriber.NEVER, world.now());
        world.advance(500);
        dial(world, "201", "9100");
        world.until(() -> world.records.size() == 1, 20_000, "the record");
        world.until(() -> world.closedLoops.equals(Set.of("5550102")), 20_000, "his line is on-hook");
    }

    // ---- a second caller

    /// Somebody talks, then the exchange: silence, the alerting signal, and once the key D has come, who waits.
    private static final class WaitingExchange implements Voice {
        private final ToneGenerator alert = new ToneGenerator(Tone.of(-20, CallWaitingAlert.LOW_HERTZ, CallWaitingAlert.HIGH_HERTZ), Cadence.STEADY);
        private final CallerIdSender data = CallerIdSender.offHook(FskTones.BELL_202, CallerIdSender.Format.MDMF,
                LineMessage.CallSetup.of(CallerId.of("5551212", "JOHN")), -20);
        private final SpeechLike talker = new SpeechLike(5, 120, -18);
        private int at;
        private int keyAt = -1;
        final List<Character> keys = new ArrayList<>();

        @Override
        public void speak(short[] into, int offset, int samples) {
            for (int i = offset; i < offset + samples; i++, at++) {
                into[i] = 0;
                if (at < 23_500) {
                    talker.next(into, i, 1);
                } else if (at >= 24_000 && at < 24_640) {
                    alert.next(into, i, 1);
                } else if (keyAt >= 0 && at > keyAt + 800 && !data.done()) {
                    data.next(into, i, 1);
                }
            }
        }

        @Override
        public void hear(short[] sound, int offset, int samples) { }

        @Override
        public void key(char pressed) {
            keys.add(pressed);
            keyAt = at;
        }
    }

    @Test
    void whoWaitsWhileALineTalksIsShownOnTheTelephoneAndToTheOperatorAndIsInTheCallRecord() {
        World world = world(0);
        WaitingExchange exchange = new WaitingExchange();
        world.exchange.subscribe("155", new Subscriber.Answers(500, () -> exchange, Subscriber.NEVER));
        LegId leg = dial(world, "201", "9155");
        world.until(() -> !exchange.keys.isEmpty(), 20_000, "the key");
        world.advance(3_000);
        assertThat(world.sip.messages).singleElement().asString().matches("201: 5551212 JOHN waits on fxo[12]");
        assertThat(world.lineController.status()).anyMatch(line -> line.doing().equals("talks, and 5551212 JOHN waits"));
        world.sip.report(new SipEvent.Released(leg, ReleaseCause.NORMAL, 0, "BYE"));
        world.until(() -> world.records.size() == 1, 10_000, "the record");
        assertThat(exchange.keys).containsExactly('D');
        assertThat(world.records.getFirst().timeline().toString()).contains("another caller waits", "waiting caller: 5551212 JOHN");
        world.advance(5_000);
        assertThat(world.lineController.status()).noneMatch(line -> line.doing().contains("waits"));
    }

    @Test
    void aCallForHelpIsNotMutedToAskWhoWaits() {
        World world = world(0);
        WaitingExchange exchange = new WaitingExchange();
        world.exchange.subscribe("112", new Subscriber.Answers(500, () -> exchange, Subscriber.NEVER));
        dial(world, "201", "112");
        world.until(() -> world.lineController.status().stream().anyMatch(line -> line.doing().equals("talks, and somebody waits")), 30_000, "the alert is heard");
        world.advance(3_000);
        assertThat(exchange.keys).isEmpty();
    }

    /// Without the least dial tone a line is dead, and nobody is on it: after two doubtful callers it says so.
    @Test
    void aDeadLineRingsNobodyForLong() {
        World world = world(0, plan -> plan.replace("members = fxo1, fxo2", "members = fxo1"));
        world.lines.getFirst().loop().dialTone(false);
        whenRinging = leg -> world.sip.report(new SipEvent.Released(leg, ReleaseCause.BUSY, 486, "busy"));
        for (int i = 0; i < 4; i++) {
            LegId leg = dial(world, "201", "9100");
            world.until(() -> ended.containsKey(leg), 20_000, "the call fails");
            world.advance(5_000);
        }
        assertThat(rung).containsExactly("210", "210");
    }

    // ---- two stages

    /// A caller who presses keys as sound and listens.
    private static final class Caller implements Voice {
        private short[] keys = new short[0];
        private int at;
        final List<Short> heard = new ArrayList<>();

        void press(String digits) {
            DtmfGenerator generator = new DtmfGenerator(digits, 100, 100, -8);
            keys = new short[digits.length() * 1_600];
            generator.next(keys, 0, keys.length);
            at = 0;
        }

        @Override
        public void speak(short[] into, int offset, int samples) {
            for (int i = 0; i < samples; i++) {
                into[offset + i] = at < keys.length ? keys[at++] : 0;
            }
        }

        @Override
        public void hear(short[] sound, int offset, int samples) {
            for (int i = 0; i < samples; i++) {
                heard.add(sound[offset + i]);
            }
        }

        boolean hears(World world) {
            int from = Math.max(0, heard.size() - 1_600);
            long energy = 0;
            for (short sample : heard.subList(from, heard.size())) {
                energy += Math.abs(sample);
            }
            return energy / 1_600 > 200;
        }
    }

    private Caller staffCalls(World world) {
        Caller caller = new Caller();
        world.exchange.call("5550101", CallerId.of("5557777", "STAFF"), 60_000, caller, Subscriber.NEVER, world.now());
        world.until(() -> world.closedLoops.contains("5550101"), 20_000, "answered");
        world.until(() -> caller.hears(world), 5_000, "the invitation tone");
        return caller;
    }

    @Test
    void whoKnowsThePinGetsDialToneAndDialsOutOnTheOtherLine() {
        World world = world(0);
        Caller caller = staffCalls(world);
        caller.press("1234#");
        world.advance(2_500);
        assertThat(caller.hears(world)).as("dial tone after the PIN").isTrue();
        caller.press("9100");
        world.until(() -> world.closedLoops.contains("5550102"), 10_000, "the second line is seized");
        talking(world, 1);
        world.exchange.farEndHangsUp("5550101", world.now());
        world.until(() -> world.records.size() == 1, 20_000, "the record");
        CallRecord record = world.records.getFirst();
        assertThat(record.to()).isEqualTo("landlines/fxo2");
        assertThat(record.sent()).isEqualTo("100");
        assertThat(record.timeline().toString()).as("a PIN is never written down").doesNotContain("1234").contains("PIN right");
    }

    @Test
    void twoWrongPinsEndTheCall() {
        World world = world(0);
        Caller caller = staffCalls(world);
        caller.press("9999#");
        world.advance(2_000);
        assertThat(world.records).isEmpty();
        caller.press("0000#");
        world.until(() -> world.records.size() == 1, 20_000, "the record");
        assertThat(world.records.getFirst().cause()).isEqualTo(ReleaseCause.REJECTED);
        world.until(() -> world.closedLoops.isEmpty(), 10_000, "on-hook");
    }

    /// Everything that is logged, at any level.
    private static List<String> logged(Runnable what) {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(new SimpleFormatter().format(record));
            }

            @Override
            public void flush() { }

            @Override
            public void close() { }
        };
        Logger root = Logger.getLogger("");
        Logger ours = Logger.getLogger("org.tipring");
        root.addHandler(handler);
        ours.setLevel(Level.ALL);
        try {
            what.run();
        } finally {
            root.removeHandler(handler);
            ours.setLevel(null);
        }
        return lines;
    }

    @Test
    void noKeyOfAPinIsInLogOrRecordWhereverItIsTyped() {
        World world = world(0, plan -> plan.replace("[route out]", "[route back door]\nfrom = phones\ncalled = 777\nask pin = travellers\nthen = dial tone as phones\n\n[route out]"));
        List<String> log = logged(() -> {
            LegId leg = dial(world, "201", "777");
            world.until(() -> world.calls.status().stream().anyMatch(call -> call.state().equals("atreception")), 5_000, "the PIN is asked for");
            for (char key : "6666#1234#".toCharArray()) {
                world.sip.report(new SipEvent.Digit(leg, key));
                world.advance(300);
            }
            for (char key : "9100".toCharArray()) {
                world.sip.report(new SipEvent.Digit(leg, key));
                world.advance(300);
            }
            talking(world, 1);
            world.sip.report(new SipEvent.Released(leg, ReleaseCause.NORMAL, 0, "BYE"));
            world.until(() -> world.records.size() == 1, 10_000, "the record");
        });
        String record = world.records.getFirst().toString();
        assertThat(record).contains("PIN wrong", "PIN right", "dialled 9100", "caller: key").doesNotContain("1234", "6666").doesNotContainPattern("key\\W+\\d");
        assertThat(log).isNotEmpty().noneMatch(line -> line.contains("1234") || line.contains("6666") || line.matches("(?s).*key\\W+\\d.*"));
    }

    // ---- lines kept free, emergency

    @Test
    void theLastLineIsKeptFreeForOrdinaryCallsOnly() {
        World world = world(1);
        dial(world, "201", "9100");
        talking(world, 1);
        LegId refused = dial(world, "202", "9100");
        world.until(() -> ended.containsKey(refused), 5_000, "the second is refused");
        assertThat(ended.get(refused)).isEqualTo(503);
        dial(world, "203", "911");
        talking(world, 2);
        assertThat(world.closedLoops).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"911", "112", "9911", "9112"})
    void anEmergencyCallTakesTheLineOfTheNewestOrdinaryCall(String number) {
        World world = world(0);
        LegId older = dial(world, "201", "9100");
        talking(world, 1);
        LegId newer = dial(world, "202", "9100");
        talking(world, 2);
        long asked = world.now();
        dial(world, "203", number);
        world.until(() -> ended.containsKey(newer), 1_000, "the newest ordinary call is dropped within a second");
        assertThat(ended).doesNotContainKey(older);
        world.until(() -> world.calls.status().stream().anyMatch(call -> call.to().equals("landlines/fxo2") && call.from().equals("phones/203")),
                1_000 - (world.now() - asked) / 1_000_000, "the emergency call goes out within a second");
        System.out.printf("emergency %s: seizes %d ms after it was dialled with every line busy%n", number, (world.now() - asked) / 1_000_000);
        talking(world, 2);
        assertThat(world.records).singleElement().satisfies(record -> assertThat(record.cause()).isEqualTo(ReleaseCause.PREEMPTED));
        LegId another = dial(world, "210", number);
        world.advance(4_000);
        assertThat(ended).as("another emergency call drops the ordinary call that is left").containsKey(older);
        assertThat(ended).doesNotContainKey(another);
        talking(world, 2);
        LegId third = dial(world, "201", number);
        world.until(() -> ended.containsKey(third), 5_000, "a third one finds only emergency calls, which are never dropped");
        talking(world, 2);
    }

    @Test
    void whoCameInByPinCanCallForHelpToo() {
        World world = world(0);
        Caller caller = staffCalls(world);
        caller.press("1234#");
        world.advance(2_500);
        caller.press("911");
        world.until(() -> world.closedLoops.contains("5550102"), 10_000, "the second line is seized");
        talking(world, 1);
        assertThat(world.calls.status()).singleElement().satisfies(call -> assertThat(call.to()).isEqualTo("landlines/fxo2"));
    }

    @Test
    void whoCameInByPinDropsAnOrdinaryCallToCallForHelpLikeAnybody() {
        World world = world(0);
        Caller caller = staffCalls(world);
        caller.press("1234#");
        world.advance(2_500);
        LegId ordinary = dial(world, "201", "9100");
        talking(world, 1);
        caller.press("911");
        world.until(() -> ended.containsKey(ordinary), 5_000, "the ordinary call is dropped");
        talking(world, 1);
        assertThat(world.calls.status()).singleElement().satisfies(call -> assertThat(call.to()).isEqualTo("landlines/fxo2"));
    }

    @Test
    void neitherSpentLimitsNorClosedHoursNorAForbiddingRouteKeepAnEmergencyCallBack() {
        World world = world(1, plan -> plan.replace("pick = ascending", "pick = ascending\nlimit = 1 minutes per month")
                .replace("[route staff dial in]", "[hours never]\nopen = 2020-01-01\n\n[route nothing goes out]\nfrom = phones\nwhen = never\nto = reject 403\n\n"
                        + "[route no emergency]\nfrom = phones\ncalled = 91X | 112\nto = reject 403\n\n[route staff dial in]"));
        for (int i = 1; i <= 3; i++) {
            int calls = i;
            LegId leg = dial(world, "201", "9100");
            talking(world, 1);
            world.advance(25_000);
            world.sip.report(new SipEvent.Released(leg, ReleaseCause.NORMAL, 0, "BYE"));
            world.until(() -> world.records.size() == calls, 10_000, "more of the minute is used up");
            world.advance(3_000);
        }
        LegId spent = dial(world, "201", "9100");
        world.until(() -> ended.containsKey(spent), 5_000, "the limit holds for ordinary calls");
        assertThat(ended.get(spent)).isEqualTo(503);
        for (String user : List.of("202", "203")) {
            long asked = world.now();
            dial(world, user, "911");
            world.until(() -> world.calls.status().stream().anyMatch(call -> call.from().endsWith(user) && call.to().startsWith("landlines/")),
                    1_000, "an emergency call of " + user + " goes out within a second");
            assertThat(world.now() - asked).isLessThan(1_000_000_000L);
        }
        talking(world, 2);
    }

    @Test
    void aStopEndsOrdinaryCallsAndLeavesAnEmergencyCallAlone() {
        World world = world(0);
        LegId ordinary = dial(world, "201", "9100");
        LegId help = dial(world, "202", "911");
        talking(world, 2);
        world.calls.stop();
        world.advance(5_000);
        assertThat(ended).containsKey(ordinary).doesNotContainKey(help);
        assertThat(world.calls.emergency()).isTrue();
        world.sip.report(new SipEvent.Released(help, ReleaseCause.NORMAL, 0, "BYE"));
        world.until(world.calls::idle, 10_000, "idle when the emergency call is over");
        assertThat(world.calls.emergency()).isFalse();
    }

    // ---- reload

    @Test
    void aNewPlanDuringAHundredCallsEndsNoneAndIsForTheNext() {
        World world = world(0, plan -> plan.replace("[route rest]", "[route inside]\nfrom = phones\ncalled = 2XX\nto = phones\n\n[route rest]"));
        whenRinging = leg -> world.after(100, () -> world.sip.report(new SipEvent.Answered(leg,
                OfferAnswer.offer("10.0.0.3", 10_000 + (int) leg.number() * 2, List.of(AudioFormat.PCMU), 101, 20, Direction.SENDRECV, 1, 1))));
        dial(world, "201", "9100");
        dial(world, "202", "9100");
        for (int i = 0; i < 98; i++) {
            dial(world, "203", "210");
        }
        talking(world, 100);
        world.calls.usePlan(TestPlans.read(PLAN.replace("KEEP", "0").replace("called = 9 1XX", "called = 8 1XX")));
        world.advance(10_000);
        assertThat(world.records).as("calls that the reload ended").isEmpty();
        LegId old = dial(world, "202", "9100");
        world.until(() -> ended.containsKey(old), 5_000, "the old number is gone");
        assertThat(ended.get(old)).isEqualTo(404);
        talking(world, 100);
    }
}
