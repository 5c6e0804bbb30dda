package org.tipring.media.dsp.echo;

/// A way from our transmitter through hybrids back to our receiver: a few windows of impulse response, in slots.
final class EchoPath {

    static final int NONE = -1;
    private final EchoWindow[] windows = {new EchoWindow(), new EchoWindow(), new EchoWindow()};

    EchoWindow window(int slot) {
        return windows[slot];
    }

    boolean known() {
        return windows[0].used || windows[1].used || windows[2].used;
    }

    /// Whether this slot and no other has a window.
    boolean alone(int slot) {
        boolean alone = windows[slot].used;
        for (int i = 0; i < windows.length; i++) {
            alone &= i == slot || !windows[i].used;
        }
        return alone;
    }

    void subtractAllBut(int slot, float[] sent, int at, float[] signal) {
        for (int i = 0; i < windows.length; i++) {
            if (windows[i].used && i != slot) {
                windows[i].subtract(sent, at, signal);
            }
        }
    }

    /// Whether an echo whose peak is at this delay lies well inside a window.
    boolean holds(int delay) {
        boolean holds = false;
        for (EchoWindow window : windows) {
            holds |= window.holds(delay);
        }
        return holds;
    }

    /// @return a slot without a window, or [#NONE]
    int free() {
        int free = NONE;
        for (int i = 0; i < windows.length; i++) {
            free = windows[i].used ? free : i;
        }
        return free;
    }

    int weakest() {
        int weakest = 0;
        for (int i = 1; i < windows.length; i++) {
            weakest = windows[i].energy() < windows[weakest].energy() ? i : weakest;
        }
        return weakest;
    }

    int strongest() {
        int strongest = 0;
        for (int i = 1; i < windows.length; i++) {
            boolean stronger = windows[i].used && windows[i].energy() > windows[strongest].energy();
            strongest = stronger ? i : strongest;
        }
        return strongest;
    }

    /// How old the oldest echo is, in samples.
    int end() {
        int end = 0;
        for (EchoWindow window : windows) {
            end = window.used ? Math.max(end, window.end()) : end;
        }
        return end;
    }

    void clear() {
        for (EchoWindow window : windows) {
            window.clear();
        }
    }
}
