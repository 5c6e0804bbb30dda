package org.tipring.signaling.world;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.pcm.AudioEndpoint;
import org.tipring.tdm.callerid.LineMessage;
import org.tipring.tdm.line.FxsEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.RingSignal;

/// An analog telephone without a wire: what its user does comes as events through the control queue, what it is told is kept. It is silent.
final class ScriptedTelephone extends TelephoneWithoutWire {

    private final BiConsumer<LineId, Character> keys;
    private boolean offHook;
    private boolean closed;
    /// It rings now; null when not.
    RingSignal ring;
    /// What its display was told, the last one last.
    final List<LineMessage.CallSetup> shown = new ArrayList<>();
    /// Second callers, as they were announced; null: it ended.
    final List<LineMessage.CallSetup> waiting = new ArrayList<>();
    /// What its lamp was told.
    final List<Boolean> lamps = new ArrayList<>();
    int rung;
    Runnable onRing = () -> { };

    ScriptedTelephone(LineId line, Executor control, Consumer<FxsEvent.FromPort> events, BiConsumer<LineId, Character> keys) {
        super(line, control, events);
        this.keys = keys;
    }

    // ---- its user

    void lift() {
        if (!offHook) {
            offHook = true;
            ring = null;
            tell(new FxsEvent.Lifted());
        }
    }

    void hangUp() {
        if (offHook) {
            offHook = false;
            tell(new FxsEvent.HungUp());
        }
    }

    void flash() {
        tell(new FxsEvent.Flashed(300));
    }

    void press(String digits) {
        digits.chars().forEach(key -> keys.accept(line, (char) key));
    }

    boolean offHook() {
        return offHook;
    }

    boolean rings() {
        return ring != null;
    }

    // ---- its wire

    void unplug() {
        ring = null;
        tell(new FxsEvent.PortGone("unplugged"));
    }

    void replug() {
        tell(new FxsEvent.PortReady());
        if (offHook) {
            tell(new FxsEvent.Lifted());
        }
    }

    // ---- the gateway's side

    @Override
    public void ring(RingSignal signal, LineMessage.CallSetup caller, long nowNanos) {
        ring = signal;
        rung++;
        shown.add(caller);
        onRing.run();
    }

    @Override
    public void lamp(boolean on, long nowNanos) {
        lamps.add(on);
    }

    @Override
    public void announceWaiting(LineMessage.CallSetup caller, TonePlan plan, long nowNanos) {
        waiting.add(caller);
    }

    @Override
    public void stopRing(long nowNanos) {
        ring = null;
    }

    @Override
    public AudioEndpoint audio() {
        return new AudioEndpoint() {
            @Override
            public boolean read(short[] frame) {
                return false;
            }

            @Override
            public void write(short[] frame) {
            }
        };
    }

    @Override
    public String describe() {
        return "a telephone of a test";
    }

    @Override
    public void close(long nowNanos) {
        closed = true;
    }

    @Override
    public boolean closed() {
        return closed;
    }
}
