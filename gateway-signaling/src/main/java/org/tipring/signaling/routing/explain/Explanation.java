package org.tipring.signaling.routing.explain;

import java.util.ArrayList;
import java.util.List;

/// Why a plan does what it does with one call.
///
/// @param call the call, with its numbers as patterns see them
/// @param looked every route, in order
/// @param decision what the plan says: `route 4 mobiles least cost`, `emergency`, `no route`
/// @param attempts where the call is tried, in order
/// @param outcome where it ends up under the conditions that were given, in the words of a test
/// @param steps what happened on the way there
/// @param dialling for a telephone: how far dialling is after each digit
/// @param complete for a telephone: when the number would be sent, in words; empty for others
public record Explanation(String call, List<Looked> looked, String decision, List<Tried> attempts, String outcome, List<String> steps,
                          List<Dialled> dialling, String complete) {

    /// @param verdict `wins`, `would match, but comes later`, or the first condition that failed
    public record Looked(String route, int line, String verdict) { }

    /// @param where interface or group; @param digits as sent there
    /// @param movesOn the failures that lead to the next attempt; every other ends the call
    public record Tried(String where, String digits, String members, List<String> movesOn, String more) { }

    public record Dialled(String digits, String state) { }

    public Explanation {
        looked = List.copyOf(looked);
        attempts = List.copyOf(attempts);
        steps = List.copyOf(steps);
        dialling = List.copyOf(dialling);
    }

    /// For a terminal.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(call);
        lines.add("");
        int width = looked.stream().mapToInt(one -> one.route().length()).max().orElse(0);
        for (Looked one : looked) {
            lines.add("  %-5s %s  %s".formatted(one.line() + ":", pad(one.route(), width), one.verdict()));
        }
        lines.add("");
        lines.add("decision: " + decision);
        int number = 1;
        for (Tried tried : attempts) {
            lines.add("  %d. %s%s%s%s".formatted(number++, tried.where(), tried.members().isEmpty() ? "" : " (" + tried.members() + ")",
                    tried.digits().isEmpty() ? "" : " gets " + tried.digits(), tried.more().isEmpty() ? "" : ", " + tried.more()));
            lines.add("     goes on when: " + (tried.movesOn().isEmpty() ? "never" : String.join(", ", tried.movesOn())));
        }
        steps.forEach(step -> lines.add("  then: " + step));
        lines.add("outcome: " + outcome);
        if (!dialling.isEmpty()) {
            lines.add("");
            lines.add("dialled on an analog telephone: " + complete);
            dialling.forEach(one -> lines.add("  " + one.digits() + "  " + one.state()));
        }
        return lines;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
