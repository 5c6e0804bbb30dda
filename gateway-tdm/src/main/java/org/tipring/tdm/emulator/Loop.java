package org.tipring.tdm.emulator;

import org.tipring.media.dsp.CallProgressTone;

/// Two wires between the exchange and one telephone set, as the set sees them.
///
/// Owned by the thread of its [Exchange].
public final class Loop {

    private final LineCircuit circuit;

    Loop(LineCircuit circuit) {
        this.circuit = circuit;
    }

    void attach(TelephoneSet set) {
        circuit.wires().attach(set);
    }

    /// The timers of the exchange; sets on its lines use them too, so that all happens in one order.
    Agenda agenda() {
        return circuit.agenda();
    }

    /// Lets the exchange do what is due by then, on all its lines.
    void bringUpToDate(long nowNanos) {
        circuit.bringUpToDate(nowNanos);
    }

    /// The telephone number of the line.
    public String number() {
        return circuit.number();
    }

    /// Closes or opens the loop.
    public void offHook(boolean closed, long nowNanos) {
        circuit.hook(closed, false, nowNanos);
    }

    /// Sound in both directions at once; silence unless the loop is closed.
    public void transfer(short[] fromSet, short[] toSet, int samples, long nowNanos) {
        circuit.transfer(fromSet, toSet, samples, nowNanos);
    }

    /// A DTMF key that the set sent by itself and whose sound is not [#transfer]red.
    public void dtmf(char key, long nowNanos) {
        circuit.key(key, nowNanos);
    }

    /// Whether ringing current is on this very moment.
    public boolean ringing() {
        return circuit.ringingNow();
    }

    /// Whether there is voltage: a cable, and no loop break.
    public boolean battery() {
        return circuit.wires().battery();
    }

    /// Whether tip and ring are turned round.
    public boolean reversed() {
        return circuit.wires().reversed();
    }

    /// The tone of the exchange that sounds, or null.
    public CallProgressTone tone() {
        return circuit.wires().tone();
    }

    /// The DTMF key that the far end holds down, or 0.
    public char key() {
        return circuit.farKey();
    }

    /// Pulls the cable out of the wall, or puts it back.
    public void cable(boolean plugged, long nowNanos) {
        circuit.cable(plugged, nowNanos);
    }

    /// Another telephone on the same two wires is lifted, or hung up.
    public void otherTelephone(boolean lifted, long nowNanos) {
        circuit.hook(lifted, true, nowNanos);
    }

    /// Whether it is lifted.
    boolean otherLifted() {
        return circuit.wires().otherClosed();
    }

    /// Makes the exchange forget its dial tone on this line, or remember it.
    public void dialTone(boolean given) {
        circuit.dialTone(given);
    }
}
