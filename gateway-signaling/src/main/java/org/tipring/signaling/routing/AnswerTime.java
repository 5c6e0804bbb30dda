package org.tipring.signaling.routing;

/// When an incoming call of a line is answered.
///
/// @param rings after that many rings; 0: when the called telephone answers
public record AnswerTime(int rings) {

    public static final AnswerTime WITH_CALLED = new AnswerTime(0);

    @Override
    public String toString() {
        return rings == 0 ? "when the called phone answers" : "after " + rings + (rings == 1 ? " ring" : " rings");
    }
}
