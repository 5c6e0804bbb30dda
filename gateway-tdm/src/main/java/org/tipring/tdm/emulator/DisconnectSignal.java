package org.tipring.tdm.emulator;

import org.tipring.tdm.emulator.ExchangeSettings.HangUp;

/// What an exchange lets a line feel and hear when its far end has hung up: the loop opened for a moment, a tone, dial tone, or nothing. Part of
/// [LineCircuit].
final class DisconnectSignal {

    private final HangUp style;
    private final LineWires wires;
    private final OneTimer timer;
    private final Agenda.Action dialTone;

    /// @param timer of the circuit, which has one thing to wait for at a time; @param dialTone gives it again
    DisconnectSignal(HangUp style, LineWires wires, OneTimer timer, Agenda.Action dialTone) {
        this.style = style;
        this.wires = wires;
        this.timer = timer;
        this.dialTone = dialTone;
    }

    /// @param givesDialTone whether the line gets dial tone at all
    void begin(boolean givesDialTone, long at) {
        if (style.loopBreakMillis() > 0) {
            wires.breakLoop(true, at);
            timer.arm(at + Agenda.millis(style.loopBreakMillis()), later -> say(givesDialTone, later));
        } else {
            say(givesDialTone, at);
        }
    }

    private void say(boolean givesDialTone, long at) {
        timer.disarm();
        wires.breakLoop(false, at);
        if (style.tone() != null) {
            wires.play(style.tone(), at);
        }
        if (style.dialToneReturns() && givesDialTone) {
            timer.arm(at + Agenda.millis(style.toneMillis()), dialTone);
        } else if (style.tone() != null) {
            timer.arm(at + Agenda.millis(style.toneMillis()), wires::silence);
        }
    }
}
