package org.tipring.signaling.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/// Random routes, and the language read the way an operator does: from top to bottom, pattern by pattern. The patterns go to
/// java.util.regex, so that nothing is shared with what is tested.
final class NaiveReading {

    static final List<String> SOURCES = List.of("phones", "201", "202", "203", "analog", "fxs1", "landlines", "fxo1", "carrier");
    private static final List<CallSource> CALLERS = List.of(new CallSource("phones", "201"), new CallSource("phones", "203"),
            new CallSource("analog", "fxs1"), new CallSource("landlines", "fxo1"), new CallSource("landlines", "fxo2"), new CallSource("carrier", ""));

    /// @param called null: left out
    record NaiveRoute(List<String> from, String called, String caller) {

        boolean open(CallSource source, String callingNumber) {
            return (from.isEmpty() || from.contains(source.interfaceName()) || from.contains(source.member()))
                    && (caller == null || !callingNumber.isEmpty() && regex(caller).matcher(callingNumber).matches());
        }

        boolean matches(CallSource source, String number, String callingNumber) {
            boolean telephone = source.interfaceName().equals("phones") || source.interfaceName().equals("analog");
            boolean fits = called == null ? !(number.isEmpty() && telephone) : regex(called).matcher(number).matches();
            return fits && open(source, callingNumber);
        }
    }

    final List<NaiveRoute> routes = new ArrayList<>();
    private final Random random;
    private final boolean rest;

    /// @param rest whether patterns may have `...`
    NaiveReading(Random random, int count, int longest, boolean rest) {
        this.random = random;
        this.rest = rest;
        for (int i = 0; i < count; i++) {
            routes.add(new NaiveRoute(random.nextInt(3) == 0 ? List.of() : List.of(pick(SOURCES), pick(SOURCES)),
                    random.nextInt(8) == 0 ? null : patterns(longest), random.nextInt(4) == 0 ? patterns(longest) : null));
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String patterns(int longest) {
        StringBuilder text = new StringBuilder(pattern(longest));
        while (random.nextInt(4) == 0) {
            text.append(" | ").append(pattern(longest));
        }
        return text.toString();
    }

    private String pattern(int longest) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(longest);
        // A rest stands for up to twenty digits, and a pattern may stand for 64.
        int rests = 0;
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(14)) {
                case 0, 1 -> text.append('X');
                case 2 -> text.append('Z');
                case 3 -> text.append("N ");
                case 4 -> text.append("[02-4]");
                case 5 -> text.append("X{1-2}");
                case 6 -> text.append("Z{0-2}1");
                case 7 -> text.append("[13]{2}");
                case 8 -> {
                    boolean another = rest && rests < 2 && random.nextInt(3) == 0;
                    rests += another ? 1 : 0;
                    text.append(another ? "... " : "-2");
                }
                case 9 -> text.append(random.nextInt(4) == 0 ? "*" : "3");
                default -> text.append(random.nextInt(5));
            }
        }
        return text.toString();
    }

    static Pattern regex(String patterns) {
        return CACHE.computeIfAbsent(patterns, text -> Pattern.compile(text.replace("{1-2}", "{1,2}").replace("{0-2}", "{0,2}")
                .replace("[02-4]", "[0234]").replace("-", "").replace(" ", "").replace("*", "\\*").replace("...", "[0-9]{1,20}")
                .replace("X", "[0-9]").replace("Z", "[1-9]").replace("N", "[2-9]")));
    }

    private static final java.util.Map<String, Pattern> CACHE = new java.util.HashMap<>();

    static void forget() {
        CACHE.clear();
    }

    String text() {
        StringBuilder text = new StringBuilder(Plans.OFFICE.replace("numbers = national", "numbers = as-dialled")
                .replace("numbers = e164", "numbers = as-dialled").replace("keep free = 1\n", ""));
        for (int i = 0; i < routes.size(); i++) {
            NaiveRoute route = routes.get(i);
            text.append("[route ").append(i).append("]\n");
            if (!route.from.isEmpty()) {
                text.append("from = ").append(String.join(", ", route.from)).append('\n');
            }
            text.append(route.called == null ? "" : "called = " + route.called + "\n");
            text.append(route.caller == null ? "" : "caller = " + route.caller + "\n");
            text.append("to = reject 404\n");
        }
        return text.toString();
    }

    /// The number of the route that wins, or -1.
    int route(CallSource source, String number, String callingNumber) {
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).matches(source, number, callingNumber)) {
                return i;
            }
        }
        return -1;
    }

    CallSource source() {
        return pick(CALLERS);
    }

    String number(int longest) {
        StringBuilder number = new StringBuilder();
        for (int length = random.nextInt(longest + 1); length > 0; length--) {
            number.append(random.nextInt(40) == 0 ? '*' : (char) ('0' + random.nextInt(random.nextInt(3) == 0 ? 10 : 5)));
        }
        return number.toString();
    }
}
