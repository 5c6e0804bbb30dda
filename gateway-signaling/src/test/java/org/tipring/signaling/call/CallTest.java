package org.tipring.signaling.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.media.time.Deadlines;
import org.tipring.signaling.call.CallAction.AlertCaller;
import org.tipring.signaling.call.CallAction.AnswerCaller;
import org.tipring.signaling.call.CallAction.Ended;
import org.tipring.signaling.call.CallAction.JoinEarly;
import org.tipring.signaling.call.CallAction.ReleaseCaller;
import org.tipring.signaling.call.CallAction.ReleaseLeg;
import org.tipring.signaling.call.CallAction.StartAttempt;
import org.tipring.signaling.routing.Attempt;
import org.tipring.signaling.routing.FailOver;
import org.tipring.signaling.routing.RouteDecision;

class CallTest {

    private static final long SECOND = 1_000_000_000L;
    private static final LegId A = new LegId(1);
    private static final LegId B = new LegId(2);
    private static final Attempt FIRST = Attempt.of("landlines", List.of(), "5550123");
    private static final Attempt SECOND_ATTEMPT = Attempt.of("carrier", List.of(), "+15550123");

    private static Call call() {
        return new Call("c1", "phones/201", false, "201", "95550123", CallLimits.DEFAULT, Instant.EPOCH, 0);
    }

    private static CallEvent routed(Attempt... attempts) {
        return new CallEvent.Routed(new RouteDecision.Attempts("out", List.of(attempts)), null);
    }

    @Test
    void aCallThatIsAnsweredAndHungUpByTheCaller() {
        Call call = call();
        assertThat(call.handle(routed(FIRST), 0)).containsExactly(new StartAttempt(FIRST));
        assertThat(call.handle(new CallEvent.LegStarted(A, "landlines/fxo1", "5550123"), 0)).isEmpty();
        assertThat(call.handle(new CallEvent.EarlyMedia(A), SECOND)).containsExactly(new JoinEarly(A));
        assertThat(call.handle(new CallEvent.Alerting(A), 2 * SECOND)).containsExactly(new AlertCaller());
        assertThat(call.handle(new CallEvent.Alerting(A), 3 * SECOND)).as("once is enough").isEmpty();
        assertThat(call.handle(new CallEvent.Answered(A, "voice"), 4 * SECOND)).containsExactly(new AnswerCaller(A));
        assertThat(call.handle(new CallEvent.CallerGone(ReleaseCause.NORMAL, "BYE"), 10 * SECOND))
                .containsExactly(new ReleaseLeg(A, ReleaseCause.NORMAL), new Ended());
        CallRecord record = call.record();
        assertThat(record.answered()).isEqualTo(Instant.EPOCH.plusSeconds(4));
        assertThat(record.ended()).isEqualTo(Instant.EPOCH.plusSeconds(10));
        assertThat(record.cause()).isEqualTo(ReleaseCause.NORMAL);
        assertThat(record.endedBy()).isEqualTo("caller");
        assertThat(record.to()).isEqualTo("landlines/fxo1");
        assertThat(call.nextDeadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void aBusyLineMovesOnToTheNextAttemptAndTheLastCauseIsTheCallers() {
        Call call = call();
        call.handle(routed(FIRST, SECOND_ATTEMPT), 0);
        assertThat(call.handle(new CallEvent.LegFailed(null, Failure.of(ReleaseCause.CIRCUIT_IN_USE, 0, "held")), 0))
                .containsExactly(new StartAttempt(SECOND_ATTEMPT));
        call.handle(new CallEvent.LegStarted(B, "carrier", "+15550123"), 0);
        assertThat(call.handle(new CallEvent.LegFailed(B, Failure.of(ReleaseCause.BUSY, 486, "busy")), SECOND))
                .containsExactly(new ReleaseCaller(ReleaseCause.BUSY, 0), new Ended());
        assertThat(call.record().endedBy()).isEqualTo("called");
    }

    @ParameterizedTest
    @CsvSource({"BUSY,false", "REJECTED,false", "NO_ANSWER,false", "NOT_REGISTERED,true", "NO_CIRCUIT,true", "TEMPORARY_FAILURE,true"})
    void withoutNextOnOnlyWhatIsNotTheCalledPartysWordMovesOn(ReleaseCause cause, boolean moves) {
        Call call = call();
        call.handle(routed(FIRST, SECOND_ATTEMPT), 0);
        call.handle(new CallEvent.LegStarted(A, "x", ""), 0);
        List<CallAction> actions = call.handle(new CallEvent.LegFailed(A, Failure.of(cause, 0, "")), 0);
        assertThat(actions.contains(new StartAttempt(SECOND_ATTEMPT))).isEqualTo(moves);
    }

    @Test
    void theFirstOfSeveralTelephonesThatAnswersWinsAndTheOthersStopRinging() {
        Call call = call();
        call.handle(routed(FIRST), 0);
        call.handle(new CallEvent.LegStarted(A, "phones/201", ""), 0);
        call.handle(new CallEvent.LegStarted(B, "phones/202", ""), 0);
        assertThat(call.handle(new CallEvent.LegFailed(A, Failure.of(ReleaseCause.BUSY, 486, "")), 0)).as("one still rings").isEmpty();
        call.handle(new CallEvent.LegStarted(A, "phones/201", ""), 0);
        assertThat(call.handle(new CallEvent.Answered(B, "sip"), SECOND))
                .containsExactly(new ReleaseLeg(A, ReleaseCause.NORMAL), new AnswerCaller(B));
        assertThat(call.handle(new CallEvent.Answered(A, "sip"), SECOND)).containsExactly(new ReleaseLeg(A, ReleaseCause.NORMAL));
    }

    @Test
    void ringingWithoutAnAnswerEndsAfterItsTime() {
        Call call = call();
        call.handle(routed(FIRST), 0);
        call.handle(new CallEvent.LegStarted(A, "phones/201", ""), 0);
        assertThat(call.nextDeadline()).isEqualTo(CallLimits.DEFAULT.ring().toNanos());
        assertThat(call.tick(call.nextDeadline())).containsExactly(new ReleaseLeg(A, ReleaseCause.NO_ANSWER),
                new ReleaseCaller(ReleaseCause.NO_ANSWER, 0), new Ended());
    }

    @Test
    void anAnswerThatCrossesTheCallersHangUpDoesNotStayUp() {
        Call call = call();
        call.handle(routed(FIRST), 0);
        call.handle(new CallEvent.LegStarted(A, "phones/201", ""), 0);
        call.handle(new CallEvent.CallerGone(ReleaseCause.CANCELLED, "CANCEL"), SECOND);
        assertThat(call.handle(new CallEvent.Answered(A, "sip"), SECOND)).containsExactly(new ReleaseLeg(A, ReleaseCause.CANCELLED));
    }

    @Test
    void aRefusalByThePlanIsToldExactly() {
        Call call = call();
        assertThat(call.handle(new CallEvent.Routed(new RouteDecision.Refused("", 404, "no route"), null), 0))
                .containsExactly(new ReleaseCaller(ReleaseCause.UNALLOCATED, 404), new Ended());
    }

    @Test
    void noCallLastsForEver() {
        Call call = call();
        call.handle(routed(FIRST), 0);
        call.handle(new CallEvent.LegStarted(A, "x", ""), 0);
        call.handle(new CallEvent.Answered(A, "sip"), 0);
        assertThat(call.tick(call.nextDeadline())).containsExactly(new ReleaseLeg(A, ReleaseCause.TIMER),
                new ReleaseCaller(ReleaseCause.TIMER, 0), new Ended());
    }

    /// Whatever comes in whatever order: one ending, one answer at the most, every leg that was started is released or has failed.
    @Test
    void randomEventsNeverBreakTheRules() {
        long seed = Long.getLong("tipring.seed", 20261125);
        System.out.println("CallTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 100_000; round++) {
            storm(random, round);
        }
    }

    private void storm(Random random, int round) {
        Call call = call();
        Set<LegId> up = new HashSet<>();
        List<CallAction> all = new ArrayList<>();
        long now = 0;
        int legs = 0;
        carryOut(call.handle(routed(FIRST, SECOND_ATTEMPT), now), all, up);
        for (int step = 0; step < 12; step++) {
            now += random.nextLong(SECOND * 60);
            LegId some = new LegId(random.nextInt(4));
            List<CallAction> actions = switch (random.nextInt(10)) {
                case 0, 1 -> {
                    LegId fresh = new LegId(100 + legs++);
                    up.add(fresh);
                    yield call.handle(new CallEvent.LegStarted(fresh, "x", ""), now);
                }
                case 2 -> call.handle(new CallEvent.Alerting(any(up, some)), now);
                case 3 -> call.handle(new CallEvent.EarlyMedia(any(up, some)), now);
                case 4 -> call.handle(new CallEvent.Answered(any(up, some), "sip"), now);
                case 5, 6 -> {
                    LegId gone = any(up, some);
                    up.remove(gone);
                    yield call.handle(new CallEvent.LegFailed(gone, Failure.of(cause(random), 0, "")), now);
                }
                case 7 -> random.nextInt(4) == 0 ? call.handle(new CallEvent.CallerGone(cause(random), ""), now) : List.of();
                case 8 -> random.nextInt(8) == 0 ? call.handle(new CallEvent.End(cause(random), ""), now) : List.of();
                default -> call.tick(now);
            };
            carryOut(actions, all, up);
        }
        carryOut(call.handle(new CallEvent.End(ReleaseCause.SHUTDOWN, ""), now), all, up);
        assertThat(all.stream().filter(Ended.class::isInstance)).as("endings in round %s", round).hasSize(1);
        assertThat(all.stream().filter(AnswerCaller.class::isInstance).count()).as("answers in round %s", round).isLessThanOrEqualTo(1);
        assertThat(up).as("legs left in round %s: %s", round, all).isEmpty();
        assertThat(call.nextDeadline()).isEqualTo(Deadlines.NEVER);
        assertThat(call.record().cause()).isNotNull();
    }

    private static void carryOut(List<CallAction> actions, List<CallAction> all, Set<LegId> up) {
        all.addAll(actions);
        for (CallAction action : actions) {
            if (action instanceof ReleaseLeg(LegId leg, var _)) {
                up.remove(leg);
            }
        }
    }

    private static LegId any(Set<LegId> up, LegId other) {
        return up.isEmpty() ? other : up.iterator().next();
    }

    private static ReleaseCause cause(Random random) {
        return ReleaseCause.values()[random.nextInt(ReleaseCause.values().length)];
    }

    private static Attempt always(Attempt attempt) {
        return new Attempt(attempt.interfaceName(), attempt.members(), attempt.number(), attempt.number(), attempt.pick(),
                Set.of(FailOver.Cause.values()), null, 0, "", "", true);
    }

    @Test
    void anEmergencyCallThatFindsLinesTakenTriesThemAgainForTwoMinutes() {
        Attempt first = always(FIRST);
        Attempt second = always(SECOND_ATTEMPT);
        Call call = call();
        call.handle(new CallEvent.Routed(new RouteDecision.Emergency("112", List.of(first, second), Set.of(), List.of()), null), 0);
        long now = 0;
        int rounds = 0;
        while (!call.over()) {
            // Each tenth time a line has rested and is tried; in between nothing new happens, and the caller hears what he heard.
            boolean tried = rounds % 10 == 9;
            if (tried) {
                call.handle(new CallEvent.LegStarted(A, "landlines/fxo1", "112"), now);
            }
            assertThat(call.handle(new CallEvent.LegFailed(tried ? A : null, Failure.of(ReleaseCause.CIRCUIT_IN_USE, 0, "held")), now)).containsExactly(new StartAttempt(second));
            List<CallAction> then = call.handle(new CallEvent.LegFailed(null, Failure.of(ReleaseCause.OUT_OF_ORDER, 0, "down")), now);
            if (!call.over()) {
                assertThat(then).isEqualTo(tried || rounds == 0 ? List.of(new CallAction.LetWait()) : List.of());
                now = call.nextDeadline();
                assertThat(call.tick(now)).containsExactly(new StartAttempt(first));
            }
            rounds++;
        }
        assertThat(rounds).isEqualTo(125);
    }

    @Test
    void anEmergencyCallForWhichNoLineWorksEndsAtOnce() {
        Call call = call();
        call.handle(new CallEvent.Routed(new RouteDecision.Emergency("112", List.of(always(FIRST)), Set.of(), List.of()), null), 0);
        assertThat(call.handle(new CallEvent.LegFailed(null, Failure.of(ReleaseCause.OUT_OF_ORDER, 0, "down")), 0))
                .containsExactly(new ReleaseCaller(ReleaseCause.OUT_OF_ORDER, 0), new Ended());
    }

    @Test
    void whoHangsUpWhileWaitingForALineIsGone() {
        Call call = call();
        call.handle(new CallEvent.Routed(new RouteDecision.Emergency("112", List.of(always(FIRST)), Set.of(), List.of()), null), 0);
        call.handle(new CallEvent.LegFailed(null, Failure.of(ReleaseCause.CIRCUIT_IN_USE, 0, "held")), 0);
        assertThat(call.handle(new CallEvent.CallerGone(ReleaseCause.CANCELLED, "CANCEL"), SECOND / 2)).containsExactly(new Ended());
        assertThat(call.nextDeadline()).isEqualTo(Deadlines.NEVER);
    }
}
