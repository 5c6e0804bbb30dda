package org.tipring.signaling.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompiledMatcherTest {

    private static final Instant NOW = Instant.parse("2026-03-03T10:00:00Z");

    private static Random seeded() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("CompiledMatcherTest seed " + seed + " (-Dtipring.seed=...)");
        return new Random(seed);
    }

    @Test
    void agreesWithANaiveReadingOfAMillionRandomPairs() {
        Random random = seeded();
        int won = 0;
        for (int plans = 0; plans < 1_000; plans++) {
            NaiveReading naive = new NaiveReading(random, 1 + random.nextInt(40), 5, true);
            String text = naive.text();
            DialPlan plan = Plans.of(text);
            for (int i = 0; i < 1_000; i++) {
                CallSource source = naive.source();
                String number = naive.number(7) + "0123456789".charAt(random.nextInt(10));
                String caller = naive.number(4);
                int expected = naive.route(source, number, caller);
                won += expected >= 0 ? 1 : 0;
                Route matched = plan.matchedRoute(new RouteRequest(source, number, caller, NOW));
                int actual = matched == null ? -1 : Integer.parseInt(matched.name());
                if (actual != expected) {
                    assertThat(actual).as("%s calls %s from %s in\n%s", source, number, caller, text).isEqualTo(expected);
                }
            }
            NaiveReading.forget();
        }
        assertThat(won).isBetween(200_000, 950_000);
    }

    /// All numbers up to a length are tried as continuations. The patterns have at most six digits, or a rest with at most two behind it; they
    /// name no digit above 4, so 5 stands for the others.
    @Test
    void digitCompletionAgreesWithTryingEveryContinuation() {
        Random random = seeded();
        String alphabet = "012345*";
        int longest = 6;
        List<String> all = new ArrayList<>(List.of(""));
        for (int from = 0, length = 1; length <= longest; length++) {
            int end = all.size();
            for (; from < end; from++) {
                for (char c : alphabet.toCharArray()) {
                    all.add(all.get(from) + c);
                }
            }
        }
        int[] seen = new int[Completion.values().length];
        for (int plans = 0; plans < 40; plans++) {
            NaiveReading naive = new NaiveReading(random, 1 + random.nextInt(8), 2, true);
            DialPlan plan = Plans.of(naive.text());
            CallSource source = naive.source();
            String caller = naive.number(3);
            List<NaiveReading.NaiveRoute> open = naive.routes.stream()
                    .filter(route -> route.called() != null && route.open(source, caller)).toList();
            Set<String> full = new HashSet<>();
            Set<String> begun = new HashSet<>();
            for (String number : all) {
                if (open.stream().anyMatch(route -> NaiveReading.regex(route.called()).matcher(number).matches())) {
                    full.add(number);
                    for (int i = 1; i < number.length(); i++) {
                        begun.add(number.substring(0, i));
                    }
                }
            }
            for (String number : all) {
                if (number.isEmpty() || number.length() > longest - 2) {
                    continue;
                }
                Completion expected = full.contains(number) ? begun.contains(number) ? Completion.MAY_BE_LONGER : Completion.SEND_NOW
                        : begun.contains(number) ? Completion.INCOMPLETE : Completion.DEAD_END;
                Completion actual = plan.completion(new RouteRequest(source, number, caller, NOW));
                seen[actual.ordinal()]++;
                if (actual != expected) {
                    assertThat(actual).as("%s dials %s in\n%s", source, number, naive.text()).isEqualTo(expected);
                }
            }
            NaiveReading.forget();
        }
        assertThat(seen).doesNotContain(0);
    }

    @Test
    void aRestEndsAtTwentyDigits() {
        DialPlan plan = Plans.of(Plans.OFFICE + "[route r]\nfrom = phones\ncalled = 9...\nto = landlines, strip 1\n");
        CallSource phone = new CallSource("phones", "201");
        assertThat(plan.completion(phone, "9", NOW)).isEqualTo(Completion.INCOMPLETE);
        assertThat(plan.completion(phone, "9" + "1".repeat(19), NOW)).isEqualTo(Completion.MAY_BE_LONGER);
        assertThat(plan.completion(phone, "9" + "1".repeat(20), NOW)).isEqualTo(Completion.SEND_NOW);
        assertThat(plan.completion(phone, "9" + "1".repeat(21), NOW)).isEqualTo(Completion.DEAD_END);
    }
}
