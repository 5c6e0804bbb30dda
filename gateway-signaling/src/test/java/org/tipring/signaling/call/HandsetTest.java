package org.tipring.signaling.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.call.FlashHabits.Deed;
import org.tipring.signaling.call.FlashHabits.Situation;
import org.tipring.signaling.call.HandsetAction.Why;

/// A telephone's calls as its user meets them.
class HandsetTest {

    private static final LegId MARY = new LegId(1);
    private static final LegId JOHN = new LegId(2);
    private static final LegId ANN = new LegId(3);
    private static final long SECOND = 1_000_000_000L;

    private static final FlashHabits KEYS = habits(true, Map.of(Situation.IN_A_CALL, Deed.SECOND_CALL, Situation.CALL_WAITING, Deed.KEY,
            Situation.TWO_CALLS, Deed.KEY, Situation.AFTER_CALL_WAITING, Deed.KEY, Situation.CONFERENCE, Deed.KEY));

    private Handset handset = new Handset(FlashHabits.DEFAULT);
    private long now;

    private static FlashHabits habits(boolean transfers, Map<Situation, Deed> alone) {
        return new FlashHabits(new EnumMap<>(alone), FlashHabits.DEFAULT.keys(), Duration.ofSeconds(5), transfers, Duration.ofSeconds(30), true);
    }

    private List<HandsetAction> does(HandsetEvent event) {
        List<HandsetAction> all = handset.handle(event, now);
        return all.stream().filter(action -> !(action instanceof HandsetAction.Note)).toList();
    }

    private List<HandsetAction> after(Duration time) {
        now += time.toNanos();
        return handset.tick(now).stream().filter(action -> !(action instanceof HandsetAction.Note)).toList();
    }

    private void talksToMary() {
        does(new HandsetEvent.Placed(MARY));
        does(new HandsetEvent.Up(MARY));
        assertThat(handset.state()).isEqualTo(new HandsetState.Talking(MARY));
    }

    private void asksJohn() {
        talksToMary();
        assertThat(does(new HandsetEvent.Flashed())).containsExactly(new HandsetAction.DialTone());
        assertThat(handset.state().heard()).as("Mary hears music").isEmpty();
        does(new HandsetEvent.Placed(JOHN));
        does(new HandsetEvent.Up(JOHN));
        assertThat(handset.state()).isEqualTo(new HandsetState.Two(JOHN, MARY, JOHN, true));
    }

    private void annWaits() {
        talksToMary();
        assertThat(does(new HandsetEvent.Rung(ANN))).containsExactly(new HandsetAction.Announce(ANN));
        assertThat(handset.state().heard()).containsExactly(MARY);
    }

    private static HandsetAction hungUp(LegId call) {
        return new HandsetAction.Drop(call, Why.HUNG_UP);
    }

    @Test
    void aCallIsMadeAndEnded() {
        talksToMary();
        assertThat(does(new HandsetEvent.HungUp())).containsExactly(hungUp(MARY));
        assertThat(handset.state()).isEqualTo(new HandsetState.Free());
    }

    @Test
    void itRingsAndIsAnswered() {
        assertThat(does(new HandsetEvent.Rung(MARY))).containsExactly(new HandsetAction.Ring(MARY, false));
        assertThat(does(new HandsetEvent.Rung(JOHN))).containsExactly(new HandsetAction.Drop(JOHN, Why.BUSY));
        assertThat(does(new HandsetEvent.Lifted())).containsExactly(new HandsetAction.Answer(MARY));
        assertThat(does(new HandsetEvent.Gone(MARY))).containsExactly(new HandsetAction.Over(MARY));
    }

    @Test
    void aFlashIsDialToneAndASecondOneTakesTheCallBack() {
        talksToMary();
        does(new HandsetEvent.Flashed());
        assertThat(does(new HandsetEvent.Flashed())).containsExactly(new HandsetAction.Talk());
        assertThat(handset.state().heard()).containsExactly(MARY);
    }

    @Test
    void aFlashWhileTheSecondOneRingsGivesItUp() {
        talksToMary();
        does(new HandsetEvent.Flashed());
        does(new HandsetEvent.Placed(JOHN));
        assertThat(does(new HandsetEvent.Flashed())).containsExactly(hungUp(JOHN), new HandsetAction.Talk());
        assertThat(handset.state()).isEqualTo(new HandsetState.Talking(MARY));
    }

    @Test
    void aSecondCallThatFailsIsHeardToAndAFlashTakesTheFirstBack() {
        talksToMary();
        does(new HandsetEvent.Flashed());
        does(new HandsetEvent.Placed(JOHN));
        assertThat(does(new HandsetEvent.Gone(JOHN))).containsExactly(new HandsetAction.Over(JOHN));
        assertThat(handset.state().holds()).isTrue();
        assertThat(does(new HandsetEvent.Flashed())).containsExactly(new HandsetAction.Talk());
    }

    @Test
    void threeTalkAndAFlashLeavesTheLastOneOut() {
        asksJohn();
        assertThat(does(new HandsetEvent.Flashed())).containsExactly(new HandsetAction.Talk());
        assertThat(handset.state().heard()).containsExactly(MARY, JOHN);
        assertThat(does(new HandsetEvent.Flashed())).containsExactly(hungUp(JOHN), new HandsetAction.Talk());
        assertThat(handset.state()).isEqualTo(new HandsetState.Talking(MARY));
    }

    @Test
    void whoLeavesAConferenceLeavesTwo() {
        asksJohn();
        does(new HandsetEvent.Flashed());
        assertThat(does(new HandsetEvent.Gone(MARY))).isEmpty();
        assertThat(handset.state()).isEqualTo(new HandsetState.Talking(JOHN));
    }

    @Test
    void hangingUpConnectsTheTwoOthers() {
        asksJohn();
        assertThat(does(new HandsetEvent.HungUp())).containsExactly(new HandsetAction.Connect(MARY, JOHN));
        assertThat(handset.state()).isEqualTo(new HandsetState.Free());
    }

    @Test
    void hangingUpBeforeTheSecondAnswersConnectsThemToo() {
        talksToMary();
        does(new HandsetEvent.Flashed());
        does(new HandsetEvent.Placed(JOHN));
        assertThat(does(new HandsetEvent.HungUp())).containsExactly(new HandsetAction.Connect(MARY, JOHN));
    }

    @Test
    void hangingUpAConferenceConnectsTheOthersOrEndsIt() {
        asksJohn();
        does(new HandsetEvent.Flashed());
        assertThat(does(new HandsetEvent.HungUp())).containsExactly(new HandsetAction.Connect(MARY, JOHN));

        handset = new Handset(habits(false, FlashHabits.DEFAULT.alone()));
        asksJohn();
        does(new HandsetEvent.Flashed());
        assertThat(does(new HandsetEvent.HungUp())).containsExactly(hungUp(MARY), hungUp(JOHN));
    }

    @Test
    void whoIsLeftOnHoldRingsBackUntilSomebodyLiftsOrTheTimeIsUp() {
        talksToMary();
        does(new HandsetEvent.Flashed());
        assertThat(does(new HandsetEvent.HungUp())).containsExactly(new HandsetAction.Ring(MARY, true));
        assertThat(does(new HandsetEvent.Lifted())).isEmpty();
        assertThat(handset.state()).isEqualTo(new HandsetState.Talking(MARY));

        does(new HandsetEvent.Flashed());
        does(new HandsetEvent.HungUp());
        assertThat(after(Duration.ofSeconds(29))).isEmpty();
        assertThat(after(Duration.ofSeconds(1))).containsExactly(new HandsetAction.Over(MARY), new HandsetAction.Drop(MARY, Why.NO_ANSWER));
        assertThat(handset.nextDeadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void whereHangingUpDoesNotTransferTheHeldOneRingsBack() {
        handset = new Handset(habits(false, FlashHabits.DEFAULT.alone()));
        asksJohn();
        assertThat(does(new HandsetEvent.HungUp())).containsExactly(hungUp(JOHN), new HandsetAction.Ring(MARY, true));
    }

    @Test
    void aFlashAnswersWhoWaitsAndLaterFlashesSwap() {
        annWaits();
        assertThat(does(new HandsetEvent.Flashed())).startsWith(new HandsetAction.AnnounceNoMore(), new HandsetAction.Answer(ANN));
        assertThat(handset.state().heard()).containsExactly(ANN);
        does(new HandsetEvent.Flashed());
        assertThat(handset.state()).isEqualTo(new HandsetState.Two(MARY, ANN, ANN, false));
        assertThat(does(new HandsetEvent.HungUp())).as("she called us: no transfer").containsExactly(hungUp(MARY), new HandsetAction.Ring(ANN, true));
    }

    @Test
    void hangingUpLetsWhoWaitsRing() {
        annWaits();
        assertThat(does(new HandsetEvent.HungUp()))
                .containsExactly(new HandsetAction.AnnounceNoMore(), hungUp(MARY), new HandsetAction.Ring(ANN, false));
        assertThat(does(new HandsetEvent.Lifted())).containsExactly(new HandsetAction.Answer(ANN));
    }

    @Test
    void whoWaitsIsStillThereWhenTheFirstHasGone() {
        annWaits();
        assertThat(does(new HandsetEvent.Gone(MARY))).containsExactly(new HandsetAction.AnnounceNoMore(), new HandsetAction.Over(MARY));
        assertThat(does(new HandsetEvent.Flashed())).contains(new HandsetAction.Answer(ANN), new HandsetAction.Talk());
    }

    @Test
    void whoWaitsMayGiveUp() {
        annWaits();
        assertThat(does(new HandsetEvent.Gone(ANN))).containsExactly(new HandsetAction.AnnounceNoMore());
        assertThat(handset.state()).isEqualTo(new HandsetState.Talking(MARY));
    }

    @Test
    void aThirdCallerFindsItBusy() {
        annWaits();
        assertThat(does(new HandsetEvent.Rung(JOHN))).containsExactly(new HandsetAction.Drop(JOHN, Why.BUSY));
    }

    @Test
    void withKeysEachIsChosenByItsDigit() {
        Map<Character, HandsetState> twoBecome = Map.of('0', new HandsetState.Talking(JOHN), '1', new HandsetState.Talking(MARY),
                '2', new HandsetState.Two(MARY, JOHN, JOHN, true), '3', new HandsetState.Conference(MARY, JOHN), '4', new HandsetState.Free());
        twoBecome.forEach((key, state) -> {
            handset = new Handset(KEYS);
            asksJohn();
            assertThat(does(new HandsetEvent.Flashed())).containsExactly(new HandsetAction.AwaitKey());
            assertThat(handset.state().heard()).isEmpty();
            does(new HandsetEvent.Key(key));
            assertThat(handset.state()).as("R%s", key).isEqualTo(state);
        });
        Map<Character, HandsetState> waitingBecomes = Map.of('0', new HandsetState.Talking(MARY), '1', new HandsetState.Talking(ANN),
                '2', new HandsetState.Two(ANN, MARY, ANN, false), '3', new HandsetState.Waiting(MARY, ANN));
        waitingBecomes.forEach((key, state) -> {
            handset = new Handset(KEYS);
            annWaits();
            does(new HandsetEvent.Flashed());
            does(new HandsetEvent.Key(key));
            assertThat(handset.state()).as("R%s while one waits", key).isEqualTo(state);
        });
    }

    @Test
    void withoutAKeyInTimeOrWithAnotherFlashItIsAsBefore() {
        handset = new Handset(KEYS);
        asksJohn();
        does(new HandsetEvent.Flashed());
        assertThat(after(Duration.ofSeconds(5))).containsExactly(new HandsetAction.Talk());
        assertThat(handset.state()).isEqualTo(new HandsetState.Two(JOHN, MARY, JOHN, true));
        does(new HandsetEvent.Flashed());
        assertThat(does(new HandsetEvent.Flashed())).containsExactly(new HandsetAction.Talk());
        assertThat(handset.nextDeadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void whoGoesWhileTheKeyIsAwaitedLeavesTheOther() {
        handset = new Handset(KEYS);
        asksJohn();
        does(new HandsetEvent.Flashed());
        assertThat(does(new HandsetEvent.Gone(MARY))).containsExactly(new HandsetAction.Talk());
        assertThat(handset.state()).isEqualTo(new HandsetState.Talking(JOHN));

        handset = new Handset(KEYS);
        asksJohn();
        does(new HandsetEvent.Flashed());
        assertThat(does(new HandsetEvent.Gone(JOHN))).containsExactly(new HandsetAction.Over(JOHN));
        assertThat(handset.state()).isEqualTo(new HandsetState.Left(MARY, true));
        assertThat(handset.nextDeadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void aTransferThatCameToNothingRingsBack() {
        assertThat(does(new HandsetEvent.Returned(MARY))).containsExactly(new HandsetAction.Ring(MARY, true));
        assertThat(does(new HandsetEvent.CannotRing())).containsExactly(new HandsetAction.Drop(MARY, Why.BUSY));
    }

    @Test
    void aPortThatGoesDropsEverything() {
        asksJohn();
        assertThat(does(new HandsetEvent.Lost())).containsExactly(new HandsetAction.Drop(JOHN, Why.LOST), new HandsetAction.Drop(MARY, Why.LOST));
        assertThat(handset.state()).isEqualTo(new HandsetState.Free());
    }

    /// Whatever happens in whatever order: each call that came is given up, given away or gone exactly once, and none is forgotten.
    @Test
    void noCallIsForgottenInAStorm() {
        long seed = Long.getLong("tipring.seed", 20261125);
        System.out.println("HandsetTest seed " + seed);
        Random random = new Random(seed);
        for (int user = 0; user < 20_000; user++) {
            handset = new Handset(random.nextBoolean() ? KEYS : habits(random.nextBoolean(), FlashHabits.DEFAULT.alone()));
            Set<LegId> alive = new HashSet<>();
            List<String> story = new ArrayList<>();
            long next = 0;
            for (int step = 0; step < 40; step++) {
                now += random.nextLong(3 * SECOND);
                List<HandsetAction> actions = new ArrayList<>(handset.tick(now));
                settle(actions, alive, story);
                HandsetEvent event = switch (random.nextInt(9)) {
                    case 0 -> new HandsetEvent.Placed(new LegId(++next));
                    case 1 -> new HandsetEvent.Rung(new LegId(++next));
                    case 2 -> new HandsetEvent.Up(any(alive, random));
                    case 3 -> new HandsetEvent.Gone(any(alive, random));
                    case 4 -> new HandsetEvent.Lifted();
                    case 5, 6 -> new HandsetEvent.Flashed();
                    case 7 -> new HandsetEvent.Key((char) ('0' + random.nextInt(6)));
                    default -> random.nextInt(10) == 0 ? new HandsetEvent.Lost() : new HandsetEvent.HungUp();
                };
                story.add(event.toString());
                if (event instanceof HandsetEvent.Placed(LegId call)) {
                    alive.add(call);
                }
                if (event instanceof HandsetEvent.Rung(LegId call)) {
                    alive.add(call);
                }
                if (event instanceof HandsetEvent.Gone(LegId call)) {
                    alive.remove(call);
                }
                settle(handset.handle(event, now), alive, story);
                assertThat(handset.state().all()).as("user %d: %s", user, story).containsExactlyInAnyOrderElementsOf(alive);
                assertThat(alive).containsAll(handset.state().heard());
            }
        }
    }

    private static LegId any(Set<LegId> alive, Random random) {
        return alive.isEmpty() ? new LegId(999) : alive.stream().skip(random.nextInt(alive.size())).findFirst().orElseThrow();
    }

    private static void settle(List<HandsetAction> actions, Set<LegId> alive, List<String> story) {
        Consumer<LegId> leaves = call -> assertThat(alive.remove(call)).as("%s left twice: %s", call, story).isTrue();
        for (HandsetAction action : actions) {
            story.add("  " + action);
            if (action instanceof HandsetAction.Drop(LegId call, Why _)) {
                leaves.accept(call);
            } else if (action instanceof HandsetAction.Connect(LegId one, LegId other)) {
                leaves.accept(one);
                leaves.accept(other);
            }
        }
    }
}
