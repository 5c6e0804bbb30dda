package org.tipring.signaling.ops;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Appends what there is to tell of emergency calls to `emergency.log`, one line each: `TIME call=ID TEXT; notify: WHOM`. The gateway
/// sends no mail itself; something that follows this file can.
public final class EmergencyLog {

    private static final System.Logger LOG = System.getLogger(EmergencyLog.class.getName());
    public static final String NAME = "emergency.log";

    private final DurableLines file;

    public EmergencyLog(Path state) {
        file = new DurableLines(state.resolve(NAME));
    }

    /// Any thread; returns at once.
    public void write(String id, String text, List<String> tell) {
        String line = Instant.now().truncatedTo(ChronoUnit.SECONDS) + " call=" + id + " " + text + "; notify: "
                + (tell.isEmpty() ? "nobody" : String.join(", ", tell));
        String clean = line.replaceAll("\\p{Cntrl}", " ");
        Thread.ofVirtual().name("emergency-log").start(() -> append(clean));
    }

    private void append(String line) {
        try {
            file.append(line);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "{0} cannot be written ({1}); it would have said: {2}", file, e.getMessage(), line);
        }
    }
}
