package org.tipring.signaling.sip;

import gov.nist.core.StackLogger;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import javax.sip.SipException;

/// What JAIN-SIP has to say goes here instead of to log4j 1.x, which we do not want on the class path.
///
/// The stack logs whole hostile datagrams as errors, so lines are cut, control characters shown as `.`, and no more than
/// [#LINES_A_MINUTE] are let through. JAIN-SIP wants the class by name, with a constructor without arguments, and shares one
/// instance among all stacks of the process.
public final class StackLog implements StackLogger {

    static final int MAX_CHARS = 300;
    static final int LINES_A_MINUTE = 20;

    private static final System.Logger LOG = System.getLogger("org.tipring.signaling.sip.stack");
    private static final long MINUTE = 60_000_000_000L;
    private static final AtomicLong WINDOW = new AtomicLong(System.nanoTime());
    private static final AtomicLong LINES = new AtomicLong();
    private static final AtomicLong SUPPRESSED = new AtomicLong();

    /// For our own surprises in this package: the same limit, the same cutting.
    /// What the stack refuses to send, mostly because the other side has gone, is daily business.
    static void report(String what, Throwable problem) {
        boolean daily = problem instanceof SipException;
        write(daily ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING, what + ": " + problem, problem);
    }

    /// What an operator should see, as often as there is room for it.
    static void say(String what) {
        write(System.Logger.Level.WARNING, what, null);
    }

    /// One line, at most [#MAX_CHARS], without anything that a terminal would obey.
    static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        for (int i = 0; i < text.length() && i < MAX_CHARS; i++) {
            char c = text.charAt(i);
            clean.append(c < ' ' || c >= 127 && c < 160 ? '.' : c);
        }
        return text.length() > MAX_CHARS ? clean + "... (" + text.length() + " characters)" : clean.toString();
    }

    private static void write(System.Logger.Level level, String text, Throwable problem) {
        if (!LOG.isLoggable(level) || !admitted()) {
            return;
        }
        StackTraceElement[] trace = problem == null ? new StackTraceElement[0] : problem.getStackTrace();
        LOG.log(level, clean(text == null ? "" : text) + (trace.length > 0 ? " at " + trace[0] : ""));
    }

    private static boolean admitted() {
        long now = System.nanoTime();
        long start = WINDOW.get();
        if (now - start > MINUTE && WINDOW.compareAndSet(start, now)) {
            LINES.set(0);
            long suppressed = SUPPRESSED.getAndSet(0);
            if (suppressed > 0) {
                LOG.log(System.Logger.Level.WARNING, "SIP stack: " + suppressed + " more lines were left out");
            }
        }
        if (LINES.incrementAndGet() <= LINES_A_MINUTE) {
            return true;
        }
        SUPPRESSED.incrementAndGet();
        return false;
    }

    @Override
    public void logException(Throwable problem) {
        write(System.Logger.Level.DEBUG, String.valueOf(problem), problem);
    }

    @Override
    public void logError(String message) {
        write(System.Logger.Level.DEBUG, message, null);
    }

    @Override
    public void logError(String message, Exception problem) {
        write(System.Logger.Level.DEBUG, message + ": " + problem, problem);
    }

    @Override
    public void logFatalError(String message) {
        write(System.Logger.Level.WARNING, message, null);
    }

    @Override
    public void logWarning(String message) {
        write(System.Logger.Level.DEBUG, message, null);
    }

    @Override
    public boolean isLoggingEnabled() {
        return LOG.isLoggable(System.Logger.Level.DEBUG);
    }

    /// The stack builds its texts, with whole messages in them, only when this says so; its levels: 2 fatal, 4 error, 8 warning, 16 info.
    @Override
    public boolean isLoggingEnabled(int level) {
        return level <= TRACE_ERROR && isLoggingEnabled();
    }

    @Override
    public void logStackTrace() { }

    @Override
    public void logStackTrace(int level) { }

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logDebug(String message) { }

    @Override
    public void logDebug(String message, Exception problem) { }

    @Override
    public void logTrace(String message) { }

    @Override
    public void logInfo(String message) { }

    @Override
    public void disableLogging() { }

    @Override
    public void enableLogging() { }

    @Override
    public void setBuildTimeStamp(String stamp) { }

    @Override
    public void setStackProperties(Properties properties) { }

    @Override
    public String getLoggerName() {
        return LOG.getName();
    }
}
