package org.tipring.tdm.port;

import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.tdm.line.LineId;

/// One circuit-side connection. Events are given to a `Consumer<FxoEvent.FromPort>` of the constructor, on the control thread.
///
/// Owned by the control thread: every method is called there and none blocks. A port finds a lost device again by itself.
public interface LinePort {

    LineId line();

    /// Opens the device and brings it on-hook and idle, whatever state an earlier process left it in; answered by `PortReady`,
    /// `PortFailed` or `PortGone`.
    void start(long nowNanos);

    /// Answered by `OffHook` (sound flows from then on) or `PortFailed`.
    void goOffHook(long nowNanos);

    /// Only when off-hook. Answered by `DigitsSent`.
    ///
    /// @param digits of `0-9 * # A-D`, and `,` for a pause; anything else is refused with an [IllegalArgumentException]
    void sendDigits(String digits, long nowNanos);

    /// Opens the loop for as long as the country's exchanges want it for a hook flash. Only when off-hook; sound stops meanwhile. Answered by
    /// `Flashed`, or not at all where there is no loop.
    default void flash(long nowNanos) {
    }

    /// In any state. Answered by `OnHook`, after the clearing ladder if the device does not listen, or by `PortFailed`.
    void goOnHook(long nowNanos);

    void tick(long nowNanos);

    /// The next time at which [#tick] has something to do, or [org.tipring.media.time.Deadlines#NEVER].
    long nextDeadline();

    /// The sound; silent unless off-hook.
    AudioEndpoint audio();

    /// What the device is, for an operator: maker, model, path.
    String describe();

    /// What the line is fed with, as far as the hardware can tell: voltage and current, or network and signal; else empty. For an operator.
    default String supply() {
        return "";
    }

    /// Goes on-hook and lets the device go; [#closed] says when it is done.
    void close(long nowNanos);

    boolean closed();
}
