package org.tipring.signaling.config;

import java.time.Instant;
import java.time.ZoneOffset;
import org.tipring.signaling.routing.CallSource;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.RouteRequest;
import org.tipring.signaling.routing.text.Mistakes;

/// A dial plan's text: a plan, or mistakes that say where; never both, never an exception.
public final class DialPlanFuzz {

    private DialPlanFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] data) {
        Mistakes mistakes = new Mistakes();
        DialPlan plan = PlanFile.read("fuzz.ini", data, ZoneOffset.UTC, mistakes);
        if (plan == null && mistakes.errors() == 0) {
            throw new AssertionError("no plan, and no word why");
        }
        mistakes.all().forEach(mistake -> {
            if (mistake.toString().chars().anyMatch(c -> c < ' ')) {
                throw new AssertionError("a mistake that breaks a terminal: " + mistake);
            }
        });
        if (plan != null) {
            for (String number : new String[] {"", "1", "112", "912345678", "+441632960000"}) {
                plan.route(new RouteRequest(new CallSource("phones", "201"), number, "201", Instant.parse("2026-11-25T12:00:00Z")));
            }
        }
    }
}
