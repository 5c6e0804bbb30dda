package org.tipring.signaling.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.signaling.config.PlanReload.Outcome;

class PlanReloadTest {

    @TempDir
    Path dir;

    private String plan;
    private PlanReload reload;

    @BeforeEach
    void start() throws Exception {
        for (String name : ConfigFiles.NAMES) {
            Files.copy(Path.of(System.getProperty("tipring.home"), "etc", name), dir.resolve(name));
        }
        plan = Files.readString(dir.resolve("dialplan.ini"));
        reload = new PlanReload(dir, dir.resolve("state"), ConfigLoader.load(dir).dialPlan());
        assertThat(reload.poll()).isNull();
        assertThat(reload.poll()).isNull();
    }

    private void write(String text) throws IOException {
        Files.writeString(dir.resolve("dialplan.ini"), text);
    }

    @Test
    void aChangeIsTakenWhenItHasSettledAndIsToldByRoute() throws IOException {
        write(plan.replace("no-answer 20s", "no-answer 25s").replace("[route 1 extensions]", "[route 0 door]\ncalled = 5\nto = 201\n\n[route 1 extensions]"));
        assertThat(reload.poll()).isNull();
        assertThat(reload.poll()).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> {
            assertThat(accepted.differences()).containsExactly("+ [route 0 door]",
                    "[route 3 calls from the line] next on: 'no-answer 20s, busy, unavailable' became 'no-answer 25s, busy, unavailable'");
            assertThat(accepted.plan().parts().routes()).hasSize(5);
            assertThat(dir.resolve("state").resolve(PlanReload.RUNNING)).hasSameTextualContentAs(dir.resolve("dialplan.ini"));
        });
        assertThat(reload.poll()).isNull();
    }

    @Test
    void aMistakeOrAFailingTestLeavesTheRunningPlan() throws IOException {
        write(plan.replace("to           = phones, set 202", "to           = phones, set 203"));
        reload.poll();
        assertThat(reload.poll()).isInstanceOfSatisfying(Outcome.Refused.class, refused ->
                assertThat(refused.mistakes()).contains("test t6: expected 'phones 202', the plan says 'reject 404'"));
        assertThat(reload.poll()).as("told once").isNull();
        assertThat(dir.resolve("state").resolve(PlanReload.RUNNING)).hasContent(plan);
        write(plan + "x");
        reload.poll();
        assertThat(reload.poll()).isInstanceOf(Outcome.Refused.class);
        write(plan);
        reload.poll();
        assertThat(reload.poll()).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> assertThat(accepted.differences()).isEmpty());
    }

    /// The file as an editor writes it: piece by piece, and watched in between.
    @Test
    void aFileThatIsBeingWrittenNeverBecomesThePlan() throws IOException {
        String changed = plan.replace("no-answer 20s", "no-answer 25s");
        for (int length = 0; length < changed.length(); length += 37) {
            write(changed.substring(0, length));
            assertThat(reload.poll()).as("%d characters", length).isNull();
        }
        write(changed);
        assertThat(reload.poll()).isNull();
        assertThat(reload.poll()).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void movedAndRemovedRoutesAreTold() throws IOException {
        String extensions = "[route 1 extensions]\nfrom         = phones\ncalled       = 2XX\nto           = phones\n\n";
        assertThat(plan).contains(extensions);
        write(plan.replace(extensions, "").replace("[route 3 calls", extensions + "[route 3 calls"));
        reload.poll();
        assertThat(reload.poll()).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> assertThat(accepted.differences())
                .containsExactly("[route 2 outside line] moved before [route 1 extensions]"));
        Files.delete(dir.resolve("dialplan.ini"));
        assertThat(reload.poll()).isNull();
        assertThat(reload.reload()).isInstanceOf(Outcome.Refused.class);
    }
}
