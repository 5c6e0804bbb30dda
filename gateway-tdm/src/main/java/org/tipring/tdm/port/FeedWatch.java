package org.tipring.tdm.port;

import org.tipring.media.time.Deadlines;
import org.tipring.tdm.card.CardReport;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineCondition;

/// What the battery of an exchange's line says: the far end has hung up, the called party has answered, another telephone is off-hook on the
/// same wires, the cable is out. Pure; owned by the control thread.
final class FeedWatch {

    /// Exchanges switch with gaps of up to some 50 ms; what says "the far end has hung up" is 90 ms and longer (Telcordia GR-506 asks for 150).
    private static final long LOOP_BREAK_NANOS = 90_000_000L;
    /// On-hook the battery may be gone for a moment, too; for longer it is the cable.
    private static final long NO_LINE_NANOS = 2_000_000_000L;
    /// As for modems: a closed loop leaves 5 to 12 V, an open one 21 V and more.
    private static final int IN_USE_BELOW_DECIVOLTS = 160;
    private static final int NO_LINE_BELOW_DECIVOLTS = 30;
    /// Measured so often in a row: a ring or a hook in between says nothing.
    private static final int SURE = 2;

    private CardReport.Line feed = CardReport.Line.NORMAL;
    private CardReport.Line steady = CardReport.Line.NORMAL;
    private boolean offHook;
    private long goneSince;
    private boolean told;
    private LineCondition condition = LineCondition.FINE;
    private int low;

    /// A card that has just begun.
    void reset() {
        offHook = false;
        condition = LineCondition.FINE;
        low = 0;
    }

    void hook(boolean nowOffHook, long now) {
        offHook = nowOffHook;
        low = 0;
        // Whatever was before: it begins to count from here.
        goneSince = now;
        told = false;
    }

    /// @return what it means, or null
    FxoEvent.FromPort line(CardReport.Line next, long now) {
        CardReport.Line before = feed;
        feed = next;
        if (next == CardReport.Line.NO_BATTERY) {
            if (before != next) {
                goneSince = now;
                told = false;
            }
            return null;
        }
        boolean turned = next != steady;
        steady = next;
        if (condition == LineCondition.NO_LINE) {
            return becomes(LineCondition.FINE);
        }
        return turned && offHook ? new FxoEvent.PolarityReversed() : null;
    }

    FxoEvent.FromPort measured(int decivolts) {
        if (offHook || feed == CardReport.Line.NO_BATTERY) {
            low = 0;
            return null;
        }
        int volts = Math.abs(decivolts);
        boolean use = volts >= NO_LINE_BELOW_DECIVOLTS && volts < IN_USE_BELOW_DECIVOLTS;
        low = use ? low + 1 : 0;
        return use ? low >= SURE ? becomes(LineCondition.IN_USE_ELSEWHERE) : null
                : condition == LineCondition.IN_USE_ELSEWHERE ? becomes(LineCondition.FINE) : null;
    }

    FxoEvent.FromPort tick(long now) {
        if (now < nextDeadline()) {
            return null;
        }
        told = true;
        return offHook ? new FxoEvent.LoopBroken() : becomes(LineCondition.NO_LINE);
    }

    long nextDeadline() {
        return feed != CardReport.Line.NO_BATTERY || told ? Deadlines.NEVER : goneSince + (offHook ? LOOP_BREAK_NANOS : NO_LINE_NANOS);
    }

    /// For an operator.
    String words() {
        return switch (feed) {
            case NO_BATTERY -> "no battery";
            case NORMAL -> "battery";
            case REVERSED -> "battery, reversed";
        };
    }

    private FxoEvent.FromPort becomes(LineCondition next) {
        if (condition == next) {
            return null;
        }
        condition = next;
        return switch (next) {
            case NO_LINE -> new FxoEvent.PortFailed("there is no line: is the cable plugged in at both ends?", next);
            case IN_USE_ELSEWHERE -> new FxoEvent.PortFailed("the line is in use by another telephone", next);
            default -> new FxoEvent.PortReady();
        };
    }
}
