package org.tipring.signaling.routing.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.PlanTest;
import org.tipring.signaling.routing.RingGroup;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Spelling;

/// Runs the `[tests]` of a plan.
public final class PlanTests {

    private static final String ARROW = "=>";
    /// Tests that say no time must not depend on it; this one is as good as any.
    private static final Instant SOME_TIME = Instant.parse("2024-01-10T12:00:00Z");

    private PlanTests() {
    }

    /// @param problem empty when it passed; else what came instead, or why the line is no test
    public record Result(PlanTest test, boolean passed, String problem) { }

    public static List<Result> run(DialPlan plan) {
        return plan.parts().tests().stream().map(test -> run(test, plan)).toList();
    }

    /// Failures as mistakes.
    public static void run(DialPlan plan, Mistakes mistakes) {
        for (Result result : run(plan)) {
            if (!result.passed) {
                int colon = result.problem.indexOf(": ");
                mistakes.error(result.test.place(), "test " + result.test.name() + ": "
                        + (colon < 0 ? result.problem : result.problem.substring(0, colon)), colon < 0
                        ? "mend the plan or the test" : result.problem.substring(colon + 2));
            }
        }
    }

    private static Result run(PlanTest test, DialPlan plan) {
        try {
            int arrow = test.text().lastIndexOf(ARROW);
            if (arrow < 0) {
                throw new CallPhrase.Unclear("the test expects nothing", "write '... => landlines 123'");
            }
            CallPhrase phrase = CallPhrase.parse(test.text().substring(0, arrow), plan, SOME_TIME);
            String expected = expectation(test.text().substring(arrow + ARROW.length()).strip(), plan);
            if (!phrase.timed() && plan.dependsOnTime(phrase.effective(plan))) {
                throw new CallPhrase.Unclear("what becomes of this call depends on the hour", "write 'at tue 10:00' before the =>");
            }
            return compared(test, expected, Outcome.of(phrase.decide(plan), phrase.conditions(), plan));
        } catch (CallPhrase.Unclear unclear) {
            return new Result(test, false, unclear.getMessage());
        }
    }

    /// First where, then what else is expected there, after commas. A pause in a number, `,2s,`, does not begin with a letter.
    private static Result compared(PlanTest test, String expected, Outcome outcome) {
        String[] parts = expected.split("\\s*,\\s*(?=[a-z])");
        if (!canonical(outcome.text()).equals(canonical(parts[0]))) {
            return new Result(test, false, "expected '" + parts[0] + "', the plan says '" + outcome.text() + "'");
        }
        List<String> facts = outcome.facts().stream().map(PlanTests::plain).toList();
        for (String part : List.of(parts).subList(1, parts.length)) {
            if (!facts.contains(plain(part))) {
                return new Result(test, false, "expected '" + part + "', the plan says '" + (facts.isEmpty() ? "nothing more" : String.join(", ", outcome.facts())) + "'");
            }
        }
        return new Result(test, true, "");
    }

    private static String plain(String text) {
        return text.replaceAll("[ -]", "");
    }

    /// A misspelt expectation can never be met, so it is told apart from a wrong plan.
    private static String expectation(String text, DialPlan plan) throws CallPhrase.Unclear {
        String[] words = text.replaceAll("[\\s,]+", " ").split(" ", 2);
        List<String> known = new ArrayList<>(List.of("emergency", "refused", "reject", "ignore", "pin", "dial"));
        plan.interfaces().stream().map(Interface::name).forEach(known::add);
        plan.parts().groups().stream().map(RingGroup::name).forEach(known::add);
        Set<String> alone = Set.of("ignore");
        if (!known.contains(words[0]) || alone.contains(words[0]) && words.length > 1) {
            throw new CallPhrase.Unclear("'" + text + "' is nothing to expect", Spelling.cure(words[0], known));
        }
        return text;
    }

    /// Blanks and dashes inside numbers do not count.
    private static String canonical(String text) {
        String[] words = text.replaceAll("\\s+", " ").split(" ", text.startsWith("emergency ") ? 3 : 2);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            all.append(i == 0 ? "" : " ").append(i == words.length - 1 ? plain(words[i]) : words[i]);
        }
        return all.toString();
    }
}
