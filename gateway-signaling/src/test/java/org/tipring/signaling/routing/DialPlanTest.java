package org.tipring.signaling.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.signaling.routing.check.CallPhrase;
import org.tipring.signaling.routing.check.Outcome;

class DialPlanTest {

    private static final Instant NOW = Instant.parse("2026-03-03T10:00:00Z");
    private static final CallSource PHONE = new CallSource("phones", "201");

    /// `~` ends a line.
    private static String outcome(String sections, String call) throws CallPhrase.Unclear {
        DialPlan plan = Plans.of(Plans.OFFICE + sections.replace('~', '\n') + "\n");
        CallPhrase phrase = CallPhrase.parse(call, plan, NOW);
        return Outcome.of(phrase.decide(plan), phrase.conditions(), plan).text();
    }

    @ParameterizedTest(name = "{0} => {1}")
    @CsvSource(delimiter = '!', value = {
            // Changes are made in the order in which they are written (dialplan.md, "Changing a number").
            "landlines, strip 1 ! landlines 02079460123", "landlines, strip right 4, strip 1 ! landlines 0207946",
            "landlines, keep 8 ! landlines 79460123", "landlines, strip 1, prefix 1470 ! landlines 147002079460123",
            "landlines, strip 1, suffix 99 ! landlines 0207946012399", "landlines, set 0800 1 ! landlines 08001",
            "landlines, replace 902 by 3 ! landlines 3079460123", "landlines, strip 1, replace 7 by 8 ! landlines 02089460123",
            // A dial pause at its place; only the telephone number is converted.
            "landlines, strip 1, prefix 0, wait 2s ! landlines 0,2s,02079460123",
            "carrier, strip 1, wait 500ms, suffix 4321 ! carrier ,500ms,+4420794601234321",
            "carrier, set +44 800 111 222, wait 4s, suffix 4567890 ! carrier +44800111222,4s,4567890",
            // Conversion to what the far side speaks.
            "carrier, strip 1 ! carrier +442079460123", "pbx, strip 1 ! pbx 00442079460123", "pbx, set +33 1 23 45 67 89 ! pbx 0033123456789",
            "landlines, set +33 1 23 45 67 89 ! landlines 0033123456789", "landlines, set +44 7700 900555 ! landlines 07700900555",
            "carrier, set 79460123 ! carrier +442079460123", "carrier, set 12345 ! carrier 12345", "carrier, set *21*0207 ! carrier *21*0207",
            // Telephones are called by name; a number that is no member fails as 404.
            "phones, set 202 ! phones 202", "202 ! phones 202", "analog, set fxs1 ! analog fxs1", "phones ! reject 404",
            "fxo2, strip 1 ! landlines 02079460123"})
    void numbersAreChangedThenConverted(String to, String expected) throws CallPhrase.Unclear {
        assertThat(outcome("[route a]~called = 9...~to = " + to, "201 dials 9 020 7946 0123")).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} / {1} => {2}")
    @CsvSource(delimiter = '!', value = {
            // The default is unavailable, congestion, busy-line.
            " ! carrier down ! landlines 0123456", " ! carrier congestion ! landlines 0123456", " ! carrier busy ! landlines 0123456",
            " ! carrier no-answer ! reject 480", " ! carrier rejected ! reject 603", " ! carrier limit ! reject 503", " ! carrier 404 ! reject 404",
            // What is written replaces it.
            "next on = 404 ! carrier 404 ! landlines 0123456", "next on = 404 ! carrier down ! reject 503",
            "next on = limit, q850:17 ! carrier limit ! landlines 0123456",
            // The last cause, when no attempt is left.
            " ! carrier down, landlines down ! reject 503", " ! carrier down, fxo1 busy, fxo2 busy ! reject 503",
            // Not more free than `keep free`: as busy.
            " ! carrier down, fxo1 busy ! landlines 0123456", " ! carrier down, fxo1 down, fxo2 down ! reject 503"})
    void aCallMovesOnForTheCausesThatAreWritten(String nextOn, String with, String expected) throws CallPhrase.Unclear {
        String next = nextOn == null ? "" : nextOn + "~";
        assertThat(outcome("[route a]~called = 9...~" + next + "to = carrier, set 0123456~to = landlines, set 0123456", "201 dials 91 with " + with)
                .replace("carrier +44123456", "carrier")).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} with {1} => {2}")
    @CsvSource(delimiter = '!', value = {
            "202, 203 ! 202 busy ! desk", "202, 203 ! 202 busy, 203 down ! reject 486", "202, 203 ! 202 down, 203 down ! phones 201",
            "202, fxs1 ! phones down, fxs1 no-answer ! reject 480"})
    void aRingGroupFailsWhenEveryTelephoneDoes(String members, String with, String expected) throws CallPhrase.Unclear {
        assertThat(outcome("[ring-group desk]~members = " + members + "~[route a]~called = 5~to = desk~to = 201",
                "201 dials 5 with " + with)).isEqualTo(expected);
    }

    @Test
    void theFirstRouteThatMatchesWinsAndARefusalNeverFallsThrough() throws CallPhrase.Unclear {
        String plan = "[permission]~far = 202~[route a]~called = 90...~needs = far~to = carrier, strip 1~[route b]~called = 9...~to = landlines, strip 1";
        assertThat(outcome(plan, "201 dials 9012345678")).isEqualTo("refused far");
        assertThat(outcome(plan, "202 dials 9012345678")).isEqualTo("carrier +4412345678");
        assertThat(outcome(plan, "201 dials 912345678")).isEqualTo("landlines 12345678");
        assertThat(outcome(plan, "201 dials 8")).isEqualTo("reject 404");
    }

    @Test
    void rejectAfterDestinationsIsReachedByTheCausesOfTheRoute() throws CallPhrase.Unclear {
        String plan = "[route a]~called = 5~to = phones, set 202~to = reject 486~next on = busy, 404";
        assertThat(outcome(plan, "201 dials 5 with 202 busy")).isEqualTo("reject 486");
        assertThat(outcome(plan, "201 dials 5 with 202 down")).isEqualTo("reject 503");
        assertThat(outcome("[route a]~called = 5~to = phones, set 299~to = 202~next on = 404", "201 dials 5")).isEqualTo("phones 202");
        assertThat(outcome("[route a]~called = 5~to = phones, set 299~to = 202~next on = 404, unavailable", "201 dials 5 with 202 down")).isEqualTo("reject 503");
        assertThat(outcome("[route a]~called = 5~to = phones, set 299~to = 202", "201 dials 5")).isEqualTo("reject 404");
    }

    @Test
    void offHookWithoutDigitsMatchesOnlyNothingButALinesCallNeedsNoNumber() throws CallPhrase.Unclear {
        String plan = "[route hot]~from = fxs1~called = nothing~to = 201~[route all]~to = 202";
        assertThat(outcome(plan, "fxs1 dials nothing")).isEqualTo("phones 201");
        assertThat(outcome(plan, "203 dials nothing")).isEqualTo("reject 404");
        assertThat(outcome(plan, "landlines call from anonymous")).isEqualTo("phones 202");
    }

    @Test
    void numbersComeInAsE164WhateverTheLineDelivers() throws CallPhrase.Unclear {
        String plan = "[route a]~caller = +44 20 7946 01XX~to = 201~[route b]~caller = +33...~to = 202~[route c]~caller = anonymous~to = 203~[route d]~to = reject 480";
        assertThat(outcome(plan, "landlines call from 020 7946 0123")).isEqualTo("phones 201");
        assertThat(outcome(plan, "landlines call from 7946 0123")).isEqualTo("phones 201");
        assertThat(outcome(plan, "carrier calls 1 from 442079460123")).isEqualTo("phones 201");
        assertThat(outcome(plan, "landlines call from 0033 1 23 45 67 89")).isEqualTo("phones 202");
        assertThat(outcome(plan, "landlines call from anonymous")).isEqualTo("phones 203");
        assertThat(outcome(plan, "carrier calls 1")).isEqualTo("reject 480");
    }

    private static final String EMERGENCY = "[emergency]~numbers = 112 | 999~also after = 9~use = landlines, carrier~pre-empt = landlines~"
            + "[route trap]~called = 112 | 9999 | 9 99X{3} | 11X | 99...~to = reject 404~";

    @ParameterizedTest(name = "{0} => {1}")
    @CsvSource(delimiter = '!', value = {
            "201 dials 112 ! emergency landlines 112", "fxs1 dials 9 112 ! emergency landlines 112", "201 dials 9999 ! emergency landlines 999",
            "201 dials 112 with landlines busy ! emergency landlines 112 by pre-empting",
            "201 dials 112 with fxo1 busy, fxo2 busy ! emergency landlines 112",
            "201 dials 112 with fxo1 busy, fxo2 busy, fxo3 down ! emergency landlines 112 by pre-empting",
            "201 dials 112 with landlines down ! emergency carrier 112", "201 dials 112 with landlines limit ! emergency landlines 112",
            "201 dials 112 with landlines down, carrier down ! reject 503", "carrier calls 112 ! reject 404"})
    void emergencyCallsComeBeforeEveryRoute(String call, String expected) throws CallPhrase.Unclear {
        assertThat(outcome(EMERGENCY, call)).isEqualTo(expected);
    }

    @Test
    void aBareEmergencyNumberIsSentAtOnceAndBehindThePrefixWithinTwoSeconds() {
        DialPlan plan = Plans.of(Plans.OFFICE + EMERGENCY.replace('~', '\n'));
        assertThat(plan.completion(PHONE, "11", NOW)).isEqualTo(Completion.INCOMPLETE);
        assertThat(plan.completion(PHONE, "112", NOW)).isEqualTo(Completion.SEND_NOW);
        assertThat(plan.completion(PHONE, "999", NOW)).isEqualTo(Completion.SEND_NOW);
        assertThat(plan.completion(PHONE, "9999", NOW)).isEqualTo(Completion.MAY_BE_LONGER);
        assertThat(plan.waitFor(new RouteRequest(PHONE, "9999", "201", NOW))).isEqualTo(Duration.ofSeconds(2));
        assertThat(plan.completion(PHONE, "9112", NOW)).isEqualTo(Completion.SEND_NOW);
        assertThat(plan.completion(PHONE, "8", NOW)).isEqualTo(Completion.DEAD_END);
    }

    @Test
    void theEndKeySendsUnlessAPatternTakesIt() throws CallPhrase.Unclear {
        String routes = "[route a]~called = 2X | 2XX~to = 202~[route b]~called = \"*21#\"~to = 203~[route c]~to = reject 480";
        DialPlan plan = Plans.of(Plans.OFFICE + routes.replace('~', '\n'));
        assertThat(plan.completion(PHONE, "22#", NOW)).isEqualTo(Completion.SEND_NOW);
        assertThat(plan.completion(PHONE, "2#", NOW)).isEqualTo(Completion.DEAD_END);
        assertThat(plan.completion(PHONE, "*21#", NOW)).isEqualTo(Completion.SEND_NOW);
        assertThat(outcome(routes, "201 dials 22#")).isEqualTo("phones 202");
        assertThat(outcome(routes, "201 dials *21#")).isEqualTo("phones 203");
        assertThat(outcome(routes, "201 dials 2#")).isEqualTo("reject 480");
        assertThat(outcome("[route out]~called = 9 X...~to = landlines, strip 1", "201 dials 90123456#")).as("the key goes nowhere").isEqualTo("landlines 0123456");
    }

    @Test
    void hotLinesSendAtOnceAndWarmLinesAfterTheirTime() {
        DialPlan plan = Plans.of(Plans.OFFICE + "[route hot]\nfrom = fxs1\ncalled = nothing\nto = 201\n"
                + "[route warm]\nfrom = 203\ncalled = nothing after 4s\nto = 201\n[route b]\ncalled = 2XX\nto = phones\n");
        assertThat(plan.completion(new CallSource("analog", "fxs1"), "", NOW)).isEqualTo(Completion.SEND_NOW);
        RouteRequest warm = new RouteRequest(new CallSource("phones", "203"), "", "203", NOW);
        assertThat(plan.completion(warm)).isEqualTo(Completion.MAY_BE_LONGER);
        assertThat(plan.waitFor(warm)).isEqualTo(Duration.ofSeconds(4));
        assertThat(plan.completion(PHONE, "", NOW)).isEqualTo(Completion.INCOMPLETE);
        assertThat(plan.waitFor(new RouteRequest(PHONE, "", "201", NOW))).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void aPinOpensWhatTheInterfaceAsAWholeMayDo() throws CallPhrase.Unclear {
        String plan = EMERGENCY + "[permission]~far = phones~near = 201~[route in]~from = landlines~answer = after 2 rings~ask pin = travellers, 2 tries~"
                + "then = dial tone as phones without far~[route a]~from = phones~called = 900...~needs = far~to = carrier, strip 1~"
                + "[route b]~from = phones~called = 90...~to = landlines, strip 1~[route c]~from = phones~called = 91...~needs = near~to = landlines, strip 1";
        assertThat(outcome(plan, "landlines call from 0201234567")).isEqualTo("pin travellers");
        assertThat(outcome(plan, "pin travellers dials 9 00 1234567")).isEqualTo("refused far");
        assertThat(outcome(plan, "pin travellers dials 9 012345678")).isEqualTo("landlines 012345678");
        assertThat(outcome(plan, "pin travellers dials 9123456")).isEqualTo("refused near");
        assertThat(outcome(plan, "pin travellers dials 112")).isEqualTo("emergency landlines 112");
        RouteDecision decision = Plans.of(Plans.OFFICE + plan.replace('~', '\n')).route(new RouteRequest(new CallSource("landlines", "fxo1"), "", "", NOW));
        assertThat(decision).isEqualTo(new RouteDecision.AskPin("in", new AnswerTime(2), "travellers", 2,
                new RouteDecision.DialTone("in", "phones", Set.of("far"))));
    }

    @Test
    void anAttemptCarriesWhatItsRouteSays() {
        DialPlan plan = Plans.of(Plans.OFFICE + "[route a]\ncalled = 9...\nto = 202, ring 2, for 5s\nto = landlines, strip 1\nnext on = no-answer 12s, 404\n"
                + "caller id = +44 20 7946 0100\nmedia = g711 clear-channel\n");
        RouteDecision.Attempts decision = (RouteDecision.Attempts) plan.route(new RouteRequest(PHONE, "9123", "201", NOW));
        Set<FailOver> next = Set.of(FailOver.Cause.NO_ANSWER, new FailOver.SipStatus(404));
        assertThat(decision.attempts()).isEqualTo(List.of(
                new Attempt("phones", List.of("202"), "202", "202", Pick.ASCENDING, next, Duration.ofSeconds(5), 2, "+442079460100",
                        "g711 clear-channel", false),
                new Attempt("landlines", List.of(), "123", "123", Pick.DESCENDING, next, Duration.ofSeconds(12), 0, "02079460100",
                        "g711 clear-channel", false)));
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource(delimiter = '!', value = {
            "open = mon-fri 08:30-18:00 ! tue 08:30 ! open", "open = mon-fri 08:30-18:00 ! tue 18:00 ! shut", "open = mon-fri 08:30-18:00 ! sat 10:00 ! shut",
            "open = mon-fri 08:30-12:00, 13:00-18:00 ! tue 12:30 ! shut", "open = mon-fri 08:30-12:00, 13:00-18:00 ! tue 13:30 ! open",
            "open = mon, wed 08:00-12:00 ! mon 13:00 ! shut", "open = mon, wed 08:00-12:00 ! mon 09:00 ! open", "open = sat-mon ! sun 03:00 ! open",
            "open = sat-mon ! tue 03:00 ! shut", "open = fri 22:00-02:00 ! sat 01:59 ! open", "open = fri 22:00-02:00 ! fri 01:00 ! shut",
            "open = mon-sun 00:00-24:00 ! wed 23:59 ! open", "open = 2026-12-24 08:00-12:00 ! 2026-12-24 09:00 ! open",
            "closed = 2026-08-03 to 2026-08-21 ! 2026-08-21 23:59 ! shut", "closed = 2026-08-03 to 2026-08-21 ! 2026-08-22 00:00 ! open",
            "closed = 12-25, 12-31 to 01-01 ! 2031-01-01 12:00 ! shut", "closed = 12-25 ! 2027-12-25 12:00 ! shut",
            "open = mon-sun~closed = 2026-12-25 ! 2026-12-25 09:00 ! shut"})
    void hoursAreReadOnTheWallClock(String hours, String at, String expected) throws CallPhrase.Unclear {
        String plan = "[hours office]~" + hours + "~[route a]~when = office~to = 201~[route b]~to = 202";
        assertThat(outcome(plan, "landlines call from 0123456 at " + at)).isEqualTo(expected.equals("open") ? "phones 201" : "phones 202");
    }

    @Test
    void theWallClockIsTheCountrysEvenWhereItJumps() {
        DialPlan plan = Plans.of(Plans.OFFICE + "[hours h]\nopen = sun 08:00-09:00\n[route a]\nwhen = h\nto = 201\n[route b]\nto = 202\n");
        CallSource line = new CallSource("landlines", "fxo1");
        // British Summer Time begins on 29 March 2026: 08:00 is 07:00 UTC then, and was 08:00 UTC a week before.
        assertThat(plan.matchedRoute(new RouteRequest(line, "", "", Instant.parse("2026-03-29T07:30:00Z"))).name()).isEqualTo("a");
        assertThat(plan.matchedRoute(new RouteRequest(line, "", "", Instant.parse("2026-03-22T07:30:00Z"))).name()).isEqualTo("b");
    }
}
