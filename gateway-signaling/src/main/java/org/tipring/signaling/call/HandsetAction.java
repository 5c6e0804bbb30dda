package org.tipring.signaling.call;

/// What a telephone's calls come to. Who is heard is not an action: [HandsetState#heard] says it, and it may have changed with every event.
public sealed interface HandsetAction {

    /// Let it ring.
    ///
    /// @param back it has held this call itself
    record Ring(LegId call, boolean back) implements HandsetAction { }

    /// Let it know that this call waits.
    record Announce(LegId waiting) implements HandsetAction { }

    /// It waits no longer.
    record AnnounceNoMore() implements HandsetAction { }

    /// Dial tone: it may dial another one.
    record DialTone() implements HandsetAction { }

    /// Dial tone: the next key is for [Handset].
    record AwaitKey() implements HandsetAction { }

    /// It is in a conversation, whatever it was doing.
    record Talk() implements HandsetAction { }

    /// The call that it has placed is answered.
    record Connected() implements HandsetAction { }

    /// The call that it heard, or rang for, is over.
    record Over(LegId call) implements HandsetAction { }

    /// It answers a call that came to it.
    record Answer(LegId call) implements HandsetAction { }

    /// It leaves a call.
    record Drop(LegId call, Why why) implements HandsetAction { }

    /// It leaves both, and who is at their other ends is connected.
    record Connect(LegId one, LegId other) implements HandsetAction { }

    /// The flash is for the telephone line at the other end of this call.
    record FlashOn(LegId call) implements HandsetAction { }

    /// For the call's timeline.
    record Note(LegId call, String what) implements HandsetAction { }

    enum Why {
        HUNG_UP,
        /// It is in use.
        BUSY,
        /// It did not want this caller.
        REFUSED,
        /// It rang back, and nobody came.
        NO_ANSWER,
        LOST
    }
}
