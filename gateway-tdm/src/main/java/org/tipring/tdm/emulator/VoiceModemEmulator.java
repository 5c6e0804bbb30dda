package org.tipring.tdm.emulator;

import org.tipring.media.time.Deadlines;

/// A voice modem as a host sees it: bytes in, bytes out, and a telephone line behind. CX93010 class (ITU-T V.250, V.253).
///
/// Pure: no thread and no clock. Owned by the thread of its [Exchange].
public final class VoiceModemEmulator {

    public VoiceModemEmulator(Loop loop, ModemSettings settings, long seed) {
    }

    /// Bytes from the host.
    ///
    /// @return how many were taken; fewer than `length` when the transmit buffer is full: offer the rest again later
    public int fromHost(byte[] bytes, int offset, int length, long nowNanos) {
        return length;
    }

    /// The next packet for the host; call until it gives 0.
    public int toHost(byte[] into, int offset, int max, long nowNanos) {
        return 0;
    }

    public void advance(long nowNanos) {
    }

    public long nextDeadline() {
        return Deadlines.NEVER;
    }

    /// The host raises or drops its "data terminal ready" wire.
    public void dtr(boolean on, long nowNanos) {
    }

    /// The host has the port open: on, or closed it, which drops DTR: off.
    public void port(boolean open, long nowNanos) {
        dtr(open, nowNanos);
    }

    /// The device loses its power; the loop opens.
    public void unplug(long nowNanos) {
    }

    /// The device starts anew.
    public void replug(long nowNanos) {
    }
}
