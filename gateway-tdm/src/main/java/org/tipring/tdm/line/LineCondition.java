package org.tipring.tdm.line;

/// What a port can tell of its wire and device beyond calls, where the hardware senses it.
public enum LineCondition {
    FINE,
    /// Another telephone on the same pair is off-hook.
    IN_USE_ELSEWHERE,
    /// No battery: the cable is out, or the exchange is dead.
    NO_LINE,
    /// The trunk that carries the line is in alarm.
    ALARM,
    /// The device hears nobody any more until somebody pulls it out and plugs it in.
    NEEDS_REPLUG;

    /// Whether a call can be made.
    boolean callable() {
        return this == FINE;
    }
}
