package org.tipring.tdm.line;

import org.tipring.media.dsp.CallProgressTone;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.LineMessage;

/// What can happen to a telephone's line: the telephone does something, somebody presses keys, or a call wants something.
public sealed interface FxsEvent {

    /// What a [org.tipring.tdm.port.TelephonePort] reports.
    sealed interface FromPort extends FxsEvent { }

    /// The port works. A telephone that is off-hook is reported after it.
    record PortReady() implements FromPort { }

    record PortGone(String why) implements FromPort { }

    record Lifted() implements FromPort { }

    record HungUp() implements FromPort { }

    record Flashed(int millis) implements FromPort { }

    /// @param count of a digit, 10 is 0; 0: the first pulse of a digit that follows
    record Pulses(int count) implements FromPort { }

    /// A key was heard (DTMF).
    record Key(char key) implements FxsEvent { }

    /// A call wants it to ring.
    ///
    /// @param caller what its display is told
    record Ring(RingSignal signal, LineMessage.CallSetup caller) implements FxsEvent {

        public Ring(RingSignal signal) {
            this(signal, LineMessage.CallSetup.of(CallerId.NONE));
        }
    }

    /// What was dialled is done; there is no call, and it may dial on.
    record DialAgain() implements FxsEvent { }

    /// The call that it was dialling is answered.
    record Connected() implements FxsEvent { }

    /// Whether another call waits for it or is held, besides the one that it hears: a flash is for that one then, and hanging up, too.
    record Holds(boolean another) implements FxsEvent { }

    /// The call is held; it gets dial tone and may dial a second one.
    record Recall() implements FxsEvent { }

    /// Its calls are held; the next key says what becomes of them.
    record AwaitKey() implements FxsEvent { }

    /// It hears a call again, or another one.
    record Talk() implements FxsEvent { }

    /// Another call waits while it talks; null: no longer.
    ///
    /// @param caller what its display is told
    record CallWaiting(LineMessage.CallSetup caller) implements FxsEvent { }

    /// The call is over on the other side, or could not be made.
    ///
    /// @param tone what says so to whoever still holds the handset
    record CallOver(CallProgressTone tone) implements FxsEvent { }
}
