package org.tipring.signaling.world;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.line.FxsEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.port.TelephonePort;

/// A port of an analog telephone in a test: what happens there comes as events through the control queue; it has no wire and no time of its own.
abstract class TelephoneWithoutWire implements TelephonePort {

    final LineId line;
    private final Executor control;
    private final Consumer<FxsEvent.FromPort> events;

    TelephoneWithoutWire(LineId line, Executor control, Consumer<FxsEvent.FromPort> events) {
        this.line = line;
        this.control = control;
        this.events = events;
    }

    final void tell(FxsEvent.FromPort event) {
        control.execute(() -> events.accept(event));
    }

    @Override
    public LineId line() {
        return line;
    }

    @Override
    public void start(long nowNanos) {
        tell(new FxsEvent.PortReady());
    }

    @Override
    public void openLoop(Duration howLong, long nowNanos) {
        // Nobody looks at the loop.
    }

    @Override
    public void polarity(boolean reversed, long nowNanos) {
        // Nor at that.
    }

    @Override
    public void tick(long nowNanos) {
        // It has no time of its own.
    }

    @Override
    public long nextDeadline() {
        return Deadlines.NEVER;
    }
}
