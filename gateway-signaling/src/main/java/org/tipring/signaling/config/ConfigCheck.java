package org.tipring.signaling.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.check.PlanCheck;
import org.tipring.signaling.routing.text.Mistake;
import org.tipring.signaling.routing.text.Mistake.Severity;
import org.tipring.signaling.routing.text.Mistakes;

/// Everything that can be said of a configuration without running it.
public final class ConfigCheck {

    private ConfigCheck() {
    }

    /// @param readable false: a file is no text, or cannot be read
    /// @param plan null when it does not load
    public record Report(List<Mistake> mistakes, boolean readable, DialPlan plan) {

        public Report {
            mistakes = List.copyOf(mistakes);
        }

        public int count(Severity severity) {
            return (int) mistakes.stream().filter(mistake -> mistake.severity() == severity).count();
        }

        /// 0 loadable, 1 errors or failed tests, 2 not readable as text.
        ///
        /// @param strict warnings count as errors
        public int exitStatus(boolean strict) {
            return !readable ? 2 : count(Severity.ERROR) > 0 || strict && count(Severity.WARNING) > 0 ? 1 : 0;
        }
    }

    /// @param path a dial plan, or a directory with all files
    /// @throws IOException when there is nothing of that name, or it cannot be read
    public static Report check(Path path, ZoneId machineZone) throws IOException {
        Mistakes mistakes = new Mistakes();
        DialPlan plan;
        boolean readable;
        if (Files.isDirectory(path)) {
            GatewayConfig config = ConfigLoader.load(path, machineZone, mistakes);
            plan = config == null ? null : config.dialPlan();
            readable = true;
            for (String name : ConfigFiles.NAMES) {
                readable &= !Files.exists(path.resolve(name)) || isText(bytes(path.resolve(name)));
            }
        } else {
            byte[] bytes = bytes(path);
            readable = isText(bytes);
            plan = PlanFile.read(path.toString(), bytes, machineZone, mistakes);
            if (plan != null) {
                EmergencyCheck.check(plan, new CountryPacks(path.toAbsolutePath().getParent(), mistakes).of(plan.parts().country().name(), null), mistakes);
            }
        }
        if (plan != null) {
            // A directory has looked for them while it was loaded; the same finding is told once.
            mistakes.addAll(PlanCheck.check(plan));
        }
        return new Report(mistakes.all().stream().distinct().toList(), readable, plan);
    }

    private static boolean isText(byte[] bytes) {
        return IniScan.scan("", bytes, new Mistakes()).readable();
    }

    private static byte[] bytes(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + ": there is no such file: name a dial plan, or the directory that holds it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(IniScan.LONGEST_FILE + 1);
        } catch (IOException unreadable) {
            throw new IOException(file + ": cannot be read (" + unreadable.getClass().getSimpleName() + "): check who may read it", unreadable);
        }
    }
}
