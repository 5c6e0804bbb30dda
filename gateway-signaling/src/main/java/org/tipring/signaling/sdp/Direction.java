package org.tipring.signaling.sdp;

/// Which way media flows, seen from who says it (RFC 8866 section 6.7).
public enum Direction {
    SENDRECV, SENDONLY, RECVONLY, INACTIVE;

    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    public static Direction of(boolean sends, boolean receives) {
        return sends ? receives ? SENDRECV : SENDONLY : receives ? RECVONLY : INACTIVE;
    }
}
