package org.tipring.signaling.routing.foreign;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.signaling.routing.foreign.Imported.ImportedRoute;

/// Patterns and first `Dial` of Asterisk's extensions.conf: `exten => _9NXXXXXX,1,Dial(DAHDI/g1/${EXTEN:1})`.
///
/// Asterisk takes the most specific pattern, whatever the order; so more specific ones are put first.
final class AsteriskExtensions {

    private static final Pattern EXTEN = Pattern.compile("exten\\s*=>?\\s*([^,]+?)\\s*,\\s*([^,]+?)\\s*,\\s*(.*)");
    private static final Pattern SAME = Pattern.compile("same\\s*=>?\\s*[^,]+,\\s*(.*)");
    private static final Pattern DIAL = Pattern.compile("Dial\\(([A-Za-z0-9]+)/([^,&)]*)(.*)\\)");
    private static final Pattern EXPRESSION = Pattern.compile("([0-9*#+]*)\\$\\{EXTEN(?::(-?\\d+))?\\}");
    private static final Pattern HANG_UP = Pattern.compile("(Hangup|Congestion|Busy)\\(.*\\)");

    private final List<Found> found = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final Set<String> interfaces = new LinkedHashSet<>();

    private record Found(ImportedRoute route, String sortKey) { }

    Imported read(String text) {
        String extension = "";
        boolean done = true;
        for (String raw : text.split("\\R")) {
            String line = raw.replaceAll("(?<!\\\\);.*", "").strip();
            Matcher exten = EXTEN.matcher(line);
            Matcher same = SAME.matcher(line);
            if (exten.matches()) {
                done = extension.equals(exten.group(1)) && done;
                extension = exten.group(1);
                done = application(extension, exten.group(3), line, done);
            } else if (same.matches()) {
                done = application(extension, same.group(1), line, done);
            } else if (line.startsWith("[")) {
                extension = "";
                done = true;
                left.add(line + " : contexts say who may dial; write 'from = ...' into the routes");
            } else if (!line.isEmpty()) {
                left.add(line);
            }
        }
        List<String> remarks = new ArrayList<>(List.of("Asterisk takes the most specific pattern; here the first route that matches wins. The most specific come first."));
        if (!interfaces.isEmpty()) {
            remarks.add("Write an [interface] for each of: " + String.join(", ", interfaces));
        }
        return new Imported(found.stream().sorted(java.util.Comparator.comparing(Found::sortKey)).map(Found::route).toList(), left, remarks);
    }

    /// @return whether the extension has its route
    private boolean application(String extension, String application, String line, boolean done) {
        if (done && !extension.isEmpty() && found.stream().anyMatch(one -> one.route.origin().startsWith(extension + ","))) {
            left.add(line + " : only the first Dial of an extension is carried over");
            return true;
        }
        Matcher dial = DIAL.matcher(application);
        boolean refuses = HANG_UP.matcher(application).matches();
        if (!dial.matches() && !refuses) {
            left.add(line + " : only Dial, Busy, Congestion and Hangup have a counterpart");
            return false;
        }
        StringBuilder problem = new StringBuilder();
        String called = pattern(extension, problem);
        String to = refuses ? application.startsWith("Busy") ? "reject 486" : application.startsWith("Congestion") ? "reject 503" : "reject 403"
                : target(dial, extension, problem);
        if (problem.isEmpty()) {
            if (!dial.reset().matches() || dial.group(3).isEmpty()) {
                found.add(new Found(new ImportedRoute(extension + ", " + application, called, to), sortKey(extension)));
                return true;
            }
            left.add(line + " : only " + dial.group(1) + "/" + dial.group(2) + " is carried over, not '" + dial.group(3) + "'");
            found.add(new Found(new ImportedRoute(extension + ", " + application, called, to), sortKey(extension)));
            return true;
        }
        left.add(line + " : " + problem);
        return true;
    }

    private static String pattern(String extension, StringBuilder problem) {
        PatternWriter pattern = new PatternWriter();
        boolean isPattern = extension.startsWith("_");
        for (int i = isPattern ? 1 : 0; i < extension.length(); i++) {
            char c = extension.charAt(i);
            if (c >= '0' && c <= '9' || c == '*' || c == '#' || c == '+') {
                pattern.literal(c);
            } else if (c == '-') {
                continue;
            } else if (isPattern && "XxZzNn".indexOf(c) >= 0) {
                pattern.set(String.valueOf(Character.toUpperCase(c)));
            } else if (isPattern && c == '.' && i == extension.length() - 1) {
                pattern.oneOrMore();
            } else if (isPattern && c == '!' && i == extension.length() - 1) {
                pattern.set("X");
                pattern.repeatLast();
            } else if (isPattern && c == '[' && extension.indexOf(']', i) > 0) {
                int close = extension.indexOf(']', i);
                String set = PatternWriter.digitSet(extension.substring(i + 1, close));
                if (set == null) {
                    problem.append("a set with something else than digits");
                    return "";
                }
                pattern.set(set);
                i = close;
            } else {
                problem.append(isPattern ? "'" + c + "' has no counterpart" : "a name, or a special extension, is no number");
                return "";
            }
        }
        problem.append(pattern.problem());
        return pattern.text();
    }

    /// `DAHDI/g1/${EXTEN:1}` and `PJSIP/${EXTEN:1}@carrier`; `SIP/201` is a telephone.
    private String target(Matcher dial, String extension, StringBuilder problem) {
        String address = dial.group(2);
        int at = address.indexOf('@');
        int slash = address.indexOf('/');
        String place = at > 0 ? address.substring(at + 1) : slash > 0 ? address.substring(0, slash) : address.contains("$") ? "" : address;
        String number = at > 0 ? address.substring(0, at) : slash > 0 ? address.substring(slash + 1) : address.contains("$") ? address : "";
        String name = place.isEmpty() ? "phones" : place.replaceAll("[^A-Za-z0-9_-]", "-");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}")) {
            problem.append("'").append(place).append("' is no name of an interface");
            return "";
        }
        Matcher expression = EXPRESSION.matcher(number);
        String change;
        if (number.isEmpty()) {
            change = "";
        } else if (expression.matches()) {
            int cut = expression.group(2) == null ? 0 : Integer.parseInt(expression.group(2));
            change = (cut > 0 ? ", strip " + cut : cut < 0 ? ", keep " + -cut : "") + (expression.group(1).isEmpty() ? "" : ", prefix " + expression.group(1));
        } else if (number.matches("[0-9*#+]+")) {
            change = ", set " + number;
        } else {
            problem.append("'").append(number).append("' cannot be said");
            return "";
        }
        interfaces.add(name);
        return name + change;
    }

    /// Asterisk's order: exact numbers, then position by position the smaller set, the wildcards last.
    private static String sortKey(String extension) {
        if (!extension.startsWith("_")) {
            return "0";
        }
        StringBuilder key = new StringBuilder("1");
        for (int i = 1; i < extension.length(); i++) {
            char c = Character.toUpperCase(extension.charAt(i));
            if (c == '[' && extension.indexOf(']', i) > 0) {
                i = extension.indexOf(']', i);
                key.append('b');
            } else {
                key.append(switch (c) {
                    case 'N' -> 'c';
                    case 'Z' -> 'd';
                    case 'X' -> 'e';
                    case '.' -> 'y';
                    case '!' -> 'z';
                    default -> 'a';
                });
            }
        }
        return key.append('x').toString();
    }
}
