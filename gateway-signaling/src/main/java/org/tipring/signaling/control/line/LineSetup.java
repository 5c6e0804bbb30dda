package org.tipring.signaling.control.line;

import java.util.function.Consumer;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.engine.Termination;
import org.tipring.tdm.line.Line;
import org.tipring.tdm.line.LineEvent;
import org.tipring.tdm.port.LinePort;

/// A line as the composition root hands it over.
///
/// @param line what we believe; @param plan the tones of its exchange
/// @param number its own telephone number, what a call that comes in on it has "called"; empty when not configured
/// @param cancelsEcho whether what we say to the line is taken out of what it says
/// @param keys how long keys sound on it
/// @param gainInDb how much louder what the line says becomes; @param gainOutDb what is said to it
/// @param asksWhoWaits whether callers who wait during a call are listened for, and asked for by a key
/// @param port makes the port, given where its events go (control thread)
public record LineSetup(Line line, TonePlan plan, String number, boolean cancelsEcho, Termination.KeyTimes keys, double gainInDb,
                        double gainOutDb, boolean asksWhoWaits, java.util.function.Function<Consumer<LineEvent>, LinePort> port) {

    /// One on which keys sound as every exchange understands them, and whose loudness is right.
    public LineSetup(Line line, TonePlan plan, String number, boolean cancelsEcho,
                     java.util.function.Function<Consumer<LineEvent>, LinePort> port) {
        this(line, plan, number, cancelsEcho, Termination.KeyTimes.GENEROUS, 0, 0, false, port);
    }
}
