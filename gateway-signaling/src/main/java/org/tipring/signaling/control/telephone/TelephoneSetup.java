package org.tipring.signaling.control.telephone;

import java.util.function.Consumer;
import java.util.function.Function;
import org.tipring.media.dsp.TonePlan;
import org.tipring.signaling.call.FlashHabits;
import org.tipring.signaling.control.service.ServiceMemory;
import org.tipring.signaling.routing.StarCodes;
import org.tipring.tdm.line.FxsEvent;
import org.tipring.tdm.line.FxsTimings;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.RingSignal;
import org.tipring.tdm.port.TelephonePort;

/// An analog telephone as the composition root hands it over.
///
/// @param plan the tones it hears; @param ring how it rings, as a rule; @param rings and when not
/// @param number what those see whom it calls; empty: nothing
/// @param name the same as words
/// @param flash what its hook flashes mean; @param refuseWaiting what is dialled before a number so that no second caller is announced; or empty
/// @param codes of all telephones; @param memory likewise
/// @param group telephones that may take each other's calls; empty: none
/// @param mailbox whose messages it is told of, as a provider names it
/// @param port makes the port, given where its events go (control thread)
public record TelephoneSetup(LineId line, FxsTimings timings, TonePlan plan, RingSignal ring, DistinctiveRings rings,
        String number, String name, FlashHabits flash, String refuseWaiting, StarCodes codes,
        ServiceMemory memory, String group, String mailbox, Function<Consumer<FxsEvent.FromPort>, TelephonePort> port) {
}
