package org.tipring.tdm.port;

import java.util.concurrent.atomic.AtomicInteger;

/// Keeps samples and "leave the stream" in order, although they come from two threads: after the leaving codes not one sample may
/// follow, for the modem would take it for a command. Neither thread ever waits: who leaves while samples are being written has the
/// writing thread write the codes.
final class TransmitGate {

    private static final int SHUT = 0;
    private static final int OPEN = 1;
    private static final int WRITING = 2;
    private static final int LEAVING = 3;

    private final AtomicInteger state = new AtomicInteger(SHUT);
    private volatile Runnable leave;

    /// The stream has begun. Device's thread.
    void open() {
        state.set(OPEN);
    }

    boolean isOpen() {
        int now = state.get();
        return now == OPEN || now == WRITING;
    }

    /// Device's thread.
    ///
    /// @return whether samples may be written now; then [#written] must follow
    boolean writing() {
        return state.compareAndSet(OPEN, WRITING);
    }

    /// Device's thread.
    void written() {
        if (!state.compareAndSet(WRITING, OPEN)) {
            state.set(SHUT);
            leave.run();
        }
    }

    /// Control thread.
    ///
    /// @param codes writes them; run now, or by the device's thread behind the samples it is writing
    void leave(Runnable codes) {
        leave = codes;
        // Each exchange fails only when the other thread has just moved on, so this ends at once.
        while (!state.compareAndSet(WRITING, LEAVING)) {
            if (state.compareAndSet(OPEN, SHUT) || state.get() == SHUT) {
                codes.run();
                return;
            }
            if (state.get() == LEAVING) {
                return;
            }
        }
    }
}
