package org.tipring.signaling.control;

import org.tipring.signaling.control.line.LineController;
import org.tipring.tdm.line.FxoEvent;

/// Hook flashes of telephones, for the telephone line at the other end of their call: what PBXs and exchanges offer within a call begins with
/// one. Where the other end is no line, nobody wants it. Owned by the control thread.
final class FlashToLine {

    private final Calls calls;
    private final LineController lines;

    FlashToLine(Calls calls, LineController lines) {
        this.calls = calls;
        this.lines = lines;
    }

    /// @param leg of the telephone that has flashed; null: its call is over
    void by(CallLeg leg) {
        if (leg == null) {
            return;
        }
        if (leg.far() instanceof CallLeg.OnLine onLine && onLine.line != null) {
            calls.note(onLine, "line", "hook flash for " + onLine.line);
            lines.handle(onLine.line, new FxoEvent.Flash());
        }
    }

    /// @param active null: the call is over; @param rtpId of the telephone that has flashed
    void by(ActiveCall active, long rtpId) {
        if (active != null) {
            by(active.over(rtpId));
        }
    }
}
