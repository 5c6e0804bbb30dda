package org.tipring.tdm.emulator;

/// The other end of a line's call: somebody outside, or another line of the exchange.
interface Party extends Voice {

    /// The line has answered this party's call.
    void lineAnswered(long atNanos);

    /// The line has hung up, or the call came to nothing.
    void lineReleased(long atNanos);

    /// The DTMF key that the party holds down, or 0.
    char keyDown();
}
