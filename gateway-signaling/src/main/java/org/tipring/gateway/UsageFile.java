package org.tipring.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tipring.signaling.config.WholeFile;
import org.tipring.signaling.control.Usage;

/// Keeps the minutes of the month over a restart: the month on the first line, then `SECONDS INTERFACE`.
final class UsageFile {

    private static final System.Logger LOG = System.getLogger(UsageFile.class.getName());

    private final Path file;

    UsageFile(Path state) {
        file = state.resolve("usage");
    }

    /// What was kept; nothing when it is of another month, or cannot be read, which is said.
    Usage read() {
        YearMonth month = YearMonth.now(ZoneOffset.UTC);
        Map<String, Duration> talked = new HashMap<>();
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
            if (!lines.isEmpty() && lines.getFirst().equals(month.toString())) {
                for (String line : lines.subList(1, lines.size())) {
                    String[] parts = line.split(" ", 2);
                    talked.put(parts[1], Duration.ofSeconds(Long.parseLong(parts[0])));
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be read ({1}): the limits of this month count from nothing", file, unreadable);
        }
        return new Usage(month, talked);
    }

    /// Called after each call that counts; on a thread that may wait.
    synchronized void write(YearMonth month, Map<String, Duration> talked) {
        List<String> lines = new ArrayList<>(List.of(month.toString()));
        talked.forEach((name, time) -> lines.add(time.toSeconds() + " " + name));
        try {
            WholeFile.write(file, lines, WholeFile.Readers.EVERYBODY);
        } catch (IOException unwritable) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be written ({1}): a restart would forget the minutes of this month", file,
                    unwritable.getMessage());
        }
    }
}
