package org.tipring.signaling.routing.foreign;

import java.util.ArrayList;
import java.util.List;

/// What became of a foreign dial plan.
///
/// @param routes in order
/// @param left what was not carried over, one line each, with the reason
/// @param remarks what an operator should look at
public record Imported(List<ImportedRoute> routes, List<String> left, List<String> remarks) {

    public Imported {
        routes = List.copyOf(routes);
        left = List.copyOf(left);
        remarks = List.copyOf(remarks);
    }

    /// @param origin how it was written there
    /// @param called in our language
    /// @param to what follows `to =`
    public record ImportedRoute(String origin, String called, String to) { }

    /// `[route]` sections to paste into a plan, with what is missing as comments.
    public String text() {
        List<String> lines = new ArrayList<>();
        remarks.forEach(remark -> lines.add("; " + remark));
        int number = 1;
        for (ImportedRoute route : routes) {
            lines.add("");
            lines.add("[route imported " + number++ + "]");
            lines.add("; was " + comment(route.origin()));
            lines.add("called = " + (route.called().contains("#") ? "\"" + route.called() + "\"" : route.called()));
            lines.add("to     = " + (route.to().contains("#") ? "\"" + route.to() + "\"" : route.to()));
        }
        if (!left.isEmpty()) {
            lines.add("");
            lines.add("; NOT CARRIED OVER:");
            left.forEach(line -> lines.add(";   " + comment(line)));
        }
        return String.join("\n", lines) + "\n";
    }

    /// A comment must not end in a backslash nor hold control characters.
    private static String comment(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ").strip();
        return plain.endsWith("\\") ? plain + " ." : plain;
    }
}
