package org.tipring.signaling.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.signaling.config.PlanFile;
import org.tipring.signaling.routing.check.PlanCheck;
import org.tipring.signaling.routing.check.PlanTests;
import org.tipring.signaling.routing.text.Mistake;
import org.tipring.signaling.routing.text.Mistakes;

class PlanCheckTest {

    /// Nothing to say about these.
    private static final String SOUND = "[emergency]~numbers = 999~use = landlines, carrier~pre-empt = landlines~"
            + "[route s1]~from = phones~called = 8 [1-8]X...~to = landlines, strip 1~to = carrier, strip 1~to = pbx, strip 1~"
            + "[route s2]~from = landlines, carrier, pbx~called = +44 1...~to = analog, set fxs1~to = phones, set 201~";
    private static final String REST = "[route rest]~to = reject 404~";

    private static List<String> check(String sections) {
        return PlanCheck.check(Plans.of(Plans.OFFICE + sections.replace('~', '\n'))).stream().map(Mistake::toString).toList();
    }

    @Test
    void aSoundPlanHasNothingToSay() {
        assertThat(check(SOUND + REST)).isEmpty();
    }

    @ParameterizedTest(name = "{0} => {1}")
    @CsvSource(delimiter = '!', quoteCharacter = '`', value = {
            "[route a]~from = phones~called = 5XX~to = 201~[route b]~from = 202~called = 55X~to = 202 ! "
                    + "warning: [route b] can never match: every call is taken by [route a]",
            "[route a]~from = phones~called = 5[0-4]X~to = 201~[route a2]~from = phones~called = 5[5-9]X~to = 201~[route b]~from = 202~called = 5XX~to = 202 ! "
                    + "warning: [route b] can never match: every call is taken by [route a] and [route a2]",
            "[route b]~from = phones~called = 83~to = 202~[route a]~from = phones~called = 999 | 99 9~to = 201 ! warning: [route a] can never match: every call is taken by [emergency]",
            "[hours h]~open = mon~[route a]~from = carrier~when = h~to = 201~[route b]~from = carrier~when = h~called = 5XX~to = 202 ! "
                    + "warning: [route b] can never match: every call is taken by [route a]",
            "[route a]~from = carrier~caller = +44 20...~to = 201~[route b]~from = carrier~caller = +44 20 7946 0XXX~to = 202 ! "
                    + "warning: [route b] can never match: every call is taken by [route a]",
            "[interface spare]~members = fxo9~numbers = national ! warning: no route reaches [interface spare]",
            "[ring-group spare]~members = 201 ! warning: no route reaches [ring-group spare]",
            "[hours h]~open = mon ! warning: no route asks for [hours h]", "[permission]~far = 201 ! warning: no route needs the permission 'far'",
            "[route a]~from = carrier~caller = 020 7946 0123~to = ignore ! warning: [route a] has a pattern without '+', and numbers from outside are compared as +44...",
            "[route a]~called = +33...~to = carrier ! warning: a call from carrier goes back to carrier: a loop",
            "[route a]~from = carrier, phones~called = +33...~to = landlines ! warning: whoever calls in through carrier can dial out through landlines at your expense",
            "[route a]~from = phones~called = 5~to = 201~caller id = +44 20 7946 01000 ! warning: the caller id +4420794601000 of [route a] is no possible telephone number",
            "[route a]~from = phones~called = 5~to = carrier, set +1 212 555 010 ! warning: +1212555010 is no possible telephone number",
            "[route a]~from = landlines~to = carrier ! warning: a call from landlines names no number to dial on carrier",
            "[route a]~from = fxs1~called = 999X~to = 201 ! warning: analog telephones cannot dial numbers of [route a] that begin with 999",
            "[route a]~from = fxs1~called = nothing~to = 201 ! warning: [route a] calls as soon as the receiver is lifted, so nobody can dial 999 there",
            "[route a]~from = landlines~answer = after 3 rings~to = 201 ! "
                    + "note: [route a] leaves a line ringing, answers it after 3 rings and calls its targets only then: the caller pays",
            "[route a]~from = fxs1~called = 5X~to = 201~[route b]~from = analog~called = 5XX~to = 202 ! note: after 500 analog telephones wait 3.0 s: [route b]"})
    void whatWillSurpriseIsNamed(String sections, String expected) {
        String replaced = expected.contains("after 500") ? expected.replace("500", "50") : expected;
        assertThat(check(SOUND + sections + "~" + REST)).anySatisfy(line -> assertThat(line).contains(replaced));
    }

    /// Told when the file is read, because a start must tell it, too.
    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
            "[emergency]~numbers = 112~use = carrier~notify = 201, reception, mailto:a@b.c~[route a]~to = 201 ! nobody can be told: 'reception' is no telephone",
            "[route a]~to = 201~media = t38 ! T.38 is not there yet, the call goes as clear-channel"})
    void whatIsAskedForAndCannotBeIsNamed(String sections, String expected) {
        Mistakes mistakes = new Mistakes();
        PlanFile.read("plan", (Plans.OFFICE + sections.replace('~', '\n')).getBytes(java.nio.charset.StandardCharsets.UTF_8), ZoneId.of("UTC"), mistakes);
        assertThat(mistakes.all()).singleElement().satisfies(one -> {
            assertThat(one.severity()).isEqualTo(Mistake.Severity.WARNING);
            assertThat(one.what()).startsWith(expected);
        });
    }

    @Test
    void whatIsReachableIsNotCalledShadowed() {
        assertThat(check(SOUND + "[hours h]~open = mon~[route a]~from = carrier~when = h~called = 5XX~to = 201~[route b]~from = carrier~called = 5XX~to = 202~"
                + "[route c]~from = 201~called = 6XX~to = 202~[route d]~from = phones~called = 6XX~to = 203~" + REST))
                .noneMatch(line -> line.contains("never match"));
    }

    @Test
    void emergencyNeedsAWayOutThatIsNotAlone() {
        assertThat(check(REST)).anyMatch(line -> line.contains("there is no [emergency]"));
        assertThat(check("[emergency]~numbers = 112~use = landlines~pre-empt = landlines~" + REST))
                .anyMatch(line -> line.contains("warning: with landlines down, 112 reach nobody"));
        assertThat(check("[emergency]~numbers = 112~use = landlines, carrier~" + REST))
                .anyMatch(line -> line.contains("when all lines of landlines are busy, no call makes room for an emergency"));
        assertThat(check(SOUND)).anyMatch(line -> line.contains("such calls get 404"));
    }

    /// A route is shadowed exactly when no call of a large random sample reaches it; the sample can only miss some.
    @Test
    void shadowsAreNeverReachedByRandomCalls() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("PlanCheckTest seed " + seed + " (-Dtipring.seed=...)");
        Random random = new Random(seed);
        int found = 0;
        int unreached = 0;
        for (int plans = 0; plans < 150; plans++) {
            NaiveReading naive = new NaiveReading(random, 2 + random.nextInt(12), 2, true);
            DialPlan plan = Plans.of(naive.text());
            Set<Route> shadowed = new PlanAnalysis(plan).shadows().stream().map(PlanAnalysis.Shadow::route).collect(Collectors.toSet());
            Set<String> never = plan.parts().routes().stream().map(Route::name).collect(Collectors.toSet());
            for (int i = 0; i < 4_000; i++) {
                Route matched = plan.matchedRoute(new RouteRequest(naive.source(), naive.number(5), naive.number(3), Instant.EPOCH));
                assertThat(matched == null || !shadowed.contains(matched)).as("%s in\n%s", matched, naive.text()).isTrue();
                never.remove(matched == null ? "" : matched.name());
            }
            found += shadowed.size();
            unreached += never.size();
        }
        System.out.println("PlanCheckTest: " + found + " routes shadowed, " + unreached + " not reached by the sample");
        assertThat(found).isPositive().isGreaterThan(unreached / 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uk-office.ini", "us-office.ini", "de-office.ini"})
    void theExamplesPassTheirTestsAndAreSound(String name) throws IOException {
        Path file = Path.of(System.getProperty("tipring.home"), "etc", "examples", name);
        Mistakes mistakes = new Mistakes();
        DialPlan plan = PlanFile.read(name, Files.readAllBytes(file), ZoneId.of("UTC"), mistakes);
        assertThat(mistakes.lines()).isEmpty();
        assertThat(PlanTests.run(plan)).hasSizeGreaterThan(30).allMatch(PlanTests.Result::passed);
        assertThat(PlanCheck.check(plan).stream().filter(mistake -> mistake.severity() == Mistake.Severity.WARNING)
                .filter(mistake -> !mistake.what().contains("as soon as the receiver is lifted"))
                .filter(mistake -> !mistake.what().contains("sent at once as an emergency"))).isEmpty();
    }
}
