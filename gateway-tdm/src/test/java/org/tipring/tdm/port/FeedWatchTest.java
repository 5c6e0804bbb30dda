package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tipring.tdm.card.CardReport.Line.NORMAL;
import static org.tipring.tdm.card.CardReport.Line.NO_BATTERY;
import static org.tipring.tdm.card.CardReport.Line.REVERSED;

import org.junit.jupiter.api.Test;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineCondition;

class FeedWatchTest {

    private static final long MILLI = 1_000_000;

    private final FeedWatch feed = new FeedWatch();

    @Test
    void aLoopThatIsOpenForNinetyMillisecondsInACallIsTheFarEndsHangUp() {
        feed.hook(true, 0);
        assertThat(feed.line(NO_BATTERY, 1_000 * MILLI)).isNull();
        assertThat(feed.tick(1_089 * MILLI)).isNull();
        assertThat(feed.nextDeadline()).isEqualTo(1_090 * MILLI);
        assertThat(feed.tick(1_090 * MILLI)).isEqualTo(new FxoEvent.LoopBroken());
        assertThat(feed.tick(1_500 * MILLI)).as("told once").isNull();
        assertThat(feed.line(NORMAL, 1_600 * MILLI)).isNull();
        assertThat(feed.nextDeadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void aGapWhileTheExchangeSwitchesIsNothing() {
        feed.hook(true, 0);
        feed.line(NO_BATTERY, 1_000 * MILLI);
        feed.line(NORMAL, 1_050 * MILLI);
        assertThat(feed.nextDeadline()).isEqualTo(Deadlines.NEVER);
        assertThat(feed.tick(2_000 * MILLI)).isNull();
    }

    @Test
    void tipAndRingThatTurnInACallAreTold() {
        feed.hook(true, 0);
        assertThat(feed.line(REVERSED, 10)).isEqualTo(new FxoEvent.PolarityReversed());
        assertThat(feed.line(REVERSED, 20)).isNull();
        assertThat(feed.line(NORMAL, 30)).isEqualTo(new FxoEvent.PolarityReversed());
    }

    @Test
    void aReversalAroundALoopBreakIsOne() {
        feed.hook(true, 0);
        feed.line(REVERSED, 10);
        feed.line(NO_BATTERY, 20);
        assertThat(feed.line(REVERSED, 30)).isNull();
    }

    @Test
    void onHookAReversalSaysThatACallerIsAnnouncedAndNothingElse() {
        assertThat(feed.line(REVERSED, 10)).isNull();
    }

    @Test
    void withoutBatteryForTwoSecondsThereIsNoLine() {
        feed.line(NO_BATTERY, 0);
        assertThat(feed.tick(1_999 * MILLI)).isNull();
        assertThat(feed.tick(2_000 * MILLI)).isInstanceOfSatisfying(FxoEvent.PortFailed.class,
                failed -> assertThat(failed.condition()).isEqualTo(LineCondition.NO_LINE));
        assertThat(feed.line(NORMAL, 3_000 * MILLI)).isEqualTo(new FxoEvent.PortReady());
    }

    @Test
    void fewVoltsWhileOnHookAreAnotherTelephone() {
        assertThat(feed.measured(480)).isNull();
        assertThat(feed.measured(-75)).as("once is a ring or a hook in between").isNull();
        assertThat(feed.measured(-75)).isInstanceOfSatisfying(FxoEvent.PortFailed.class,
                failed -> assertThat(failed.condition()).isEqualTo(LineCondition.IN_USE_ELSEWHERE));
        assertThat(feed.measured(75)).as("told once").isNull();
        assertThat(feed.measured(480)).isEqualTo(new FxoEvent.PortReady());
        feed.hook(true, 0);
        assertThat(feed.measured(75)).as("it is ourselves").isNull();
        assertThat(feed.measured(75)).isNull();
    }
}
