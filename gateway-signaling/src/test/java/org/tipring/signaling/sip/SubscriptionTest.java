package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.signaling.sip.Subscription.Action;

class SubscriptionTest {

    private static final long SECOND = 1_000_000_000L;

    private final Subscription subscription = new Subscription();
    private long now = 5 * SECOND;

    private List<Action> after(double seconds) {
        long end = now + (long) (seconds * SECOND);
        List<Action> all = new ArrayList<>();
        while (subscription.nextDeadline() <= end) {
            now = subscription.nextDeadline();
            all.addAll(subscription.tick(now));
        }
        now = end;
        return all;
    }

    private void works(long seconds) {
        assertThat(subscription.start()).containsExactly(Action.SUBSCRIBE);
        assertThat(subscription.accepted(seconds, now)).isEmpty();
        assertThat(subscription.notified(seconds, now)).containsExactly(Action.WORKS);
    }

    @Test
    void itIsRefreshedBeforeItsTimeIsOverAgainAndAgain() {
        works(600);
        for (int time = 0; time < 3; time++) {
            assertThat(after(449)).isEmpty();
            assertThat(after(1)).containsExactly(Action.REFRESH);
            assertThat(subscription.accepted(600, now)).isEmpty();
            assertThat(subscription.notified(600, now)).isEmpty();
        }
    }

    @Test
    void whatANotifySaysOfTheTimeCounts() {
        works(600);
        subscription.notified(60, now);
        assertThat(after(45)).containsExactly(Action.REFRESH);
    }

    @Test
    void aNotifyMayComeBeforeTheAnswer() {
        subscription.start();
        assertThat(subscription.notified(600, now)).containsExactly(Action.WORKS);
        assertThat(subscription.accepted(600, now)).isEmpty();
        assertThat(after(449)).isEmpty();
        assertThat(after(1)).containsExactly(Action.REFRESH);
    }

    @Test
    void oneThatIsAcceptedButNeverTellsHasFailed() {
        subscription.start();
        subscription.accepted(600, now);
        assertThat(after(31.9)).isEmpty();
        assertThat(after(0.1)).containsExactly(Action.FAILED);
        assertThat(after(5)).containsExactly(Action.SUBSCRIBE);
    }

    @Test
    void aSubscriptionThatTheProviderHasLostIsMadeAnewAtOnce() {
        works(600);
        after(450);
        assertThat(subscription.refused(481, "Subscription does not exist", -1, now)).containsExactly(Action.SUBSCRIBE);
        assertThat(subscription.failures()).isZero();
    }

    @Test
    void aFailureIsSaidOnceAndCountedEachTimeAndPatienceGrows() {
        subscription.start();
        assertThat(subscription.unanswered("no response", now)).containsExactly(Action.FAILED);
        int wait = 5;
        for (int time = 0; time < 10; time++) {
            assertThat(after(wait - 0.1)).isEmpty();
            assertThat(after(0.1)).containsExactly(Action.SUBSCRIBE);
            assertThat(subscription.refused(500, "Server Error", -1, now)).as("said already").isEmpty();
            wait = Math.min(600, wait * 2);
        }
        assertThat(subscription.failures()).isEqualTo(11);
        assertThat(subscription.why()).isEqualTo("500 Server Error");
        after(600);
        subscription.accepted(600, now);
        assertThat(subscription.notified(600, now)).containsExactly(Action.WORKS);
        assertThat(subscription.unanswered("no response", now)).as("news again").containsExactly(Action.FAILED);
        assertThat(after(5)).as("and patience begins anew").containsExactly(Action.SUBSCRIBE);
    }

    /// RFC 6665 section 4.1.3.
    @ParameterizedTest
    @CsvSource({"deactivated, -1, 0", "timeout, -1, 0", "probation, 60, 60", "probation, -1, 5", "giveup, 90, 90", "giveup, -1, 5", "rejected, -1, 3600",
        "noresource, -1, 3600", "invariant, -1, 3600", "'', -1, 5"})
    void oneThatIsEndedIsMadeAnewAsTheReasonSays(String reason, long retryAfter, long seconds) {
        works(600);
        after(100);
        if (seconds == 0) {
            assertThat(subscription.terminated(reason, retryAfter, now)).containsExactly(Action.SUBSCRIBE);
        } else {
            assertThat(subscription.terminated(reason, retryAfter, now)).containsExactly(Action.FAILED);
            assertThat(after(seconds - 0.1)).isEmpty();
            assertThat(after(0.1)).containsExactly(Action.SUBSCRIBE);
        }
    }

    @Test
    void oneThatIsEndedAgainAndAgainDoesNotSpin() {
        works(600);
        assertThat(subscription.terminated("deactivated", -1, now)).containsExactly(Action.FAILED);
        assertThat(after(4.9)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"489, -1, 3600", "403, -1, 3600", "404, 120, 120", "503, 30, 30", "503, -1, 5"})
    void whoRefusesIsAskedAgainWhenThatMakesSense(int status, long retryAfter, long seconds) {
        subscription.start();
        assertThat(subscription.refused(status, "no", retryAfter, now)).containsExactly(Action.FAILED);
        assertThat(after(seconds - 0.1)).isEmpty();
        assertThat(after(0.1)).containsExactly(Action.SUBSCRIBE);
    }
}
