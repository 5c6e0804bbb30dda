package org.tipring.tdm.line;

import org.tipring.media.dsp.CallProgressTone;
import org.tipring.tdm.callerid.CallerId;

/// What can happen to an FXO line: the wire says something, the media thread hears something, or a call wants something.
public sealed interface FxoEvent extends LineEvent {

    /// What a [org.tipring.tdm.port.LinePort] reports.
    sealed interface FromPort extends FxoEvent { }

    /// The device answers, knows voice, is on-hook and idle.
    record PortReady() implements FromPort { }

    /// The device is there but does not do what it must; the port goes on trying.
    ///
    /// @param condition what is wrong, as far as hardware tells
    record PortFailed(String why, LineCondition condition) implements FromPort {

        public PortFailed(String why) {
            this(why, LineCondition.FINE);
        }
    }

    /// The device has gone (unplugged). The port looks for it by itself.
    record PortGone(String why) implements FromPort { }

    record RingStarted() implements FromPort { }

    /// @param unread what a modem said of it as it came, where that was not understood; else empty
    record CallerIdReceived(CallerId callerId, String unread) implements FromPort {

        public CallerIdReceived(CallerId callerId) {
            this(callerId, "");
        }
    }

    /// The loop is closed and sound flows both ways.
    record OffHook() implements FromPort { }

    /// The loop is open and the device takes commands.
    record OnHook() implements FromPort { }

    /// All digits are out and sound flows again.
    record DigitsSent() implements FromPort { }

    /// A hook flash is over and sound flows again.
    ///
    /// @param done false: the device knows none
    record Flashed(boolean done) implements FromPort { }

    /// The exchange opened the loop (calling party control), or the device says "far end released".
    record LoopBroken() implements FromPort { }

    /// The exchange turned tip and ring round.
    record PolarityReversed() implements FromPort { }

    /// The device's own detector hears dial tone. A hint: it counts while dial tone is awaited, and nowhere else.
    record DialToneReported() implements FromPort { }

    record ToneStarted(CallProgressTone tone) implements FxoEvent { }

    record ToneEnded(CallProgressTone tone) implements FxoEvent { }

    record VoiceHeard() implements FxoEvent { }

    /// Nothing has been heard in either direction for so long. Told again as it goes on.
    record Silent(long seconds) implements FxoEvent { }

    /// During a call, somebody else calls; what the exchange tells of it between the talk (Type II caller ID).
    ///
    /// @param told the exchange has said who it is; otherwise it has only said that there is somebody
    record WaitingCaller(CallerId callerId, boolean told) implements FxoEvent {

        public static final WaitingCaller SOMEBODY = new WaitingCaller(CallerId.NONE, false);
    }

    /// A call wants the line, to dial these digits (`0-9 * # A-D`, `,` pauses).
    ///
    /// @param urgent an emergency call: it waits only until the exchange must have taken the open loop for the end of the call before
    record Seize(String digits, boolean urgent) implements FxoEvent {

        public Seize(String digits) {
            this(digits, false);
        }
    }

    /// The call that this line offered is answered.
    record Answer() implements FxoEvent { }

    /// The call wants the exchange's attention: a hook flash, for what PBXs and exchanges offer within a call.
    record Flash() implements FxoEvent { }

    /// The call is over on our side.
    record Release() implements FxoEvent { }
}
