package org.tipring.signaling.control;

import java.util.stream.Stream;

/// What to dial for the services of an analog telephone; each begins with `*`, and an empty one does not exist.
///
/// @param redial the number dialled last; @param callReturn the caller who called last
/// @param withhold before a number: it is called without ours being shown
/// @param doNotDisturb the telephone is busy to all; @param disturb it is not any more
public record StarCodes(String redial, String callReturn, String withhold, String doNotDisturb, String disturb) {

    public static final StarCodes NONE = new StarCodes("", "", "", "", "");

    boolean whole(String digits) {
        return Stream.of(redial, callReturn, doNotDisturb, disturb).anyMatch(code -> !code.isEmpty() && code.equals(digits));
    }

    boolean begunBy(String digits) {
        return Stream.of(redial, callReturn, withhold, doNotDisturb, disturb).anyMatch(code -> code.length() > digits.length() && code.startsWith(digits));
    }

    /// What stands behind the code for a withheld number, or null when it is not dialled.
    String withheld(String digits) {
        return !withhold.isEmpty() && digits.startsWith(withhold) ? digits.substring(withhold.length()) : null;
    }
}
