package org.tipring.tdm.line;

/// Who flashes while a key still sounds has it sound on when the loop closes, and it is told a second time: that is no key. Owned by the control
/// thread.
final class HeldKey {

    /// A key is told 30 to 40 ms after its begin, later on a busy machine; nobody presses the same one anew so soon after the hook.
    private static final long HELD_NANOS = 250_000_000L;
    private static final char NONE = 0;

    private char last = NONE;
    /// May be held down since before the flash.
    private char suspect = NONE;
    private long flashedNanos;

    void flashed(long now) {
        suspect = last;
        flashedNanos = now;
    }

    /// Whether a key that is told now is the one from before the flash.
    boolean isHeld(char key, long now) {
        if (key == suspect && now - flashedNanos < HELD_NANOS) {
            return true;
        }
        last = key;
        suspect = NONE;
        return false;
    }
}
