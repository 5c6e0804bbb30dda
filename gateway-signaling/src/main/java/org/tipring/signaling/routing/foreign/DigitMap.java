package org.tipring.signaling.routing.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.signaling.routing.foreign.Imported.ImportedRoute;

/// Digit maps of Cisco SPA, OBi and Grandstream telephones and adapters: `(<9,:>xx.|[3469]11S0|1900xxxxxxx!|P5<:1000>)`.
///
/// `x` a digit, `[2-9]` a set, `.` the element before it as often as you like or not at all, `+` of Grandstream once or more,
/// `<dialled:sent>` or `<dialled=sent>`, `,` dial tone, `S0` and `T` send at once, `!` barred, `P5<:number>` a hot line.
final class DigitMap {

    private static final Pattern TIMERS = Pattern.compile("^(?:[LS]:\\d+\\s*,\\s*)+");
    private static final Pattern HOT = Pattern.compile("P(\\d{1,2})<:([0-9*#+]+)>S?0?");
    private static final Pattern CHANGE = Pattern.compile("<([0-9*#+]*),?[:=]([0-9*#+]*)>");

    private final String target;
    private final List<ImportedRoute> routes = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    DigitMap(String target) {
        this.target = target;
    }

    Imported read(String text) {
        String map = text.replaceAll("\\s+", "");
        Matcher timers = TIMERS.matcher(map);
        if (timers.find()) {
            left.add(timers.group() + " timers: set 'next digit' and 'last digit' in [dialling]");
            map = map.substring(timers.end());
        }
        boolean grandstream = map.startsWith("{");
        if (map.startsWith("(") && map.endsWith(")") || grandstream && map.endsWith("}")) {
            map = map.substring(1, map.length() - 1);
        }
        remarks.add("A digit map tries all its patterns at once; here the first route that matches wins. Look at the order.");
        remarks.add("When dialling is finished is worked out from all routes: there is nothing to write for it.");
        for (String rule : rules(map)) {
            if (!rule.isEmpty()) {
                rule(rule, grandstream);
            }
        }
        return new Imported(routes, left, remarks);
    }

    /// Splits at `|` outside brackets.
    private static List<String> rules(String map) {
        List<String> rules = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < map.length(); i++) {
            char c = map.charAt(i);
            depth += "([{<".indexOf(c) >= 0 ? 1 : ")]}>".indexOf(c) >= 0 ? -1 : 0;
            if (c == '|' && depth <= 0) {
                rules.add(map.substring(from, i));
                from = i + 1;
            }
        }
        rules.add(map.substring(from));
        return rules;
    }

    private void rule(String rule, boolean grandstream) {
        Matcher hot = HOT.matcher(rule);
        if (hot.matches()) {
            int seconds = Integer.parseInt(hot.group(1));
            routes.add(new ImportedRoute(rule, seconds == 0 ? "nothing" : "nothing after " + seconds + "s", target + ", set " + hot.group(2)));
            return;
        }
        Rule reader = new Rule(rule, grandstream);
        String problem = reader.read();
        problem = problem.isEmpty() ? reader.pattern.problem() : problem;
        if (!problem.isEmpty()) {
            left.add(rule + " : " + problem);
        } else {
            routes.add(new ImportedRoute(rule, reader.pattern.text(), reader.barred ? "reject 403" : target + reader.change));
        }
    }

    private static final class Rule {

        private final String rule;
        private final boolean grandstream;
        private final PatternWriter pattern = new PatternWriter();
        private boolean barred;
        private String change = "";
        private int at;

        Rule(String rule, boolean grandstream) {
            this.rule = rule;
            this.grandstream = grandstream;
        }

        /// Empty when it went well.
        String read() {
            while (at < rule.length()) {
                String problem = element(rule.charAt(at));
                if (!problem.isEmpty()) {
                    return problem;
                }
            }
            return "";
        }

        private String element(char c) {
            if (c >= '0' && c <= '9' || c == '*' || c == '#') {
                pattern.literal(c);
            } else if (c == 'x' || c == 'X') {
                pattern.set("X");
            } else if (c == '\\' && rule.startsWith("\\+", at)) {
                pattern.literal('+');
                at++;
            } else if (c == '.') {
                return repeat();
            } else if (c == '+') {
                return plus();
            } else if (c == '!' && at == rule.length() - 1) {
                barred = true;
            } else if (c == '^' && at == 0 && grandstream) {
                barred = true;
            } else if (c == '[') {
                return set();
            } else if (c == '<') {
                return substitution();
            } else if (c == 'S' || c == 'T') {
                return timer();
            } else if (c != ',') {
                // A comma is dial tone between digits, which `outside line` gives.
                return "'" + c + "' has no counterpart";
            }
            at++;
            return "";
        }

        private String repeat() {
            at++;
            return pattern.repeatLast() ? "" : "'.' after this cannot be said";
        }

        /// Grandstream's `x+`; elsewhere the plus sign itself.
        private String plus() {
            at++;
            if (!grandstream || pattern.size() == 0) {
                pattern.literal('+');
                return "";
            }
            char before = rule.charAt(at - 2);
            if (before != 'x' && before != 'X') {
                return "'+' after this cannot be said";
            }
            pattern.set("X");
            return pattern.repeatLast() ? "" : "'+' after this cannot be said";
        }

        private String set() {
            int close = rule.indexOf(']', at);
            String set = close < 0 ? null : PatternWriter.digitSet(rule.substring(at + 1, close));
            if (set == null) {
                return "a set with something else than digits";
            }
            pattern.set(set);
            at = close + 1;
            return "";
        }

        /// Only at the start: everywhere else our changes work on the number's ends.
        private String substitution() {
            Matcher matcher = CHANGE.matcher(rule).region(at, rule.length());
            if (!matcher.lookingAt()) {
                return "a substitution that cannot be said";
            }
            if (pattern.size() > 0) {
                return "a substitution in the middle";
            }
            matcher.group(1).chars().forEach(c -> pattern.literal((char) c));
            change = (matcher.group(1).isEmpty() ? "" : ", strip " + matcher.group(1).length())
                    + (matcher.group(2).isEmpty() ? "" : ", prefix " + matcher.group(2));
            at = matcher.end();
            return "";
        }

        private String timer() {
            String rest = rule.substring(at);
            if (rest.matches("S0!?|T")) {
                at += rest.startsWith("S0") ? 2 : 1;
                return "";
            }
            return "a timer (" + rest + "): set 'last digit' in [dialling]";
        }
    }
}
