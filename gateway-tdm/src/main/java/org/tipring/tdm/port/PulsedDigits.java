package org.tipring.tdm.port;

import org.tipring.media.time.Deadlines;

/// Digits as pulses, said to an exchange: each digit in turn, the pauses between them, and what a dial cannot say left over for keys. Pure.
final class PulsedDigits {

    /// The pause that ends a digit: exchanges take 300 ms for one, and give up after seconds (ITU-T Q.23 knows no figure; Telcordia GR-506: 700 ms
    /// is what a fast caller makes).
    private static final long BETWEEN_NANOS = 700_000_000L;

    private final String digits;
    private final long pauseNanos;
    private int at;
    private long notBefore = Deadlines.NEVER;

    /// @param pauseMillis that a comma makes
    PulsedDigits(String digits, int pauseMillis) {
        this.digits = digits;
        this.pauseNanos = pauseMillis * 1_000_000L;
    }

    /// @return pulses of the next digit, 1 to 10; 0 when there is none now: [#nextDeadline] says when, and never when there is none at all
    int next(long now) {
        if (notBefore != Deadlines.NEVER && now < notBefore) {
            return 0;
        }
        notBefore = Deadlines.NEVER;
        if (at == digits.length() || !dialled(digits.charAt(at))) {
            return 0;
        }
        char digit = digits.charAt(at++);
        if (digit == ',') {
            notBefore = now + pauseNanos;
            return 0;
        }
        return digit == '0' ? 10 : digit - '0';
    }

    /// A digit is dialled.
    void done(long now) {
        notBefore = now + BETWEEN_NANOS;
    }

    private static boolean dialled(char digit) {
        return digit >= '0' && digit <= '9' || digit == ',';
    }

    /// When [#next] may say more.
    long nextDeadline() {
        return notBefore;
    }

    /// What is left when there is nothing to come: from the first of `* # A-D` on.
    String keys() {
        return digits.substring(at);
    }
}
