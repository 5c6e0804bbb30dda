package org.tipring.signaling.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tipring.signaling.config.PlanFile;
import org.tipring.signaling.routing.text.Mistakes;

/// Can an operator break a plan without being told? 200 random single edits of each example: each should be refused, fail a test of the plan,
/// or change no decision. Those that do neither are printed: the plan's tests could be better there.
class PlanMutationTest {

    private static final int EDITS = 200;
    /// Single digits of hours and patterns that no test of the example happens to touch: that much is left.
    private static final int MOST_SURVIVORS = EDITS / 20;
    private static final int SAMPLE = Integer.getInteger("tipring.sample", 100_000);

    @ParameterizedTest
    @ValueSource(strings = {"uk-office.ini", "us-office.ini", "de-office.ini", "office-dialplan.ini"})
    void singleEditsAreRefusedFailATestOrChangeNothing(String name) throws IOException {
        Path own = Path.of(System.getProperty("tipring.home"), "etc", "examples", name);
        Path outside = Path.of(System.getProperty("tipring.material", "nowhere"), "..", "examples", name);
        Path file = Files.exists(own) ? own : outside;
        Assumptions.assumeTrue(Files.exists(file), "skipped: no " + file + "; -Dtipring.material=DIR names the outside test data");
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("PlanMutationTest " + name + " seed " + seed + " (-Dtipring.seed=...)");
        Random random = new Random(seed);
        List<String> lines = Files.readAllLines(file);
        DialPlan plan = read(String.join("\n", lines));
        assertThat(plan).isNotNull();
        List<RouteRequest> sample = new CallSample(plan, random).requests(SAMPLE);
        List<RouteDecision> decisions = sample.stream().map(plan::route).toList();
        List<String> survivors = new ArrayList<>();
        int refused = 0;
        int same = 0;
        for (int i = 0; i < EDITS; i++) {
            Edit edit = Edit.random(lines, random);
            DialPlan edited = read(edit.text());
            if (edited == null) {
                refused++;
            } else {
                String difference = difference(edited, sample, decisions);
                if (difference.isEmpty()) {
                    same++;
                } else {
                    survivors.add(edit.what() + ": " + difference);
                }
            }
        }
        System.out.printf("PlanMutationTest %s: %d refused or failed a test, %d changed no decision of %,d, %d survived%n", name, refused, same,
                sample.size(), survivors.size());
        survivors.forEach(survivor -> System.out.println("   survivor: " + survivor));
        assertThat(survivors).hasSizeLessThanOrEqualTo(file == own ? MOST_SURVIVORS : EDITS);
        assertThat(refused).isGreaterThan(EDITS / 4);
    }

    /// Null when it is refused, or when one of its tests fails.
    private static DialPlan read(String text) {
        return PlanFile.read("plan", text.getBytes(StandardCharsets.UTF_8), ZoneId.of("UTC"), new Mistakes());
    }

    private static String difference(DialPlan edited, List<RouteRequest> sample, List<RouteDecision> decisions) {
        for (int i = 0; i < sample.size(); i++) {
            RouteDecision now = edited.route(sample.get(i));
            if (!same(decisions.get(i), now)) {
                return "%s calls '%s' from '%s' at %s".formatted(sample.get(i).source(), sample.get(i).called(), sample.get(i).caller(), sample.get(i).at());
            }
        }
        return "";
    }

    /// What a route is called is no decision.
    private static boolean same(RouteDecision a, RouteDecision b) {
        return switch (a) {
            case null -> b == null;
            case RouteDecision.Attempts one -> b instanceof RouteDecision.Attempts other && one.attempts().equals(other.attempts())
                    && one.answer().equals(other.answer()) && same(one.orElse(), other.orElse());
            case RouteDecision.Refused one -> b instanceof RouteDecision.Refused other && one.status() == other.status() && one.why().equals(other.why());
            case RouteDecision.Ignored _ -> b instanceof RouteDecision.Ignored;
            case RouteDecision.AskPin one -> b instanceof RouteDecision.AskPin other && one.store().equals(other.store()) && one.tries() == other.tries()
                    && one.answer().equals(other.answer()) && same(one.then(), other.then());
            case RouteDecision.DialTone one -> b instanceof RouteDecision.DialTone other && one.as().equals(other.as()) && one.without().equals(other.without());
            case RouteDecision.Emergency one -> one.equals(b);
        };
    }

    private record Edit(String text, String what) {

        /// A digit, an order, a key, a deleted line; not in comments and not in the tests.
        static Edit random(List<String> lines, Random random) {
            int end = lines.indexOf(lines.stream().filter(line -> line.startsWith("[tests]")).findFirst().orElseThrow());
            while (true) {
                List<String> edited = new ArrayList<>(lines);
                int at = random.nextInt(end);
                String line = lines.get(at);
                int comment = line.indexOf(" ;");
                String plain = comment < 0 ? line : line.substring(0, comment);
                if (plain.isBlank() || plain.startsWith(";")) {
                    continue;
                }
                switch (random.nextInt(4)) {
                    case 0 -> {
                        int[] digits = java.util.stream.IntStream.range(0, plain.length()).filter(i -> Character.isDigit(plain.charAt(i))).toArray();
                        if (digits.length == 0) {
                            continue;
                        }
                        int digit = digits[random.nextInt(digits.length)];
                        edited.set(at, line.substring(0, digit) + (char) ('0' + (plain.charAt(digit) - '0' + 1 + random.nextInt(9)) % 10) + line.substring(digit + 1));
                    }
                    case 1 -> {
                        int other = random.nextInt(end);
                        edited.set(at, lines.get(other));
                        edited.set(other, line);
                    }
                    case 2 -> {
                        int letter = random.nextInt(Math.max(1, plain.indexOf('=')));
                        edited.set(at, line.substring(0, letter) + (char) ('a' + random.nextInt(26)) + line.substring(letter + 1));
                    }
                    default -> edited.remove(at);
                }
                if (!edited.equals(lines)) {
                    return new Edit(String.join("\n", edited), "line " + (at + 1) + " '" + plain.strip() + "' became '"
                            + (edited.size() < lines.size() ? "(deleted)" : edited.get(at)).strip() + "'");
                }
            }
        }
    }

    /// Calls that a plan is likely to see: numbers that fit its patterns, and others that nearly do.
    private static final class CallSample {

        private final DialPlan plan;
        private final Random random;
        private final List<NumberPattern> called = new ArrayList<>();
        private final List<NumberPattern> callers = new ArrayList<>();
        private final List<CallSource> sources = new ArrayList<>();

        CallSample(DialPlan plan, Random random) {
            this.plan = plan;
            this.random = random;
            for (Route route : plan.parts().routes()) {
                if (route.called() != null && !route.called().rows().isEmpty()) {
                    called.add(route.called());
                }
                if (route.caller() != null && !route.caller().rows().isEmpty()) {
                    callers.add(route.caller());
                }
            }
            for (Interface one : plan.interfaces()) {
                one.members().forEach(member -> sources.add(new CallSource(one.name(), member)));
                if (one.members().isEmpty()) {
                    sources.add(new CallSource(one.name(), ""));
                }
            }
        }

        List<RouteRequest> requests(int count) {
            List<RouteRequest> requests = new ArrayList<>();
            Instant start = Instant.parse("2026-01-01T00:07:00Z");
            while (requests.size() < count) {
                CallSource source = sources.get(random.nextInt(sources.size()));
                Interface from = plan.interfaceNamed(source.interfaceName());
                boolean line = from.kind() == Interface.Kind.LINES && !from.telephones();
                String number = line || random.nextInt(20) == 0 ? "" : number(called);
                String caller = from.telephones() ? source.member() : random.nextInt(10) == 0 ? RouteRequest.ANONYMOUS : random.nextInt(10) == 0 ? "" : number(callers);
                requests.add(new RouteRequest(source, number, caller, start.plusSeconds(900L * random.nextInt(4 * 24 * 730))));
            }
            return requests;
        }

        private String number(List<NumberPattern> patterns) {
            EmergencyRule rule = plan.parts().emergency();
            if (random.nextInt(12) == 0) {
                return (random.nextBoolean() ? rule.alsoAfter() : "") + rule.numbers().get(random.nextInt(rule.numbers().size()));
            }
            List<List<NumberPattern.Cell>> rows = patterns.get(random.nextInt(patterns.size())).rows();
            StringBuilder number = new StringBuilder();
            for (NumberPattern.Cell cell : rows.get(random.nextInt(rows.size()))) {
                if (cell.optional() && random.nextInt(4) == 0) {
                    break;
                }
                int[] fitting = java.util.stream.IntStream.range(0, Dialable.ALL.length()).filter(i -> (cell.mask() >> i & 1) == 1).toArray();
                number.append(Dialable.ALL.charAt(fitting[random.nextInt(fitting.length)]));
            }
            if (random.nextInt(3) == 0) {
                int at = random.nextInt(number.length());
                number.setCharAt(at, (char) ('0' + random.nextInt(10)));
            }
            return number.toString();
        }
    }
}
