package org.tipring.signaling.guard;

/// What is held against a source. A wrong password and an unknown user can only be tried with a nonce that was sent to that very address,
/// so nobody can have somebody else banned for them; the other two come with addresses that may be forged, and count little. A wrong
/// password counts 100 together with the challenge before it.
public enum Offence {
    WRONG_PASSWORD(90, "wrong passwords"),
    UNKNOWN_USER(90, "users that do not exist"),
    MALFORMED(20, "malformed requests"),
    /// A request that was asked for a password. A telephone that answers the question gets its points back.
    UNAUTHENTICATED(10, "requests without a password");

    private final int points;
    private final String sentence;

    Offence(int points, String sentence) {
        this.points = points;
        this.sentence = sentence;
    }

    int points() {
        return points;
    }

    /// For logs and pages, in the plural.
    public String sentence() {
        return sentence;
    }
}
