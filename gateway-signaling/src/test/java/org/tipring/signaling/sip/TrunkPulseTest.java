package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tipring.signaling.sip.TrunkPulse.Action;

class TrunkPulseTest {

    private static final long SECOND = 1_000_000_000L;

    private long now = 17 * SECOND;

    private TrunkPulse pulse(int everySeconds, boolean mustAnswer) {
        return new TrunkPulse(Duration.ofSeconds(everySeconds), Duration.ofSeconds(5), mustAnswer, () -> 0);
    }

    private List<Action> after(TrunkPulse pulse, double seconds) {
        long end = now + (long) (seconds * SECOND);
        List<Action> all = new ArrayList<>();
        while (pulse.nextDeadline() <= end) {
            now = pulse.nextDeadline();
            all.addAll(pulse.tick(now));
        }
        now = end;
        return all;
    }

    @Test
    void aProviderThatAnswersIsAskedAgainWhenTheTimeIsOverAndNothingElseIsSaidOfIt() {
        TrunkPulse pulse = pulse(30, false);
        assertThat(pulse.start(now)).containsExactly(Action.ASK);
        assertThat(pulse.answered(now)).containsExactly(Action.ANSWERS);
        for (int time = 1; time <= 3; time++) {
            assertThat(after(pulse, 29.9)).isEmpty();
            assertThat(after(pulse, 0.1)).containsExactly(Action.ASK);
            assertThat(pulse.answered(now)).isEmpty();
        }
    }

    @Test
    void oneThatDiesIsNoticedAfterTwoSilencesAndOnceItIsBackAtItsFirstAnswer() {
        TrunkPulse pulse = pulse(30, false);
        pulse.start(now);
        pulse.answered(now);
        assertThat(after(pulse, 30)).containsExactly(Action.ASK);
        assertThat(after(pulse, 4.9)).isEmpty();
        assertThat(after(pulse, 0.1)).containsExactly(Action.ASK);
        assertThat(after(pulse, 5)).containsExactly(Action.SILENT);
        assertThat(after(pulse, 200)).as("said once, and asked all the time").containsOnly(Action.ASK).hasSizeGreaterThan(4);
        assertThat(pulse.answered(now)).containsExactly(Action.ANSWERS);
        assertThat(after(pulse, 29.9)).isEmpty();
    }

    @Test
    void aCallThatMetSilenceIsTheFirstOfTheTwo() {
        TrunkPulse pulse = pulse(600, false);
        pulse.start(now);
        pulse.answered(now);
        after(pulse, 60);
        assertThat(pulse.suspected(now)).containsExactly(Action.ASK);
        assertThat(pulse.suspected(now)).as("it is being asked").isEmpty();
        assertThat(after(pulse, 5)).containsExactly(Action.SILENT);
        assertThat(after(pulse, 30)).as("while it is away it is asked every 30 s").contains(Action.ASK);
    }

    @Test
    void aCallThatGotLostAloneChangesNothing() {
        TrunkPulse pulse = pulse(600, true);
        pulse.start(now);
        pulse.answered(now);
        pulse.suspected(now);
        assertThat(pulse.answered(now)).isEmpty();
        assertThat(after(pulse, 599)).isEmpty();
    }

    @Test
    void oneThatHasNeverAnsweredIsNotJudgedByItsSilenceUnlessItMustAnswer() {
        TrunkPulse lenient = pulse(30, false);
        lenient.start(now);
        assertThat(after(lenient, 300)).containsOnly(Action.ASK);
        TrunkPulse strict = pulse(30, true);
        strict.start(now);
        assertThat(after(strict, 10)).containsExactly(Action.ASK, Action.SILENT);
    }

    @Test
    void oneThatSaysThatItTakesNothingIsBelievedTheSecondTime() {
        TrunkPulse pulse = pulse(30, false);
        pulse.start(now);
        assertThat(pulse.refused(now)).isEmpty();
        assertThat(after(pulse, 1)).containsExactly(Action.ASK);
        assertThat(pulse.refused(now)).containsExactly(Action.SILENT);
        assertThat(after(pulse, 30)).containsExactly(Action.ASK);
        assertThat(pulse.answered(now)).containsExactly(Action.ANSWERS);
    }

    @Test
    void customersDoNotAskAllAtOnce() {
        Random random = new Random(5);
        TrunkPulse pulse = new TrunkPulse(Duration.ofSeconds(30), Duration.ofSeconds(5), false, random::nextDouble);
        pulse.start(now);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int time = 0; time < 200; time++) {
            pulse.answered(now);
            long wait = pulse.nextDeadline() - now;
            least = Math.min(least, wait);
            most = Math.max(most, wait);
            now = pulse.nextDeadline();
            pulse.tick(now);
        }
        assertThat(least).isBetween(24 * SECOND, 25 * SECOND);
        assertThat(most).isBetween(29 * SECOND, 30 * SECOND);
    }
}
