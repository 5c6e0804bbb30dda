package org.tipring.tdm.line;

import java.time.Duration;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.tdm.callerid.LineMessage;

/// What a telephone's line wants done.
public sealed interface FxsAction {

    /// For the port.
    sealed interface ToPort extends FxsAction { }

    record StartRing(RingSignal signal, LineMessage.CallSetup caller) implements ToPort { }

    record StopRing() implements ToPort { }

    /// A call waits while the telephone talks: it hears so, and its display is told who. Null: no longer.
    record CallWaiting(LineMessage.CallSetup caller) implements ToPort { }

    record OpenLoop(Duration howLong) implements ToPort { }

    record Polarity(boolean reversed) implements ToPort { }

    /// For the media thread: what the telephone hears while no call gives it sound.
    ///
    /// @param tone null: silence
    record Hear(CallProgressTone tone) implements FxsAction { }

    /// Nobody listens to it any more.
    record HearNothing() implements FxsAction { }

    /// For calls.
    sealed interface ToCall extends FxsAction { }

    /// A number is complete.
    ///
    /// @param digits empty: lifting the handset was enough (hot line)
    record PlaceCall(String digits) implements ToCall { }

    /// The call that it was rung for is answered.
    record Answered() implements ToCall { }

    /// The handset was put back, or the port has gone.
    record CallerGone(String why, boolean failed) implements ToCall { }

    /// A flash during a call, or while one is held.
    record FlashInCall() implements ToCall { }

    /// The key after a flash.
    record KeyAfterFlash(char key) implements ToCall { }

    /// A key that belongs to no number and to no flash.
    record KeyInCall(char key) implements ToCall { }

    /// It cannot ring now.
    record CannotRing() implements ToCall { }

    /// For who watches the lines.
    sealed interface ToOperator extends FxsAction { }

    record InService() implements ToOperator { }

    record OutOfService(String why) implements ToOperator { }

    /// The handset is off for long without a call.
    record LeftOffHook() implements ToOperator { }
}
