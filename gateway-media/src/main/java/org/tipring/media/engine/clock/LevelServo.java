package org.tipring.media.engine.clock;

/// Holds a delay where it should be by small changes of speed: what is left when two clocks have been measured is small, but adds up.
///
/// A delay is measured for each packet. Now and then one is late, and looks like a delay too small; of each window the second smallest
/// counts. Then a proportional and integral law with a time constant of ten seconds. Owned by the media thread.
public final class LevelServo {

    private static final int WINDOW = 100;
    private static final double WINDOW_SECONDS = 2;
    /// Parts of a million, for each millisecond off.
    private static final double PROPORTIONAL = 60;
    private static final double INTEGRAL = 1.5;
    /// A change of pitch of half a per mille is not heard.
    private static final double MOST_PROPORTIONAL = 500;
    private static final double MOST_INTEGRAL = 5000;
    /// More than this off is a jump, and says nothing about the clocks.
    public static final double STRAY_MILLIS = 6;

    private double smallest = Double.POSITIVE_INFINITY;
    private double second = Double.POSITIVE_INFINITY;
    private int inWindow;
    private double integral;
    private double proportional;

    /// @param wanted NaN: nothing is to be changed yet
    /// @return the delay of the window that has just ended, or NaN
    public double measured(double millis, double wanted) {
        if (millis < smallest) {
            second = smallest;
            smallest = millis;
        } else if (millis < second) {
            second = millis;
        }
        if (++inWindow < WINDOW) {
            return Double.NaN;
        }
        double off = second - wanted;
        if (Math.abs(off) < STRAY_MILLIS) {
            integral = Math.clamp(integral + INTEGRAL * off * WINDOW_SECONDS, -MOST_INTEGRAL, MOST_INTEGRAL);
        }
        proportional = Double.isNaN(off) ? 0 : Math.clamp(PROPORTIONAL * off, -MOST_PROPORTIONAL, MOST_PROPORTIONAL);
        double level = second;
        beginWindow();
        return level;
    }

    /// The delay has been set anew: what was measured is of no use.
    public void jumped() {
        beginWindow();
        proportional = 0;
    }

    private void beginWindow() {
        smallest = second = Double.POSITIVE_INFINITY;
        inWindow = 0;
    }

    /// How much faster to go so that the delay shrinks to what is wanted, as a part of 1.
    public double correction() {
        return (integral + proportional) * 1e-6;
    }
}
