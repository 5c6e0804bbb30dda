package org.tipring.tdm.line;

import org.tipring.tdm.callerid.CallerId;

/// What a cellular port reports of a call, besides the [FxoEvent.FromPort]s that all ports have. A mobile network says plainly what an
/// analogue line leaves to be guessed: that the called party's telephone rings, that it answered, and who ended the call and why.
public sealed interface MobileEvent extends LineEvent {

    /// A call is there, told once.
    record Incoming(CallerId callerId) implements MobileEvent { }

    /// The network works on the number that was dialled; from now on it may let us hear something.
    record Accepted() implements MobileEvent { }

    record Alerting() implements MobileEvent { }

    /// Somebody answered: they or we.
    record Connected() implements MobileEvent { }

    /// The call is over, and not by our wish; or it could not be made.
    ///
    /// @param cause ITU-T Q.850 / 3GPP TS 24.008 annex H, 16 where the network gave none
    /// @param words for people
    record Ended(int cause, String words) implements MobileEvent { }
}
