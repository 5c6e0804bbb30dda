package org.tipring.tdm.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.DigitJudge.Judgement;
import org.tipring.tdm.line.DigitJudge.Verdict;

/// A telephone's line as its user meets it.
class FxsLineTest {

    private static final RingSignal RING = new RingSignal(250, Cadence.of(400, 200, 400, 2000));
    private static final FxsTimings TIMINGS = new FxsTimings(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMillis(250), true, true);

    private static final LineMessage.CallSetup CALLER = LineMessage.CallSetup.of(CallerId.NONE);

    private final FxsLine line = new FxsLine(new LineId("fxs1"), TIMINGS, FxsLineTest::plan);
    private long now = 1;

    /// 2XX, 21 and longer (waits 3 s), 9 gives an outside line, and 0 is nobody.
    private static Judgement plan(String digits) {
        boolean invite = digits.isEmpty() || digits.equals("9");
        if (digits.isEmpty() || digits.matches("2|9.{0,5}")) {
            return new Judgement(Verdict.INCOMPLETE, Duration.ofSeconds(digits.isEmpty() ? 15 : 10), invite);
        }
        if (digits.equals("21")) {
            return new Judgement(Verdict.MAY_BE_LONGER, Duration.ofSeconds(3), false);
        }
        if (digits.matches("2\\d")) {
            return new Judgement(Verdict.INCOMPLETE, Duration.ofSeconds(10), false);
        }
        return digits.matches("2\\d\\d|9.{6}") ? new Judgement(Verdict.SEND, Duration.ZERO, false) : new Judgement(Verdict.DEAD_END, Duration.ZERO, false);
    }

    private List<FxsAction> does(FxsEvent event) {
        return line.handle(event, now);
    }

    private List<FxsAction> after(Duration time) {
        now += time.toNanos();
        return line.tick(now);
    }

    private void inService() {
        assertThat(does(new FxsEvent.PortReady())).containsExactly(new FxsAction.InService());
    }

    private List<FxsAction> keys(String keys) {
        List<FxsAction> all = new ArrayList<>();
        keys.chars().forEach(key -> all.addAll(does(new FxsEvent.Key((char) key))));
        return all;
    }

    private void call() {
        inService();
        does(new FxsEvent.Lifted());
        keys("205");
        assertThat(line.state()).isEqualTo(new FxsState.Calling());
    }

    @Test
    void dialToneAtOnceTheFirstDigitBreaksItAndTheNumberGoesWithItsLastDigit() {
        inService();
        assertThat(does(new FxsEvent.Lifted())).containsExactly(new FxsAction.Hear(CallProgressTone.DIAL));
        assertThat(keys("2")).containsExactly(new FxsAction.Hear(null));
        assertThat(keys("0")).containsExactly(new FxsAction.Hear(null));
        assertThat(keys("5")).containsExactly(new FxsAction.Hear(null), new FxsAction.PlaceCall("205"));
    }

    @Test
    void aDialBreaksTheToneWithItsFirstPulseAndZeroIsTenPulses() {
        inService();
        does(new FxsEvent.Lifted());
        assertThat(does(new FxsEvent.Pulses(0))).containsExactly(new FxsAction.Hear(null));
        does(new FxsEvent.Pulses(2));
        does(new FxsEvent.Pulses(0));
        does(new FxsEvent.Pulses(10));
        assertThat(does(new FxsEvent.Pulses(5))).contains(new FxsAction.PlaceCall("205"));
    }

    @Test
    void aDigitThatIsBeingDialledIsWaitedFor() {
        inService();
        does(new FxsEvent.Lifted());
        keys("21");
        after(Duration.ofMillis(2_900));
        does(new FxsEvent.Pulses(0));
        assertThat(after(Duration.ofMillis(200))).as("the time is up, but a digit is on its way").isEmpty();
        assertThat(does(new FxsEvent.Pulses(7))).contains(new FxsAction.PlaceCall("217"));
    }

    @Test
    void aNumberThatMayBeLongerGoesAfterThePause() {
        inService();
        does(new FxsEvent.Lifted());
        keys("21");
        assertThat(after(Duration.ofMillis(2_999))).isEmpty();
        assertThat(after(Duration.ofMillis(1))).containsExactly(new FxsAction.Hear(null), new FxsAction.PlaceCall("21"));
    }

    @Test
    void outsideDialToneSoundsAfterThePrefix() {
        inService();
        does(new FxsEvent.Lifted());
        assertThat(keys("9")).containsExactly(new FxsAction.Hear(CallProgressTone.DIAL));
        assertThat(keys("5")).containsExactly(new FxsAction.Hear(null));
    }

    @Test
    void aDeadEndIsReorderToneAtOnceAndAFlashBeginsAnew() {
        inService();
        does(new FxsEvent.Lifted());
        assertThat(keys("0")).containsExactly(new FxsAction.Hear(CallProgressTone.REORDER));
        assertThat(does(new FxsEvent.Flashed(300))).containsExactly(new FxsAction.Hear(CallProgressTone.DIAL));
        assertThat(keys("205")).contains(new FxsAction.PlaceCall("205"));
    }

    @Test
    void aKeyThatIsHeldOverAFlashIsNoDigitOfTheNextNumberAndNoKeyAfterTheFlash() {
        call();
        does(new FxsEvent.Connected());
        does(new FxsEvent.Flashed(300));
        assertThat(does(new FxsEvent.Recall())).containsExactly(new FxsAction.Hear(CallProgressTone.DIAL));
        after(Duration.ofMillis(40));
        assertThat(keys("5")).as("the last key of 205, told again").isEmpty();
        assertThat(keys("206")).as("other keys are nobody's").contains(new FxsAction.PlaceCall("206"));
        does(new FxsEvent.Connected());
        assertThat(keys("8")).containsExactly(new FxsAction.KeyInCall('8'));
        does(new FxsEvent.Flashed(300));
        does(new FxsEvent.AwaitKey());
        after(Duration.ofMillis(40));
        assertThat(keys("8")).as("begun in the call").isEmpty();
        after(Duration.ofMillis(210));
        assertThat(keys("8")).as("pressed anew").containsExactly(new FxsAction.KeyAfterFlash('8'));
    }

    @Test
    void aHandsetBesideTheTelephoneGetsReorderThenTheHowlerThenSilence() {
        inService();
        does(new FxsEvent.Lifted());
        assertThat(after(Duration.ofSeconds(15))).containsExactly(new FxsAction.Hear(CallProgressTone.REORDER));
        assertThat(after(Duration.ofSeconds(30))).containsExactly(new FxsAction.LeftOffHook(), new FxsAction.Hear(CallProgressTone.HOWLER));
        assertThat(after(Duration.ofSeconds(60))).containsExactly(new FxsAction.Hear(null));
        assertThat(line.nextDeadline()).isEqualTo(Deadlines.NEVER);
        assertThat(does(new FxsEvent.Ring(RING))).containsExactly(new FxsAction.CannotRing());
        does(new FxsEvent.HungUp());
        assertThat(line.state()).isEqualTo(new FxsState.OnHook());
    }

    @Test
    void aHotLineCallsWhenItIsLifted() {
        FxsLine hot = new FxsLine(new LineId("lift"), TIMINGS, _ -> new Judgement(Verdict.SEND, Duration.ZERO, true));
        hot.handle(new FxsEvent.PortReady(), now);
        assertThat(hot.handle(new FxsEvent.Lifted(), now)).containsExactly(new FxsAction.Hear(null), new FxsAction.PlaceCall(""));
    }

    @Test
    void aWarmLineCallsWhenNothingIsDialled() {
        FxsLine warm = new FxsLine(new LineId("lift"), TIMINGS, _ -> new Judgement(Verdict.MAY_BE_LONGER, Duration.ofSeconds(4), true));
        warm.handle(new FxsEvent.PortReady(), now);
        assertThat(warm.handle(new FxsEvent.Lifted(), now)).containsExactly(new FxsAction.Hear(CallProgressTone.DIAL));
        now += Duration.ofSeconds(4).toNanos();
        assertThat(warm.tick(now)).containsExactly(new FxsAction.Hear(null), new FxsAction.PlaceCall(""));
    }

    @Test
    void afterAServiceThereIsDialToneAgain() {
        call();
        assertThat(does(new FxsEvent.DialAgain())).containsExactly(new FxsAction.Hear(CallProgressTone.DIAL));
        assertThat(keys("205")).contains(new FxsAction.PlaceCall("205"));
    }

    @Test
    void ringsUntilItIsLifted() {
        inService();
        assertThat(does(new FxsEvent.Ring(RING))).containsExactly(new FxsAction.StartRing(RING, CALLER));
        assertThat(does(new FxsEvent.Ring(RING))).containsExactly(new FxsAction.CannotRing());
        assertThat(does(new FxsEvent.Lifted())).containsExactly(new FxsAction.Answered());
        assertThat(line.state()).isEqualTo(new FxsState.Talking());
    }

    @Test
    void stopsRingingWhenTheCallerGivesUp() {
        inService();
        does(new FxsEvent.Ring(RING));
        assertThat(does(new FxsEvent.CallOver(CallProgressTone.BUSY))).containsExactly(new FxsAction.StopRing());
        assertThat(line.state()).isEqualTo(new FxsState.OnHook());
    }

    @Test
    void anAnswerTurnsThePolarityAndTheFarEndsHangUpOpensTheLoop() {
        call();
        assertThat(does(new FxsEvent.Connected())).containsExactly(new FxsAction.Polarity(true));
        assertThat(does(new FxsEvent.CallOver(CallProgressTone.BUSY))).containsExactly(new FxsAction.Polarity(false),
                new FxsAction.OpenLoop(Duration.ofMillis(250)), new FxsAction.Hear(CallProgressTone.BUSY));
    }

    @Test
    void hangingUpEndsTheCallInEveryStageOfIt() {
        call();
        assertThat(does(new FxsEvent.HungUp())).containsExactly(new FxsAction.CallerGone("hung up", false), new FxsAction.HearNothing());
        does(new FxsEvent.Lifted());
        keys("205");
        does(new FxsEvent.Connected());
        assertThat(does(new FxsEvent.HungUp())).contains(new FxsAction.CallerGone("hung up", false), new FxsAction.Polarity(false));
    }

    @Test
    void duringACallOnePulseIsAFlashAndTwoAreNot() {
        call();
        does(new FxsEvent.Connected());
        assertThat(does(new FxsEvent.Pulses(0))).isEmpty();
        assertThat(does(new FxsEvent.Pulses(1))).containsExactly(new FxsAction.FlashInCall());
        assertThat(does(new FxsEvent.Pulses(2))).isEmpty();
        assertThat(does(new FxsEvent.Flashed(300))).containsExactly(new FxsAction.FlashInCall());
    }

    @Test
    void aCardThatGoesEndsTheCallAndComesBack() {
        call();
        assertThat(does(new FxsEvent.PortGone("unplugged"))).containsExactly(new FxsAction.CallerGone("the telephone's port: unplugged", true),
                new FxsAction.HearNothing(), new FxsAction.OutOfService("unplugged"));
        assertThat(does(new FxsEvent.PortGone("unplugged"))).as("said once").containsExactly(new FxsAction.HearNothing());
        inService();
        assertThat(does(new FxsEvent.Lifted())).containsExactly(new FxsAction.Hear(CallProgressTone.DIAL));
    }

    /// 100,000 lives of users who flash, hang up, dial too slowly, dial while it rings, knock the hook, and cards that go.
    @Test
    void whateverHappensEachCallEndsOnceAndAnIdleLineWaitsForNothing() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int life = 0; life < 100_000; life++) {
            FxsLine one = new FxsLine(new LineId("fxs1"), TIMINGS, FxsLineTest::plan);
            long at = 1;
            int calls = 0;
            boolean rings = false;
            List<FxsAction> told = new ArrayList<>(one.handle(new FxsEvent.PortReady(), at));
            for (int step = 0; step < 30; step++) {
                List<FxsAction> actions;
                boolean overByCall = false;
                if (random.nextInt(4) == 0 && one.nextDeadline() != Deadlines.NEVER) {
                    at = Math.max(at, one.nextDeadline());
                    actions = one.tick(at);
                } else {
                    at += random.nextLong(3_000_000_000L);
                    FxsEvent event = event(random);
                    overByCall = event instanceof FxsEvent.CallOver && one.state().inCall();
                    actions = one.handle(event, at);
                }
                calls -= overByCall ? 1 : 0;
                for (FxsAction action : actions) {
                    switch (action) {
                        case FxsAction.PlaceCall _ -> calls++;
                        case FxsAction.StartRing _ -> {
                            calls++;
                            rings = true;
                        }
                        case FxsAction.CallerGone _ -> calls--;
                        default -> { }
                    }
                    rings &= !(action instanceof FxsAction.StopRing || action instanceof FxsAction.Answered || action instanceof FxsAction.OutOfService);
                }
                told.addAll(actions);
                assertThat(calls).as("seed %d life %d: %s after %s", seed, life, one.state(), told).isEqualTo(one.state().inCall() ? 1 : 0);
                assertThat(rings).as("seed %d life %d: %s after %s", seed, life, one.state(), told).isEqualTo(one.state() instanceof FxsState.Ringing);
                if (one.state() instanceof FxsState.OnHook || one.state() instanceof FxsState.OutOfService) {
                    assertThat(one.nextDeadline()).as("seed %d life %d: %s", seed, life, told).isEqualTo(Deadlines.NEVER);
                }
            }
        }
    }

    private static FxsEvent event(Random random) {
        return switch (random.nextInt(14)) {
            case 0, 1 -> new FxsEvent.Lifted();
            case 2 -> new FxsEvent.HungUp();
            case 3 -> new FxsEvent.Flashed(200);
            case 4 -> new FxsEvent.Pulses(random.nextInt(13));
            case 5, 6, 7 -> new FxsEvent.Key("0123456789*#AD".charAt(random.nextInt(14)));
            case 8 -> new FxsEvent.Key('2');
            case 9 -> new FxsEvent.Ring(RING);
            case 10 -> new FxsEvent.Connected();
            case 11 -> new FxsEvent.CallOver(CallProgressTone.BUSY);
            case 12 -> random.nextInt(4) == 0 ? new FxsEvent.PortGone("unplugged") : new FxsEvent.Pulses(0);
            default -> new FxsEvent.PortReady();
        };
    }

    // ---- a second call

    @Test
    void whileACallIsHeldAFlashIsToldOfWhereverItDialsAndHangingUpToo() {
        call();
        does(new FxsEvent.Connected());
        assertThat(does(new FxsEvent.Flashed(300))).containsExactly(new FxsAction.FlashInCall());
        does(new FxsEvent.Holds(true));
        assertThat(does(new FxsEvent.Recall())).containsExactly(new FxsAction.Hear(CallProgressTone.DIAL));
        assertThat(does(new FxsEvent.Flashed(300))).containsExactly(new FxsAction.FlashInCall());
        keys("205");
        assertThat(does(new FxsEvent.Flashed(300))).as("while it rings").containsExactly(new FxsAction.FlashInCall());
        assertThat(does(new FxsEvent.CallOver(CallProgressTone.BUSY))).containsExactly(new FxsAction.Hear(CallProgressTone.BUSY));
        assertThat(does(new FxsEvent.Flashed(300))).as("at the busy tone").containsExactly(new FxsAction.FlashInCall());
        assertThat(does(new FxsEvent.HungUp())).contains(new FxsAction.CallerGone("hung up", false));
    }

    @Test
    void theSecondCallsEndOpensNoLoopWhileTheFirstIsHeld() {
        call();
        does(new FxsEvent.Connected());
        does(new FxsEvent.Holds(true));
        assertThat(does(new FxsEvent.CallOver(CallProgressTone.BUSY))).doesNotHaveAnyElementsOfTypes(FxsAction.OpenLoop.class);
        assertThat(does(new FxsEvent.Pulses(1))).as("a key with a timed break").containsExactly(new FxsAction.FlashInCall());
        does(new FxsEvent.Talk());
        assertThat(line.state()).isEqualTo(new FxsState.Talking());
    }

    @Test
    void theKeyAfterAFlashIsNoNumber() {
        call();
        does(new FxsEvent.Connected());
        does(new FxsEvent.Holds(true));
        assertThat(does(new FxsEvent.AwaitKey())).containsExactly(new FxsAction.Hear(CallProgressTone.DIAL));
        assertThat(keys("2")).containsExactly(new FxsAction.KeyAfterFlash('2'));
        assertThat(does(new FxsEvent.Pulses(1))).as("by a dial").containsExactly(new FxsAction.KeyAfterFlash('1'));
        assertThat(does(new FxsEvent.HungUp())).contains(new FxsAction.CallerGone("hung up", false));
        assertThat(line.state()).isEqualTo(new FxsState.OnHook());
    }

    @Test
    void aSecondCallerIsAnnouncedToWhoTalksOnly() {
        call();
        assertThat(does(new FxsEvent.CallWaiting(CALLER))).as("while it rings at the other end").isEmpty();
        does(new FxsEvent.Connected());
        assertThat(does(new FxsEvent.CallWaiting(CALLER))).containsExactly(new FxsAction.CallWaiting(CALLER));
        assertThat(does(new FxsEvent.CallWaiting(null))).containsExactly(new FxsAction.CallWaiting(null));
    }
}
