package org.tipring.signaling.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tipring.signaling.control.StarServices.Order;
import org.tipring.tdm.line.DigitJudge.Judgement;
import org.tipring.tdm.line.DigitJudge.Verdict;
import org.tipring.tdm.line.LineId;

/// What star codes do, beside a plan in which 2XX and *8 are numbers.
class StarServicesTest {

    private static final LineId LINE = new LineId("fxs1");
    private static final StarCodes CODES = new StarCodes("*66", "*69", "*67", "*78", "*79");

    private final Map<String, ServiceMemory.Kept> disk = new HashMap<>();
    private final ServiceMemory memory = new ServiceMemory() {
        @Override
        public Kept read(String telephone) {
            return disk.getOrDefault(telephone, Kept.NOTHING);
        }

        @Override
        public void write(String telephone, Kept kept) {
            disk.put(telephone, kept);
        }
    };
    private final StarServices services = new StarServices(CODES, memory);

    private static Judgement plan(String digits) {
        Verdict verdict = digits.matches("2\\d\\d|\\*8") ? Verdict.SEND : digits.matches("|2\\d?|\\*") ? Verdict.INCOMPLETE : Verdict.DEAD_END;
        return new Judgement(verdict, Duration.ofSeconds(4), digits.isEmpty());
    }

    private Verdict judged(String digits) {
        return services.judge(digits, StarServicesTest::plan).verdict();
    }

    @Test
    void aCodeIsWaitedForToItsEndAndNumbersOfThePlanAreAsBefore() {
        assertThat(judged("2")).isEqualTo(Verdict.INCOMPLETE);
        assertThat(judged("205")).isEqualTo(Verdict.SEND);
        assertThat(judged("3")).isEqualTo(Verdict.DEAD_END);
        assertThat(judged("*")).isEqualTo(Verdict.INCOMPLETE);
        assertThat(judged("*6")).as("nothing of the plan, but of a code").isEqualTo(Verdict.INCOMPLETE);
        assertThat(judged("*66")).isEqualTo(Verdict.SEND);
        assertThat(judged("*68")).isEqualTo(Verdict.DEAD_END);
        assertThat(judged("*8")).isEqualTo(Verdict.SEND);
    }

    @Test
    void behindTheCodeForAWithheldNumberDialToneSoundsAndANumberFollows() {
        assertThat(services.judge("*67", StarServicesTest::plan)).isEqualTo(new Judgement(Verdict.INCOMPLETE, Duration.ofSeconds(10), true));
        assertThat(judged("*672")).isEqualTo(Verdict.INCOMPLETE);
        assertThat(judged("*67205")).isEqualTo(Verdict.SEND);
        assertThat(judged("*673")).isEqualTo(Verdict.DEAD_END);
        assertThat(services.order(LINE, "*67205")).isEqualTo(new Order.Dial("205", true));
    }

    @Test
    void aWithheldHotLineWaitsForANumber() {
        assertThat(services.judge("*67", _ -> new Judgement(Verdict.SEND, Duration.ZERO, true)).verdict()).isEqualTo(Verdict.INCOMPLETE);
    }

    @Test
    void redialCallsWhatWasDialledLastAndNotTheCode() {
        assertThat(services.order(LINE, "*66")).isInstanceOf(Order.Impossible.class);
        services.order(LINE, "205");
        assertThat(services.order(LINE, "*66")).isEqualTo(new Order.Dial("205", false));
        assertThat(services.order(LINE, "*66")).isEqualTo(new Order.Dial("205", false));
    }

    @Test
    void callReturnCallsWhoCalledLast() {
        assertThat(services.order(LINE, "*69")).isInstanceOf(Order.Impossible.class);
        services.called(LINE, "5550123");
        assertThat(services.order(LINE, "*69")).isEqualTo(new Order.Dial("5550123", false));
        services.called(LINE, "");
        assertThat(services.order(LINE, "*69")).as("who called last withheld it").isInstanceOf(Order.Impossible.class);
    }

    @Test
    void doNotDisturbHoldsUntilItIsTakenBackAndOverARestart() {
        assertThat(services.undisturbed(LINE)).isFalse();
        assertThat(services.order(LINE, "*78")).isInstanceOf(Order.Done.class);
        assertThat(services.undisturbed(LINE)).isTrue();
        assertThat(new StarServices(CODES, memory).undisturbed(LINE)).isTrue();
        services.order(LINE, "*79");
        assertThat(new StarServices(CODES, memory).undisturbed(LINE)).isFalse();
    }

    @Test
    void withoutCodesThePlanAloneDecides() {
        StarServices none = new StarServices(StarCodes.NONE, ServiceMemory.NONE);
        assertThat(none.judge("*66", StarServicesTest::plan).verdict()).isEqualTo(Verdict.DEAD_END);
        assertThat(none.order(LINE, "*66")).isEqualTo(new Order.Dial("*66", false));
        assertThat(none.judge("", StarServicesTest::plan)).isEqualTo(plan(""));
    }
}
