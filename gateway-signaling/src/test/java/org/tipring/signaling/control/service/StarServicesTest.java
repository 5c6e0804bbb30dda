package org.tipring.signaling.control.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tipring.signaling.control.service.ServiceState.Forward;
import org.tipring.signaling.control.service.ServiceState.Switch;
import org.tipring.signaling.control.service.StarServices.Order;
import org.tipring.signaling.routing.StarCode;
import org.tipring.signaling.routing.StarCodes;
import org.tipring.tdm.line.DigitJudge.Judgement;
import org.tipring.tdm.line.DigitJudge.Verdict;
import org.tipring.tdm.line.LineId;

/// What star codes do, beside a plan in which 2XX and *8 are numbers and 2XX may be forwarded to but for 299.
class StarServicesTest {

    private static final LineId LINE = new LineId("fxs1");
    private static final StarCodes CODES = codes();
    /// Winter time ends in this night: at 2 o'clock it is 3.
    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 3, 28, 22, 30, 0, 0, ZoneId.of("Europe/Berlin"));

    private static StarCodes codes() {
        Map<StarCode, String> codes = new EnumMap<>(StarCode.class);
        codes.putAll(Map.of(StarCode.REDIAL, "*66", StarCode.CALL_RETURN, "*69", StarCode.WITHHOLD, "*67", StarCode.SHOW, "*82",
                StarCode.DO_NOT_DISTURB, "*78", StarCode.DISTURB, "*79", StarCode.WITHHOLD_ALWAYS, "*31#", StarCode.SHOW_ALWAYS, "#31#",
                StarCode.REJECT_ANONYMOUS, "*77", StarCode.TAKE_ANONYMOUS, "*87"));
        codes.putAll(Map.of(StarCode.FORWARD, "*21*", StarCode.FORWARD_OFF, "#21#", StarCode.FORWARD_ASK, "*#21#", StarCode.FORWARD_BUSY, "*90",
                StarCode.FORWARD_BUSY_OFF, "*91", StarCode.FORWARD_NO_ANSWER, "*92", StarCode.FORWARD_NO_ANSWER_OFF, "*93"));
        codes.putAll(Map.of(StarCode.PICK_UP, "*98", StarCode.PICK_UP_OF, "**", StarCode.SPEED_DIAL, "*75", StarCode.SPEED_DIAL_SET, "*74", StarCode.PARK, "*58", StarCode.RETRIEVE, "*59",
                StarCode.WAKE_UP, "*55", StarCode.WAKE_UP_OFF, "*56", StarCode.WAKE_UP_ASK, "*57"));
        return new StarCodes(codes, Duration.ofSeconds(20));
    }

    private final Map<String, String> disk = new HashMap<>();
    private final ServiceMemory memory = new ServiceMemory() {
        @Override
        public ServiceState read(String telephone) {
            return ServiceState.of(disk.getOrDefault(telephone, ""));
        }

        @Override
        public void write(String telephone, ServiceState state) {
            disk.put(telephone, state.text());
        }

        @Override
        public void whenKept(Runnable then) {
            then.run();
        }
    };
    private final StarServices services = new StarServices(CODES, memory);

    private static Judgement plan(String digits) {
        String number = digits.endsWith("#") ? digits.substring(0, digits.length() - 1) : digits;
        Verdict verdict = number.matches("2\\d\\d|\\*8") ? Verdict.SEND : digits.matches("|2\\d?|\\*") ? Verdict.INCOMPLETE : Verdict.DEAD_END;
        return new Judgement(verdict, Duration.ofSeconds(4), digits.isEmpty());
    }

    private static StarServices.Surroundings at(ZonedDateTime now) {
        return new StarServices.Surroundings() {
            @Override
            public boolean mayForwardTo(String number) {
                return number.matches("2\\d\\d") && !number.equals("299");
            }

            @Override
            public String dialled(String number) {
                return number.length() == 7 ? "9" + number : number;
            }

            @Override
            public ZonedDateTime now() {
                return now;
            }

            @Override
            public String endKey() {
                return "#";
            }
        };
    }

    private Order order(String digits) {
        return services.order(LINE, digits, at(NOW));
    }

    private Verdict judged(String digits) {
        return services.judge(digits, StarServicesTest::plan).verdict();
    }

    // ---- while it is dialled

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "2|INCOMPLETE", "205|SEND", "3|DEAD_END", "*|INCOMPLETE", "*6|INCOMPLETE", "*66|SEND", "*68|DEAD_END", "*8|MAY_BE_LONGER", "*82|INCOMPLETE",
            // a number behind a code
            "*67|INCOMPLETE", "*672|INCOMPLETE", "*67205|SEND", "*673|DEAD_END", "*82205|SEND", "*21|INCOMPLETE", "*21*|INCOMPLETE",
            "*21*205|SEND", "*21*3|DEAD_END", "#|INCOMPLETE", "#21|INCOMPLETE", "#21#|SEND", "*#|INCOMPLETE", "*#21#|SEND", "**|INCOMPLETE",
            "**205|SEND", "**9|DEAD_END",
            // places of speed dials
            "*75|INCOMPLETE", "*753|SEND", "*75*|DEAD_END", "*74|INCOMPLETE", "*743|INCOMPLETE", "*743205|SEND", "*74*|DEAD_END", "*7439|DEAD_END",
            // times of the day
            "*55|INCOMPLETE", "*550|INCOMPLETE", "*552|INCOMPLETE", "*553|DEAD_END", "*5524|DEAD_END", "*5523|INCOMPLETE", "*55236|DEAD_END",
            "*55235|INCOMPLETE", "*552359|SEND", "*550000|SEND", "*55*|DEAD_END"})
    void aCodeIsWaitedForToItsEndAndNumbersOfThePlanAreAsBefore(String digits, Verdict expected) {
        assertThat(judged(digits)).isEqualTo(expected);
    }

    @Test
    void behindACodeThatTakesANumberDialToneSounds() {
        for (String code : new String[] {"*67", "*82", "*21*", "*90", "*92", "**"}) {
            assertThat(services.judge(code, StarServicesTest::plan)).as(code).isEqualTo(new Judgement(Verdict.INCOMPLETE, Duration.ofSeconds(10), true));
        }
    }

    @Test
    void aWithheldHotLineWaitsForANumber() {
        assertThat(services.judge("*67", _ -> new Judgement(Verdict.SEND, Duration.ZERO, true)).verdict()).isEqualTo(Verdict.INCOMPLETE);
    }

    // ---- when it is dialled

    static Stream<Arguments> codesAndWhatTheyLeave() {
        return Stream.of(
                Arguments.of("*78", "undisturbed=yes"), Arguments.of("*78 *79", ""),
                Arguments.of("*31#", "withheld=yes"), Arguments.of("*31# #31#", ""),
                Arguments.of("*77", "rejects-anonymous=yes"), Arguments.of("*77 *87", ""),
                Arguments.of("*21*205", "forward.always=205"), Arguments.of("*21*205#", "forward.always=205"),
                Arguments.of("*21*205 *21*206", "forward.always=206"), Arguments.of("*21*205 #21#", ""),
                Arguments.of("*21*205 *90206 *92207", "forward.always=205 forward.busy=206 forward.no-answer=207"),
                Arguments.of("*90206 *91", ""), Arguments.of("*92207 *93", ""),
                Arguments.of("*743205 *744206", "speed.3=205 speed.4=206"), Arguments.of("*743205 *743206", "speed.3=206"),
                Arguments.of("205", "dialled=205"), Arguments.of("*67205", "dialled=205"),
                Arguments.of("*550630", "wake-up=2026-03-29T04:30:00Z"), Arguments.of("*552229", "wake-up=2026-03-29T20:29:00Z"),
                Arguments.of("*552231", "wake-up=2026-03-28T21:31:00Z"),
                Arguments.of("*550230", "wake-up=2026-03-29T01:30:00Z"), Arguments.of("*550630 *56", ""));
    }

    @ParameterizedTest
    @MethodSource("codesAndWhatTheyLeave")
    void whatACodeSetsIsKeptOverARestart(String dialled, String left) {
        for (String digits : dialled.split(" ")) {
            order(digits);
        }
        assertThat(disk.getOrDefault("fxs1", "")).isEqualTo(left);
        assertThat(new StarServices(CODES, memory).of(LINE)).isEqualTo(services.of(LINE));
    }

    @Test
    void nobodyForwardsToWhereTheTelephoneMayNotCall() {
        assertThat(order("*21*299")).isInstanceOf(Order.Impossible.class);
        assertThat(services.of(LINE).forwards()).isEmpty();
    }

    @Test
    void whatIsSetCanBeAsked() {
        assertThat(order("*#21#")).isInstanceOfSatisfying(Order.Asked.class, asked -> assertThat(asked.yes()).isFalse());
        order("*21*205");
        assertThat(order("*#21#")).isEqualTo(new Order.Asked(true, "forwards always to 205"));
        assertThat(order("*57")).isInstanceOfSatisfying(Order.Asked.class, asked -> assertThat(asked.yes()).isFalse());
        order("*550630");
        assertThat(order("*57")).isInstanceOfSatisfying(Order.Asked.class, asked -> assertThat(asked.yes()).isTrue());
    }

    @Test
    void redialCallsWhatWasDialledLastAndNotTheCode() {
        assertThat(order("*66")).isInstanceOf(Order.Impossible.class);
        order("205");
        assertThat(order("*66")).isEqualTo(new Order.Dial("205", false));
        order("*78");
        assertThat(order("*66")).isEqualTo(new Order.Dial("205", false));
    }

    @Test
    void callReturnCallsWhoCalledLast() {
        assertThat(order("*69")).isInstanceOf(Order.Impossible.class);
        services.called(LINE, "5550123");
        assertThat(order("*69")).as("as it is dialled here").isEqualTo(new Order.Dial("95550123", false));
        services.called(LINE, "");
        assertThat(order("*69")).as("who called last withheld it").isInstanceOf(Order.Impossible.class);
    }

    @Test
    void theNumberIsWithheldForOneCallOrForAllButOne() {
        assertThat(order("*67205")).isEqualTo(new Order.Dial("205", true));
        assertThat(order("205")).isEqualTo(new Order.Dial("205", false));
        order("*31#");
        assertThat(order("205")).isEqualTo(new Order.Dial("205", true));
        assertThat(order("*66")).isEqualTo(new Order.Dial("205", true));
        assertThat(order("*82205")).isEqualTo(new Order.Dial("205", false));
        order("#31#");
        assertThat(order("205")).isEqualTo(new Order.Dial("205", false));
    }

    @Test
    void speedDialCallsWhatIsAtItsPlace() {
        assertThat(order("*753")).isInstanceOf(Order.Impossible.class);
        order("*743205");
        assertThat(order("*753")).isEqualTo(new Order.Dial("205", false));
    }

    @Test
    void callsAreTakenFromAnyOfTheGroupOrFromOneTelephone() {
        assertThat(order("*98")).isEqualTo(new Order.PickUp(""));
        assertThat(order("**205")).isEqualTo(new Order.PickUp("205"));
    }

    @Test
    void callsAreLeftAtAPlaceAndTakenFromThere() {
        assertThat(judged("*58")).isEqualTo(Verdict.INCOMPLETE);
        assertThat(judged("*583")).isEqualTo(Verdict.SEND);
        assertThat(order("*583")).isEqualTo(new Order.Park(3));
        assertThat(order("*593")).isEqualTo(new Order.Retrieve(3));
    }

    @Test
    void dialToneRemindsOfMessagesAndOfCallsThatDoNotRingHere() {
        assertThat(services.reminds(LINE)).isFalse();
        order("*90205");
        assertThat(services.reminds(LINE)).as("calls still ring here").isFalse();
        order("*21*205");
        assertThat(services.reminds(LINE)).isTrue();
        order("#21#");
        assertThat(services.messages(LINE, 2)).isTrue();
        assertThat(services.messages(LINE, 2)).as("no news").isFalse();
        assertThat(services.reminds(LINE)).isTrue();
        services.messages(LINE, 0);
        assertThat(services.reminds(LINE)).isFalse();
    }

    @Test
    void withoutCodesThePlanAloneDecides() {
        StarServices none = new StarServices(StarCodes.NONE, ServiceMemory.NONE);
        assertThat(none.judge("*66", StarServicesTest::plan).verdict()).isEqualTo(Verdict.DEAD_END);
        assertThat(none.order(LINE, "*66", at(NOW))).isEqualTo(new Order.Dial("*66", false));
        assertThat(none.judge("", StarServicesTest::plan)).isEqualTo(plan(""));
    }

    // ---- what is kept

    @Test
    void whatIsKeptIsReadAsItWasAndUnknownWordsArePassedOver() {
        ServiceState all = ServiceState.NOTHING.withDialled("+442079460100").withCaller("anon\nforward.always=900").with(Switch.UNDISTURBED, true).with(Switch.WITHHELD, true)
                .with(Forward.BUSY, "205").with(Forward.NO_ANSWER, "*8").withSpeedDial(0, "1").withSpeedDial(9, "2").withMessages(3)
                .withWakeUp(Instant.parse("2026-01-02T03:04:00Z"));
        ServiceState read = ServiceState.of(all.text() + " later=1 nonsense");
        assertThat(read).isEqualTo(all.withCaller("anonforward.always=900"));
        assertThat(ServiceState.of("")).isEqualTo(ServiceState.NOTHING);
        assertThat(all.words()).containsExactly("do not disturb", "number withheld", "forwards busy to 205", "forwards no answer to *8", "speed dials {0=1, 9=2}",
                "wake-up at 2026-01-02T03:04:00Z", "3 messages wait", "last dialled +442079460100", "last caller anonforward.always=900");
    }

    private Map<String, Integer> set() {
        Map<String, Integer> set = new TreeMap<>();
        services.counts().levels().stream().filter(level -> level.figure().getAsDouble() > 0).forEach(level -> set.put(level.value(), (int) level.figure().getAsDouble()));
        return set;
    }

    @Test
    void howManyTelephonesAreSetSoIsCountedAlsoAfterARestart() {
        disk.put("fxs2", "forward.busy=202 messages=2");
        services.of(new LineId("fxs2"));
        services.messages(LINE, 1);
        services.order(LINE, "*78", at(NOW));
        services.order(LINE, "*78", at(NOW));
        services.order(LINE, "*742201", at(NOW));
        assertThat(set()).isEqualTo(Map.of("undisturbed", 1, "speed_dial", 1, "messages", 2, "forward_busy", 1));
        services.order(LINE, "*79", at(NOW));
        services.messages(LINE, 0);
        assertThat(set()).isEqualTo(Map.of("speed_dial", 1, "messages", 1, "forward_busy", 1));
    }
}
