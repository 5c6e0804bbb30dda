package org.tipring.tdm.line;

import java.time.Duration;

/// When a conversation counts as over although nobody says so. Busy, reorder tone and an open loop end it without a rule.
///
/// @param dialToneReturn dial tone means "far end gone" only so long after the answer
/// @param dialToneConfirm and only when it stays on so long: an instrument may hold a note
/// @param silence nothing heard in either direction for so long; zero: never (people put telephones down and come back)
/// @param longestCall no conversation is longer; zero: no limit
public record ReleaseRules(Duration dialToneReturn, Duration dialToneConfirm, Duration silence, Duration longestCall) {

    public static final ReleaseRules DEFAULT = new ReleaseRules(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ZERO, Duration.ZERO);

    public ReleaseRules {
        if (dialToneReturn.isNegative() || dialToneConfirm.isNegative() || silence.isNegative() || longestCall.isNegative()) {
            throw new IllegalArgumentException("a line's times are not negative");
        }
    }

    public ReleaseRules withSilence(Duration newSilence) {
        return new ReleaseRules(dialToneReturn, dialToneConfirm, newSilence, longestCall);
    }

    public ReleaseRules withLongestCall(Duration newLongestCall) {
        return new ReleaseRules(dialToneReturn, dialToneConfirm, silence, newLongestCall);
    }
}
