package org.tipring.signaling.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.signaling.routing.check.CallPhrase;
import org.tipring.signaling.routing.explain.Explain;
import org.tipring.signaling.routing.explain.Explanation;

class ExplainTest {

    private static final Instant NOW = Instant.parse("2026-03-03T10:00:00Z");
    private static DialPlan office;

    @BeforeAll
    static void load() throws IOException {
        office = Plans.of(Files.readString(Path.of(System.getProperty("tipring.home"), "etc", "examples", "uk-office.ini")));
    }

    @Test
    void everyRouteIsLookedAtWithTheFirstConditionThatFailed() throws CallPhrase.Unclear {
        Explanation why = Explain.explain(office, "203 dials 9 07700 900555 at sat 10:00 with mobile busy", NOW);
        assertThat(why.call()).isEqualTo("phones/203 calls 907700900555, its own number is 203, Sat 2024-01-13 10:00 Europe/London");
        assertThat(why.looked()).extracting(Explanation.Looked::verdict).startsWith("called: no emergency number", "called: does not match 907700900555",
                "from: not open to phones/203");
        assertThat(why.looked()).filteredOn(one -> one.verdict().equals("wins")).singleElement()
                .satisfies(one -> assertThat(one.route()).isEqualTo("route 7 mobiles"));
        assertThat(why.looked()).filteredOn(one -> one.verdict().contains("comes later")).extracting(Explanation.Looked::route)
                .containsExactly("route 9 everywhere else", "route 15 everything else");
        assertThat(why.attempts()).extracting(Explanation.Tried::where, Explanation.Tried::digits).containsExactly(
                org.assertj.core.groups.Tuple.tuple("mobile", "07700900555"), org.assertj.core.groups.Tuple.tuple("carrier", "+447700900555"),
                org.assertj.core.groups.Tuple.tuple("landlines", "07700900555"));
        assertThat(why.attempts().getFirst().movesOn()).containsExactly("busy-line", "congestion", "limit", "unavailable");
        assertThat(why.steps()).containsExactly("mobile 07700900555: busy-line, goes on", "carrier +447700900555");
        assertThat(why.outcome()).isEqualTo("carrier +447700900555");
        assertThat(why.complete()).isEqualTo("sent at once after 907700900555");
        assertThat(why.lines()).contains("outcome: carrier +447700900555");
    }

    @Test
    void refusalsEmergenciesAndCutNumbersAreExplained() throws CallPhrase.Unclear {
        assertThat(Explain.explain(office, "202 dials 9 00 33 199001234", NOW).looked()).anyMatch(
                one -> one.verdict().equals("wins, and refuses: phones/202 has no permission 'international'"));
        Explanation help = Explain.explain(office, "202 dials 9112 with landlines busy", NOW);
        assertThat(help.decision()).isEqualTo("emergency call to 112");
        assertThat(help.outcome()).isEqualTo("emergency landlines 112 by pre-empting");
        assertThat(Explain.explain(office, "202 dials 999 123", NOW).complete())
                .isEqualTo("sent at once after 999; the digits behind it cannot be dialled");
        assertThat(Explain.explain(office, "landlines call from 0117 496 0300 at sun 10:00", NOW).looked())
                .anyMatch(one -> one.verdict().equals("when: surgery is closed then"));
        assertThat(Explain.explain(office, "pin doctors dials 9 020 7946 0123", NOW).call()).startsWith("a caller with a PIN of doctors, as phones");
    }

    @Test
    void rememberingThatALineIsAnsweredBeforeAnybodyIsCalledIsNotLeftToTheReader() throws CallPhrase.Unclear {
        assertThat(Explain.explain(office, "landlines call from 0117 496 0300 at sun 10:00", NOW).decision())
                .isEqualTo("route 13 outside surgery hours; the line rings on, is answered after 3 rings, and only then is anybody called");
        assertThat(Explain.explain(office, "landlines call from 0117 496 0300 at mon 10:00", NOW).decision()).isEqualTo("route 12 surgery hours");
        assertThat(Explain.explain(office, "door dials nothing", NOW).attempts().getFirst().more()).isEqualTo("rings 20s");
        assertThat(Explain.explain(office, "fax dials 9 0117 496 0300", NOW).attempts().getFirst().more()).isEqualTo("media g711 clear-channel");
    }

    /// The explanation reads routes one by one and the decision comes from the compiled table: they must name the same winner.
    @ParameterizedTest
    @ValueSource(strings = {"201 dials 2", "201 dials 9 00 33 1", "lift dials nothing", "door dials 201", "fax dials 9 0117 4960300",
        "carrier calls +44 117 496 0203 from anonymous", "mobile call from 07700 900234", "fxo3 call from 0123456", "201 dials 77", "201 dials 202#",
        "landlines call from 0117 496 0999 at mon 10:00", "carrier calls 5", "201 dials 9 118 500"})
    void theWinnerIsTheFirstRouteWithoutAFailedCondition(String call) throws CallPhrase.Unclear {
        Explanation why = Explain.explain(office, call, NOW);
        String first = why.looked().stream().filter(one -> !one.verdict().contains(":") || one.verdict().startsWith("wins"))
                .map(Explanation.Looked::verdict).findFirst().orElseThrow();
        assertThat(first).startsWith("wins");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "201 dials", "999 dials 1", "201 dials abc", "201 dials 1 at noon", "201 dials 1 at xyz 10:00", "201 dials 1 with phones",
        "201 dials 1 with nobody busy", "pin nobody dials 1", "pin doctors calls 1", "carrier dials 1", "201 dials 1 at 2026-13-40 10:00", "nobody calls 1"})
    void whatIsNoCallIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> Explain.explain(office, text, NOW)).isInstanceOf(CallPhrase.Unclear.class).hasMessageMatching(".+: .+");
    }
}
