package org.tipring.tdm.emulator;

import java.time.LocalDateTime;
import org.tipring.tdm.callerid.CallerId;

/// What hangs on a [Loop], as the exchange reaches it through the two wires.
interface TelephoneSet {

    /// Uses up the sound of the loop until then, because it is about to change.
    void catchUp(long atNanos);

    /// Ringing current begins or ends.
    void ringing(boolean on, long atNanos);

    /// The caller's number arrived as data between or before the rings.
    void callerId(CallerId caller, LocalDateTime date, long atNanos);

    /// Battery is taken away or comes back: calling party control, or the cable.
    void battery(boolean on, long atNanos);

    /// Tip and ring are turned round.
    void reversed(long atNanos);

    /// [Loop#tone] or [Loop#key] is another one now.
    void soundChanged(long atNanos);
}
