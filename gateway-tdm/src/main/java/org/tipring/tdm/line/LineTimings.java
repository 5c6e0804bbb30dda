package org.tipring.tdm.line;

import java.time.Duration;

/// The times and habits of an FXO line.
///
/// @param dialToneWait off-hook without dial tone for so long: the line is dead, or dialled blind
/// @param blindDialAfter dial without dial tone after so long; zero: never, release with NO_DIAL_TONE after `dialToneWait`
/// @param metAfter off-hook without dial tone for so long: the seizure has answered somebody who called at the same moment; zero: silence is no
///        such sign. Without effect where the line is dialled blind
/// @param seizeWait how long the port may take to close the loop
/// @param digitsWait how long the port may take to send the digits
/// @param onHookWait how long the port may take to open the loop, its whole clearing ladder included
/// @param guard after on-hook the exchange needs so long before it takes a new seizure for one
/// @param urgentGuard what of it an emergency call waits; the loop has been open for some time when the port says so, and an exchange
///        takes an open loop for the end of a call after about 600 ms
/// @param ringGap no ring for so long: the caller has given up; longer than any country's pause between rings
/// @param callerIdWait an incoming call is offered without caller ID so long after its first ring
/// @param offerAfterRings or at this ring, whatever comes first
/// @param answerConfirm nothing else must be heard for so long after ringback ended
/// @param voiceConfirm a voice without any ringback before it counts as an answer when no tone follows for so long
/// @param release when a conversation counts as over
/// @param answer what counts as an answer
public record LineTimings(Duration dialToneWait, Duration blindDialAfter, Duration metAfter, Duration seizeWait, Duration digitsWait, Duration onHookWait,
        Duration guard, Duration urgentGuard, Duration ringGap, Duration callerIdWait, int offerAfterRings, Duration answerConfirm, Duration voiceConfirm,
        ReleaseRules release, AnswerSupervision answer) {

    public static final LineTimings DEFAULT = new LineTimings(Duration.ofSeconds(5), Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(10),
            Duration.ofSeconds(40), Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofMillis(350), Duration.ofSeconds(7), Duration.ofSeconds(4), 2,
            Duration.ofMillis(700), Duration.ofSeconds(2), ReleaseRules.DEFAULT, AnswerSupervision.TONES);

    public LineTimings {
        positive(dialToneWait, "dialToneWait");
        positive(seizeWait, "seizeWait");
        positive(digitsWait, "digitsWait");
        positive(onHookWait, "onHookWait");
        positive(ringGap, "ringGap");
        if (blindDialAfter.isNegative() || metAfter.isNegative() || guard.isNegative() || callerIdWait.isNegative() || answerConfirm.isNegative()
                || voiceConfirm.isNegative()) {
            throw new IllegalArgumentException("a line's times are not negative");
        }
        if (offerAfterRings < 1) {
            throw new IllegalArgumentException("offerAfterRings is at least 1: " + offerAfterRings);
        }
    }

    public LineTimings withAnswer(AnswerSupervision newAnswer) {
        return new LineTimings(dialToneWait, blindDialAfter, metAfter, seizeWait, digitsWait, onHookWait, guard, urgentGuard, ringGap, callerIdWait,
                offerAfterRings, answerConfirm, voiceConfirm, release, newAnswer);
    }

    public LineTimings withBlindDialAfter(Duration newBlindDialAfter) {
        return new LineTimings(dialToneWait, newBlindDialAfter, metAfter, seizeWait, digitsWait, onHookWait, guard, urgentGuard, ringGap, callerIdWait,
                offerAfterRings, answerConfirm, voiceConfirm, release, answer);
    }

    public LineTimings withMetAfter(Duration newMetAfter) {
        return new LineTimings(dialToneWait, blindDialAfter, newMetAfter, seizeWait, digitsWait, onHookWait, guard, urgentGuard, ringGap,
                callerIdWait, offerAfterRings, answerConfirm, voiceConfirm, release, answer);
    }

    public LineTimings withGuard(Duration newGuard) {
        return new LineTimings(dialToneWait, blindDialAfter, metAfter, seizeWait, digitsWait, onHookWait, newGuard, urgentGuard, ringGap, callerIdWait,
                offerAfterRings, answerConfirm, voiceConfirm, release, answer);
    }

    public LineTimings withDigitsWait(Duration newDigitsWait) {
        return new LineTimings(dialToneWait, blindDialAfter, metAfter, seizeWait, newDigitsWait, onHookWait, guard, urgentGuard, ringGap, callerIdWait,
                offerAfterRings, answerConfirm, voiceConfirm, release, answer);
    }

    public LineTimings withRelease(ReleaseRules newRelease) {
        return new LineTimings(dialToneWait, blindDialAfter, metAfter, seizeWait, digitsWait, onHookWait, guard, urgentGuard, ringGap, callerIdWait,
                offerAfterRings, answerConfirm, voiceConfirm, newRelease, answer);
    }

    private static void positive(Duration time, String name) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + time);
        }
    }
}
