package org.tipring.tdm.emulator;

import java.util.function.Consumer;
import org.tipring.tdm.callerid.CallerId;

/// A telephone exchange: lines of its own, and subscribers behind numbers.
///
/// Pure: no thread and no clock. Owned by one thread; a [Loop] brings its exchange up to date by itself.
public final class Exchange {

    public Exchange(ExchangeSettings settings, long seed, Consumer<ExchangeEvent> events) {
    }

    /// A line with that number, for a telephone set to hang on.
    public Loop connect(String number) {
        throw new UnsupportedOperationException();
    }

    /// Puts a subscriber behind a number, in place of one that was there.
    public void subscribe(String number, Subscriber subscriber) {
    }

    /// A subscriber from outside calls one of the lines.
    ///
    /// @param line the number of the line
    /// @param giveUpAfterMillis how long it may ring, or [Subscriber#NEVER]
    /// @param voice of the caller, once the line has answered
    /// @param hangsUpAfterMillis after the answer, or [Subscriber#NEVER]
    public void call(String line, CallerId from, int giveUpAfterMillis, Voice voice, int hangsUpAfterMillis, long nowNanos) {
    }

    /// The far end of the line's conversation, or of the ringing call, hangs up.
    public void farEndHangsUp(String line, long nowNanos) {
    }

    /// The far end of the line's conversation presses a key.
    public void farEndPresses(String line, char key, int millis, long nowNanos) {
    }

    public void advance(long nowNanos) {
    }

    public long nextDeadline() {
        return org.tipring.media.time.Deadlines.NEVER;
    }
}
