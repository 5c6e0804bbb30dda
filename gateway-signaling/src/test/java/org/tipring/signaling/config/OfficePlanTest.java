package org.tipring.signaling.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.check.PlanTests;
import org.tipring.signaling.routing.text.Mistakes;

/// The office that the language was designed for, from outside the project.
class OfficePlanTest {

    static byte[] office() throws IOException {
        Path file = Path.of(System.getProperty("tipring.material", "nowhere"), "..", "examples", "office-dialplan.ini");
        Assumptions.assumeTrue(Files.exists(file), "skipped: no " + file + "; -Dtipring.material=DIR names the outside test data");
        return Files.readAllBytes(file);
    }

    @Test
    void loadsAsItIsAndPassesItsOwnTests() throws IOException {
        Mistakes mistakes = new Mistakes();
        DialPlan plan = PlanFile.read("office-dialplan.ini", office(), ZoneId.of("UTC"), mistakes);
        assertThat(mistakes.lines()).isEmpty();
        assertThat(plan).isNotNull();
        assertThat(PlanTests.run(plan)).hasSize(25).allMatch(PlanTests.Result::passed);
    }
}
