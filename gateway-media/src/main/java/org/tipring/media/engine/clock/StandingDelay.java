package org.tipring.media.engine.clock;

/// Tells a delay that clocks move from one that has jumped: clocks move it always, and always the same way; a computer that was busy, a
/// jitter buffer and a program that has only just started move it once, and there it may stay. Owned by the media thread.
public final class StandingDelay {

    /// A delay that has moved by so much is moved by clocks, unless it has moved at once.
    private static final double STANDING_MILLIS = 2;
    /// So much from one window of two seconds to the next is a jump: no clock is 1000 ppm off that has not been found out otherwise.
    private static final double JUMP_MILLIS = 2;
    /// And not once only.
    private static final int MOVED_WINDOWS = 3;

    /// NaN: not measured yet.
    private double stands = Double.NaN;
    private double last;
    private int moved;
    private int jumps;

    public void begins() {
        stands = Double.NaN;
        moved = 0;
        jumps = 0;
    }

    /// @param level what [LevelServo#measured] has said of the window that has ended; NaN where none has
    /// @return whether clocks move it
    public boolean drifts(double level) {
        if (Double.isNaN(level)) {
            return false;
        }
        if (Double.isNaN(stands)) {
            stands = level;
        } else if (Math.abs(level - last) > JUMP_MILLIS) {
            stands += level - last;
            jumps += (int) Math.signum(level - last);
        } else {
            jumps = 0;
        }
        last = level;
        moved = Math.abs(level - stands) > STANDING_MILLIS ? moved + 1 : 0;
        return moved >= MOVED_WINDOWS || Math.abs(jumps) >= MOVED_WINDOWS;
    }
}
