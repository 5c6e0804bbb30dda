package org.tipring.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// One line for each event on standard error: time, level, what happened. Control characters from the network are shown escaped, so
/// that nobody writes lines of his own into the log.
public final class Logging {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    /// Kept, because a logger that nobody holds on to forgets its level.
    private static final Logger ROOT = Logger.getLogger("");

    private Logging() {
    }

    public static void configure() {
        configure(Level.INFO);
    }

    public static void configure(Level level) {
        for (Handler old : ROOT.getHandlers()) {
            ROOT.removeHandler(old);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setLevel(level);
        console.setFormatter(new OneLine());
        ROOT.addHandler(console);
        ROOT.setLevel(level);
    }

    private static final class OneLine extends Formatter {

        @Override
        public String format(LogRecord record) {
            String line = TIME.format(record.getInstant()) + " " + level(record) + " " + escaped(formatMessage(record)) + "\n";
            if (record.getThrown() == null) {
                return line;
            }
            StringWriter trace = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(trace));
            return line + trace;
        }

        private static String level(LogRecord record) {
            int value = record.getLevel().intValue();
            return value >= Level.SEVERE.intValue() ? "ERROR" : value >= Level.WARNING.intValue() ? "WARN " : "INFO ";
        }

        private static String escaped(String message) {
            StringBuilder safe = new StringBuilder(message.length());
            message.codePoints().forEach(c -> {
                if (Character.isISOControl(c)) {
                    safe.append(String.format("\\x%02x", c));
                } else {
                    safe.appendCodePoint(c);
                }
            });
            return safe.toString();
        }
    }
}
