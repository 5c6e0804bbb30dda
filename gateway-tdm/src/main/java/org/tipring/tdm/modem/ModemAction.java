package org.tipring.tdm.modem;

import org.tipring.tdm.callerid.CallerId;

/// What a voice modem's core wants done.
public sealed interface ModemAction {

    /// Opens the device; answered by [VoiceModem#opened] or [VoiceModem#openFailed].
    record OpenLink() implements ModemAction { }

    /// Closes the device, which drops DTR.
    record CloseLink() implements ModemAction { }

    record Transmit(AtCommand command) implements ModemAction { }

    /// The next `CONNECT` begins a stream. Comes before the command that asks for it.
    record ExpectStream(StreamCoding coding) implements ModemAction { }

    /// Stops sending samples, and only then transmits.
    record LeaveStream(AtCommand command) implements ModemAction { }

    /// What the modem sends from now on is to be read as text.
    record AbandonStream() implements ModemAction { }

    /// For the line.
    sealed interface ToLine extends ModemAction { }

    record Ready() implements ToLine { }

    /// @param why in words for an operator, with the remedy; @param trouble the same as far as programs tell it apart; `Ready` ends it
    record Failed(String why, Trouble trouble) implements ToLine { }

    enum Trouble {
        /// It does not do what it must.
        DEVICE,
        /// Another telephone is off-hook.
        IN_USE,
        NO_LINE,
        /// What carries the line does not: no SIM card, no network.
        ALARM,
        /// It, or its driver, hears nobody any more until somebody pulls it out and plugs it in.
        NEEDS_REPLUG
    }

    record Gone(String why) implements ToLine { }

    record Ring() implements ToLine { }

    /// @param unread the text as it came, where it was not understood; else empty
    record Caller(CallerId callerId, String unread) implements ToLine { }

    record OffHook() implements ToLine { }

    record OnHook() implements ToLine { }

    record DigitsSent() implements ToLine { }

    /// The hook flash is over and sound flows again.
    ///
    /// @param done false: the modem knows none
    record Flashed(boolean done) implements ToLine { }

    record LoopBroken() implements ToLine { }

    record PolarityReversed() implements ToLine { }

    record DialToneReported() implements ToLine { }
}
