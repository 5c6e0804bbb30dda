package org.tipring.tdm.callerid;

import java.util.Optional;
import org.tipring.tdm.callerid.CallerId.Presence;

/// Caller identity in DTMF (ETSI EN 300 659-1 annex B and national habits): a letter, digits, an end.
///
/// | sent | means |
/// |---|---|
/// | `A` number `C` or `#` | the number (Denmark, Netherlands, Finland, Brazil) |
/// | `D` number `C` or `#`, four digits or more | the number (Taiwan, India, parts of the Gulf); after an `A` part: where it was diverted from |
/// | `D1#`, `B10C` | withheld |
/// | `D2#`, `D3#`, `B00C` | unavailable |
///
/// There is no checksum, so all of it has to be there and in order, without a pause of more than half a second.
public final class DtmfCallerId {

    public static final long LONGEST_PAUSE_NANOS = 500_000_000L;
    private static final int MOST_DIGITS = 20;
    private static final int LEAST_DIGITS_AFTER_D = 4;

    private final StringBuilder digits = new StringBuilder();
    private CallerId number;
    private char kind;
    private long lastAt;

    /// @return the identity that ends with this digit
    public Optional<CallerId> digit(char digit, long now) {
        if (now - lastAt > LONGEST_PAUSE_NANOS) {
            reset();
        }
        lastAt = now;
        if (digit == 'C' || digit == '#') {
            Optional<CallerId> heard = ended(digit);
            reset();
            return heard;
        }
        if (digit >= 'A' && digit <= 'D') {
            number = kind == 'A' && digit != 'A' && digits.length() > 0 ? CallerId.of(digits.toString(), "") : null;
            kind = digit;
            digits.setLength(0);
        } else if (kind != 0 && digits.length() < MOST_DIGITS && digit != '*') {
            digits.append(digit);
        } else {
            reset();
        }
        return Optional.empty();
    }

    public void reset() {
        digits.setLength(0);
        kind = 0;
        number = null;
    }

    private Optional<CallerId> ended(char end) {
        if (number != null) {
            return Optional.of(number);
        }
        String text = digits.toString();
        return switch (kind) {
            case 'A' -> text.isEmpty() ? Optional.empty() : Optional.of(CallerId.of(text, ""));
            case 'D' -> text.length() >= LEAST_DIGITS_AFTER_D ? Optional.of(CallerId.of(text, ""))
                : end == '#' ? reason(text, "1", "2", "3") : Optional.empty();
            case 'B' -> end == 'C' ? reason(text, "10", "00", "00") : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<CallerId> reason(String text, String withheld, String unavailable, String alsoUnavailable) {
        if (text.equals(withheld)) {
            return Optional.of(new CallerId(Presence.WITHHELD, "", ""));
        }
        return text.equals(unavailable) || text.equals(alsoUnavailable) ? Optional.of(CallerId.NONE) : Optional.empty();
    }

    /// What to send, in the form of EN 300 659-1.
    ///
    /// @return DTMF digits; a number's `+`, `*` and `#` cannot be said and are left out
    public static String encode(CallerId caller) {
        return switch (caller.presence()) {
            case NUMBER -> "A" + caller.number().replaceAll("[^0-9]", "") + "C";
            case WITHHELD -> "B10C";
            case UNAVAILABLE -> "B00C";
        };
    }
}
