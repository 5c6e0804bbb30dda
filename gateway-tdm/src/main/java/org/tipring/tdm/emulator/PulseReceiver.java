package org.tipring.tdm.emulator;

/// Counts the pulses of a dial: as often as the loop opens for a moment, so many is the digit, and ten are 0. Owned by its [LineCircuit].
///
/// ```
///  closed ──┐ ┌──┐ ┌──────────── a pause this long ends the digit: 2
///           └─┘  └─┘ open
/// ```
final class PulseReceiver {

    /// A loop that is open for longer is no pulse (a dial opens it for 60 to 70 ms).
    static final long LONGEST_PULSE_NANOS = Agenda.millis(150);
    /// Between two pulses of one digit there are 33 to 40 ms.
    static final long DIGIT_ENDS_NANOS = Agenda.millis(300);

    private int pulses;
    private boolean open;

    void opens() {
        open = true;
    }

    /// @return whether that was a pulse
    boolean closes() {
        boolean pulse = open;
        pulses += pulse ? 1 : 0;
        open = false;
        return pulse;
    }

    void forget() {
        pulses = 0;
        open = false;
    }

    /// @return the digit, or 0 when there are more pulses than any digit has
    char take() {
        int counted = pulses;
        forget();
        return counted > 10 || counted == 0 ? 0 : (char) ('0' + counted % 10);
    }
}
