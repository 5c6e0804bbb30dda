package org.tipring.tdm.modem;

import org.tipring.media.time.Deadlines;

/// Whether sound still comes from a modem that streams. Two seconds, though one would do on an idle machine: a computer that was too busy
/// to read must not cut a call. Part of [VoiceModem].
final class SoundWatch {

    static final long LIMIT_SECONDS = 2;
    private static final long LIMIT = LIMIT_SECONDS * 1_000_000_000L;

    private long heardAtNanos;
    private long checkAtNanos = Deadlines.NEVER;

    void begin(long nowNanos) {
        heard(nowNanos);
        checkAtNanos = nowNanos + LIMIT;
    }

    void end() {
        checkAtNanos = Deadlines.NEVER;
    }

    void heard(long atNanos) {
        heardAtNanos = Math.max(heardAtNanos, atNanos);
    }

    long nextDeadline() {
        return checkAtNanos;
    }

    /// @return whether it has been silent for too long; told once
    boolean missing(long nowNanos) {
        if (checkAtNanos > nowNanos) {
            return false;
        }
        boolean missing = nowNanos - heardAtNanos >= LIMIT;
        checkAtNanos = missing ? Deadlines.NEVER : heardAtNanos + LIMIT;
        return missing;
    }
}
