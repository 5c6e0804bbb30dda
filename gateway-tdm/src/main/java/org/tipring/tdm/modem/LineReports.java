package org.tipring.tdm.modem;

import java.util.function.Consumer;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.callerid.CallerIdText;
import org.tipring.tdm.modem.VoiceModem.State;
import org.tipring.tdm.modem.VoiceModemSettings.LoopSignal;

/// What a modem says unasked about its line: rings, caller identity, loop events, dial tone. Part of [VoiceModem].
final class LineReports {

    /// A report of caller identity without a name ends by falling silent.
    private static final long CALLER_ID_SILENCE = 600_000_000L;
    private static final long RINGS_WITHIN = 8_000_000_000L;

    private final LoopSignal loopSignal;
    private final Consumer<ModemAction.ToLine> report;
    private final CallerIdText caller = new CallerIdText();
    private long callerEndsNanos = Deadlines.NEVER;
    private boolean dialToneReported;
    private long rangAtNanos = Long.MIN_VALUE / 2;

    LineReports(LoopSignal loopSignal, Consumer<ModemAction.ToLine> report) {
        this.loopSignal = loopSignal;
        this.report = report;
    }

    long nextDeadline() {
        return callerEndsNanos;
    }

    void tick(long nowNanos) {
        if (callerEndsNanos <= nowNanos) {
            reportCaller();
        }
    }

    /// @return whether the line was such a report, wanted or not
    boolean line(String line, State state, long nowNanos) {
        boolean wanted = state == State.IDLE || state == State.SEIZING || state == State.CLEARING;
        if (line.equals("RING")) {
            rangAtNanos = nowNanos;
            if (wanted) {
                ring();
            }
            return true;
        }
        if (!wanted || !caller.line(line)) {
            return false;
        }
        if (caller.complete()) {
            reportCaller();
        } else if (caller.started()) {
            callerEndsNanos = nowNanos + CALLER_ID_SILENCE;
        }
        return true;
    }

    void dle(int code, State state, long nowNanos) {
        switch (ModemReport.of(code)) {
            case RING -> {
                if (state == State.SEIZING) {
                    ring();
                }
            }
            case DIAL_TONE -> dialTone(state);
            case LOOP -> loop(loopSignal, state);
            case POLARITY -> loop(LoopSignal.POLARITY, state);
            case VOLTAGE_DOWN -> loop(LoopSignal.LOOP_BREAK, state);
            // The rest are hints at best, and the pump's matters; ModemReport says of each why.
            default -> { }
        }
    }

    /// The exchange rings, or did so a moment ago: it has proved that the line is there.
    boolean rangLately(long nowNanos) {
        return nowNanos - rangAtNanos < RINGS_WITHIN;
    }

    private void ring() {
        // Where the identity comes before the first ring it must be told before it, too.
        reportCaller();
        report.accept(new ModemAction.Ring());
    }

    private void reportCaller() {
        callerEndsNanos = Deadlines.NEVER;
        if (caller.started()) {
            String unread = caller.unread();
            report.accept(new ModemAction.Caller(caller.take(), unread));
        }
    }

    void seizing() {
        dialToneReported = false;
    }

    /// Dial tone may have been reported before the stream began.
    void inStream() {
        if (dialToneReported) {
            dialToneReported = false;
            report.accept(new ModemAction.DialToneReported());
        }
    }

    private void dialTone(State state) {
        if (state == State.STREAM) {
            report.accept(new ModemAction.DialToneReported());
        } else {
            dialToneReported |= state == State.SEIZING;
        }
    }

    private void loop(LoopSignal signal, State state) {
        if (state == State.STREAM) {
            report.accept(signal == LoopSignal.POLARITY ? new ModemAction.PolarityReversed() : new ModemAction.LoopBroken());
        }
    }
}
