package org.tipring.signaling.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.check.PlanDifference;

/// Watches dialplan.ini while the gateway runs. Owned by the thread that polls.
///
/// A changed plan counts when it has stayed the same from one poll to the next and its last line is ended, so that a file which is still
/// being written is not taken for a short one; and only when all files load and all tests pass. Otherwise the running plan stays.
public final class PlanReload {

    /// In the state directory: the text of the plan that runs. `gateway reload` reads there what became of a change.
    public static final String RUNNING = "dialplan.running";
    /// Beside it: what the last reload changed.
    public static final String CHANGES = "dialplan.changes";

    private final Path dir;
    private final Path file;
    private final Path state;
    private DialPlan running;
    private byte[] judged;
    private byte[] pending;

    /// @param dir the configuration that the running plan came from
    /// @param state where a copy of the running plan is kept; null: nowhere
    public PlanReload(Path dir, Path state, DialPlan running) {
        this.dir = dir;
        this.file = dir.resolve("dialplan.ini");
        this.state = state;
        this.running = running;
        judged = read();
        keep(judged, List.of());
    }

    /// The copies are for people; a gateway that cannot write them goes on without.
    private void keep(byte[] text, List<String> changes) {
        if (state == null || text == null) {
            return;
        }
        try {
            Files.createDirectories(state);
            write(CHANGES, (String.join("\n", changes) + "\n").getBytes(StandardCharsets.UTF_8));
            write(RUNNING, text);
        } catch (IOException unwritable) {
            System.getLogger(PlanReload.class.getName()).log(System.Logger.Level.WARNING, "{0} cannot be written ({1})", state.resolve(RUNNING),
                    unwritable.getClass().getSimpleName());
        }
    }

    private void write(String name, byte[] text) throws IOException {
        WholeFile.write(state.resolve(name), text, WholeFile.Readers.OWNER);
    }

    public sealed interface Outcome {

        /// @param differences one line each, by section
        record Accepted(DialPlan plan, List<String> differences) implements Outcome { }

        /// @param mistakes as in [ConfigException]
        record Refused(String mistakes) implements Outcome { }
    }

    /// To be called about once a second.
    ///
    /// @return null when there is nothing new
    public Outcome poll() {
        byte[] now = read();
        boolean settled = now != null && Arrays.equals(now, pending);
        pending = now;
        if (now == null || !settled || Arrays.equals(now, judged)) {
            return null;
        }
        judged = now;
        return judge(now);
    }

    /// At once, whether the file has settled or not: somebody asked for it.
    public Outcome reload() {
        byte[] now = read();
        judged = now;
        pending = now;
        return now == null ? new Outcome.Refused(file + ":1:1: cannot be read: put the dial plan back") : judge(now);
    }

    private Outcome judge(byte[] bytes) {
        if (bytes.length == 0 || bytes[bytes.length - 1] != '\n') {
            return new Outcome.Refused(file + ":1:1: the last line is not ended, so the file may have been cut off: end it with a line break");
        }
        try {
            DialPlan plan = ConfigLoader.load(dir).dialPlan();
            List<String> differences = PlanDifference.between(running, plan);
            running = plan;
            keep(bytes, differences);
            return new Outcome.Accepted(plan, differences);
        } catch (ConfigException wrong) {
            return new Outcome.Refused(wrong.getMessage());
        }
    }

    private byte[] read() {
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : null;
        } catch (IOException _) {
            return null;
        }
    }
}
