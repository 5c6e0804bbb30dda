package org.tipring.signaling.call;

/// What can happen to a telephone's calls.
public sealed interface HandsetEvent {

    /// It has dialled.
    record Placed(LegId call) implements HandsetEvent { }

    /// A call is for it.
    record Rung(LegId call) implements HandsetEvent { }

    /// The call that it has placed is answered.
    record Up(LegId call) implements HandsetEvent { }

    /// A call is over, or left it otherwise.
    record Gone(LegId call) implements HandsetEvent { }

    /// A call that it had given away comes back to it, because that came to nothing.
    record Returned(LegId call) implements HandsetEvent { }

    /// It rang, and was lifted.
    record Lifted() implements HandsetEvent { }

    /// It cannot ring: it is off-hook, or out of service.
    record CannotRing() implements HandsetEvent { }

    record Flashed() implements HandsetEvent { }

    record Key(char key) implements HandsetEvent { }

    record HungUp() implements HandsetEvent { }

    /// Its port has gone.
    record Lost() implements HandsetEvent { }

    /// The call that it holds was left elsewhere, for anybody to take; it is not its any more.
    record Parked(LegId call) implements HandsetEvent { }
}
