package org.tipring.tdm.cellular;

import java.util.List;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.modem.AtCommand;
import org.tipring.tdm.modem.ModemAction;
import org.tipring.tdm.sms.TextMessage;

/// What a cellular modem's core wants done.
public sealed interface CellularAction {

    /// Opens both ports; answered by [CellularModem#opened] or [CellularModem#lost].
    record OpenLinks() implements CellularAction { }

    record CloseLinks() implements CellularAction { }

    record Transmit(AtCommand command) implements CellularAction { }

    /// Sound flows from now on.
    ///
    /// @param writeSamples how many samples the module wants at once
    record AudioOn(int writeSamples) implements CellularAction { }

    record AudioOff() implements CellularAction { }

    /// The module has (not) room for sound.
    record AudioFlow(boolean go) implements CellularAction { }

    /// A text message came.
    ///
    /// @param opening of the module, counted: another one may have another SIM card
    /// @param places where the module keeps it until [CellularModem#textKept]
    record TextArrived(int opening, List<Integer> places, TextMessage message) implements CellularAction { }

    /// @param id of [CellularModem#sendText]; @param failure why it was not sent; empty: the network has it
    record TextSent(long id, String failure) implements CellularAction { }

    /// For the line.
    sealed interface ToLine extends CellularAction { }

    record Ready() implements ToLine { }

    /// @param why in words for an operator, with the remedy; @param trouble the same as far as programs tell it apart
    record Failed(String why, ModemAction.Trouble trouble) implements ToLine { }

    record Gone(String why) implements ToLine { }

    /// Told once for a call.
    record Incoming(CallerId callerId) implements ToLine { }

    /// It rings again.
    record Ring() implements ToLine { }

    record Accepted() implements ToLine { }

    record Alerting() implements ToLine { }

    record Connected() implements ToLine { }

    /// @param cause ITU-T Q.850
    record Ended(int cause, String words) implements ToLine { }

    /// Our hang-up is carried out.
    record Cleared() implements ToLine { }
}
