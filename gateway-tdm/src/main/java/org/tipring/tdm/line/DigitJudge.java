package org.tipring.tdm.line;

import java.time.Duration;

/// Says of digits whether they are a number yet: the dial plan, as a telephone sees it.
public interface DigitJudge {

    enum Verdict {
        /// A number, and nothing longer is possible.
        SEND,
        /// A number, but a longer one is possible.
        MAY_BE_LONGER,
        INCOMPLETE,
        /// No number begins like this.
        DEAD_END
    }

    /// @param pause how long to wait for the next digit; then a number that may be longer is sent, and an incomplete one given up
    /// @param dialTone the caller gets dial tone (again): before the first digit, and after an outside prefix
    record Judgement(Verdict verdict, Duration pause, boolean dialTone) { }

    /// @param digits of `0-9 * # A-D`; empty: nothing was dialled yet
    Judgement judge(String digits);
}
