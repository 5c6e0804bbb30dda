package org.tipring.signaling.ops;

/// How loud speech was. ITU-T P.56 levels of telephone speech lie around -20 dBm0; what is far from that is worth a look at a telephone's gain.
enum Loudness {
    UNKNOWN, FAINT, USUAL, LOUD;

    private static final double FAINT_DBM0 = -33;
    private static final double LOUD_DBM0 = -9;

    static Loudness of(double dBm0) {
        return Double.isNaN(dBm0) ? UNKNOWN : dBm0 < FAINT_DBM0 ? FAINT : dBm0 > LOUD_DBM0 ? LOUD : USUAL;
    }
}
