package org.tipring.tdm.modem;

import java.util.List;

/// What decides for the port of a line: a machine without I/O and clock that is told what happens to its device and what the line wants, and
/// says what to do. Owned by the control thread.
///
/// @param <A> what it wants done
public interface DeviceCore<A> {

    // The device

    List<A> start(long nowNanos);

    List<A> opened(long nowNanos);

    /// It does not open, or has gone.
    ///
    /// @param why in words for an operator
    List<A> lost(String why, long nowNanos);

    /// Its driver has hung; it is of no use until somebody pulls it out.
    List<A> wedged(String why, long nowNanos);

    /// When sound came from it last. Told before [#tick].
    void heard(long atNanos);

    List<A> tick(long nowNanos);

    /// The next time at which [#tick] has something to do, or [org.tipring.media.time.Deadlines#NEVER].
    long nextDeadline();

    /// Ends the call and lets the device go.
    List<A> close(long nowNanos);

    boolean closed();

    // The line

    List<A> goOffHook(long nowNanos);

    /// @throws IllegalArgumentException for anything but `0-9 * # A-D ,`
    List<A> sendDigits(String digits, long nowNanos);

    /// Opens the loop for a moment, within a call.
    List<A> flash(long nowNanos);

    List<A> goOnHook(long nowNanos);

    // For an operator

    /// What the device said it is; empty before it said so.
    String describe();

    /// How often it had to be brought to its senses.
    long resets();

    /// Lines, codes and requests that did not fit.
    long ignored();
}
