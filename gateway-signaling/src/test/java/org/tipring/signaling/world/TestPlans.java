package org.tipring.signaling.world;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.tipring.signaling.config.PlanFile;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.text.Mistakes;

/// Dial plans written in tests.
final class TestPlans {

    private TestPlans() {
    }

    static DialPlan read(String text) {
        Mistakes mistakes = new Mistakes();
        DialPlan plan = PlanFile.read("test.ini", text.getBytes(StandardCharsets.UTF_8), ZoneId.of("UTC"), mistakes);
        if (plan == null) {
            throw new AssertionError(mistakes.lines());
        }
        return plan;
    }
}
