package org.tipring.signaling.world;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.media.pcm.Pcm;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.FxsEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.RingSignal;

/// An analog telephone and its port, without a card: what its user does is reported at once, and what is done to it can be looked at.
final class VirtualTelephone extends TelephoneWithoutWire implements AudioEndpoint {

    private final Deque<short[]> says = new ArrayDeque<>();
    /// What it heard last; null: nothing since [#forget].
    private short[] heard;
    boolean plugged = true;
    boolean offHook;
    boolean ringing;
    /// Who waits while it talks; null: nobody.
    LineMessage.CallSetup waiting;
    /// What its display was told last.
    LineMessage.CallSetup display;

    VirtualTelephone(LineId line, Executor control, Consumer<FxsEvent.FromPort> events) {
        super(line, control, events);
    }

    // ---- its user

    void lift() {
        if (!offHook) {
            offHook = true;
            ringing = false;
            tell(new FxsEvent.Lifted());
        }
    }

    void hangUp() {
        if (offHook) {
            offHook = false;
            waiting = null;
            tell(new FxsEvent.HungUp());
        }
    }

    void flash() {
        if (offHook) {
            tell(new FxsEvent.Flashed(300));
        }
    }

    void pulses(int count) {
        if (offHook) {
            tell(new FxsEvent.Pulses(count));
        }
    }

    void unplug() {
        plugged = false;
        ringing = false;
        tell(new FxsEvent.PortGone("pulled out"));
    }

    void plug() {
        plugged = true;
        tell(new FxsEvent.PortReady());
        if (offHook) {
            tell(new FxsEvent.Lifted());
        }
    }

    void say(short[] frame) {
        says.add(frame.clone());
    }

    short[] heard() {
        return heard;
    }

    void forget() {
        heard = null;
        says.clear();
    }

    // ---- its port

    @Override
    public void ring(RingSignal signal, LineMessage.CallSetup caller, long nowNanos) {
        ringing = !offHook && plugged;
        display = caller;
    }

    @Override
    public void stopRing(long nowNanos) {
        ringing = false;
    }

    @Override
    public void announceWaiting(LineMessage.CallSetup caller, TonePlan plan, long nowNanos) {
        waiting = caller;
        display = caller == null ? display : caller;
    }

    @Override
    public void lamp(boolean on, long nowNanos) {
        // It has none.
    }

    @Override
    public AudioEndpoint audio() {
        return this;
    }

    @Override
    public String describe() {
        return "virtual";
    }

    @Override
    public void close(long nowNanos) {
        plugged = false;
    }

    @Override
    public boolean closed() {
        return !plugged;
    }

    @Override
    public boolean read(short[] frame) {
        short[] next = says.poll();
        if (next != null) {
            System.arraycopy(next, 0, frame, 0, Pcm.FRAME);
        }
        return next != null;
    }

    @Override
    public void write(short[] frame) {
        heard = frame.clone();
    }
}
