package org.tipring.tdm.port;

import java.time.Duration;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.RingSignal;

/// One telephone on a wire (FXS). Events are given to a `Consumer<FxsEvent.FromPort>` of the constructor, on the control thread.
///
/// Owned by the control thread: every method is called there and none blocks. A port finds a lost device again by itself.
public interface TelephonePort {

    LineId line();

    /// Answered by `PortReady` or `PortGone`, now and whenever it changes.
    void start(long nowNanos);

    /// Until it is lifted or [#stopRing].
    ///
    /// @param caller what its display is told, before or after the first ring
    void ring(RingSignal signal, LineMessage.CallSetup caller, long nowNanos);

    void stopRing(long nowNanos);

    /// Tells it, while it is in a conversation, that a second caller waits, until it hangs up or until null.
    ///
    /// @param caller what its display is told; @param plan how it sounds
    void announceWaiting(LineMessage.CallSetup caller, TonePlan plan, long nowNanos);

    /// Tells it, while it is on-hook, whether messages wait (a lamp, or a sign in the display), where the country's telephones can be told.
    void lamp(boolean on, long nowNanos);

    /// Tells a telephone system or an answering machine that the far end has hung up (calling party control).
    void openLoop(Duration howLong, long nowNanos);

    void polarity(boolean reversed, long nowNanos);

    void tick(long nowNanos);

    /// The next time at which [#tick] has something to do, or [org.tipring.media.time.Deadlines#NEVER].
    long nextDeadline();

    /// The sound; flows while off-hook.
    AudioEndpoint audio();

    /// What the device is, for an operator.
    String describe();

    /// Lets the device go; [#closed] says when it is done.
    void close(long nowNanos);

    boolean closed();
}
