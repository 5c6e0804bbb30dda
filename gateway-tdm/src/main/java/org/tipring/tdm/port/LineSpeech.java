package org.tipring.tdm.port;

/// What is said to a line, in place of a call's sound, at the pace of the card. Owned by the card's reader thread once it has begun.
interface LineSpeech {

    void next(short[] out, int offset, int n);

    /// Whether all of it has been said.
    boolean done();
}
