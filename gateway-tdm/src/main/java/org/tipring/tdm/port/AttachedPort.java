package org.tipring.tdm.port;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.tipring.media.pcm.DeviceAudio;
import org.tipring.tdm.line.LineCondition;
import org.tipring.tdm.line.LineEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.modem.DeviceCore;
import org.tipring.tdm.modem.ModemAction;
import org.tipring.tdm.serial.WedgedException;

/// A port whose device is opened, goes and is opened again, and whose [DeviceCore] decides. This class does what all of them need: the device
/// is opened where it may hang, and what it says comes to the control thread, unless it was given up by then.
///
/// It has no thread of its own, so it works the same on a wire in virtual time.
///
/// @param <A> what the core wants done; @param <D> what is open
abstract class AttachedPort<A, D extends AttachedPort.Device> implements LinePort {

    /// What is open, or being opened.
    interface Device {

        String describe();

        long heardAtNanos();

        /// Returns at once.
        void close();
    }

    private final LineId line;
    private final DeviceCore<A> core;
    private final Executor control;
    private final Consumer<? super LineEvent> events;
    private final Executor openings;
    private final LongSupplier clock;
    private final DeviceAudio audio = new DeviceAudio();
    final PortCounters counters = new PortCounters();
    private Session session;
    private volatile String name = "not opened yet";

    /// @param control runs tasks on the control thread, in order and never inside the call that hands them over
    /// @param events called on the control thread, never inside a call of this port
    /// @param openings runs the opening of devices, which may hang in a driver: never on the control thread, and not on a virtual thread,
    ///        which would hold on to its carrier; null: at once, for a wire in virtual time
    /// @param clock nanoseconds as the control thread and the links count them
    AttachedPort(LineId line, DeviceCore<A> core, Executor control, Consumer<? super LineEvent> events, Executor openings, LongSupplier clock) {
        this.line = line;
        this.core = core;
        this.control = control;
        this.events = events;
        this.openings = openings;
        this.clock = clock;
    }

    // For the kinds of port

    /// Opens the device, where it may hang: first [Session#holds], then the rest.
    abstract void attach(Session opening) throws IOException;

    /// Carries out what is no opening and no closing of the device.
    ///
    /// @param device null when there is none: the core learns so in a moment
    abstract void carryOut(A action, D device);

    final void carryOut(List<A> actions) {
        for (A action : actions) {
            carryOut(action, session == null ? null : session.device);
        }
    }

    /// Any thread.
    final void onControl(LongFunction<List<A>> task) {
        control.execute(() -> carryOut(task.apply(clock.getAsLong())));
    }

    final void tell(LineEvent event) {
        control.execute(() -> events.accept(event));
    }

    static LineCondition condition(ModemAction.Trouble trouble) {
        return switch (trouble) {
            case DEVICE -> LineCondition.FINE;
            case IN_USE -> LineCondition.IN_USE_ELSEWHERE;
            case NO_LINE -> LineCondition.NO_LINE;
            case ALARM -> LineCondition.ALARM;
            case NEEDS_REPLUG -> LineCondition.NEEDS_REPLUG;
        };
    }

    // The device

    /// One opening of the device. What it says after it was given up is not heard any more.
    final class Session {
        private volatile D device;
        private boolean over;

        /// From now on a session that is given up lets this device go.
        synchronized void holds(D opening) throws IOException {
            if (over) {
                throw new IOException("given up");
            }
            device = opening;
            name = opening.describe();
        }

        /// Any thread.
        void post(LongFunction<List<A>> event, long atNanos) {
            control.execute(() -> {
                if (session == this) {
                    carryOut(event.apply(atNanos));
                }
            });
        }

        void post(LongFunction<List<A>> event) {
            post(event, clock.getAsLong());
        }

        /// Any thread.
        void lost(String why) {
            control.execute(() -> {
                if (session == this) {
                    counters.lost.increment();
                    carryOut(core.lost(why, clock.getAsLong()));
                }
            });
        }

        private synchronized D giveUp() {
            over = true;
            return device;
        }
    }

    final void open() {
        closeDevice();
        Session opening = new Session();
        session = opening;
        if (openings == null) {
            opened(opening, failure(opening));
        } else {
            openings.execute(() -> {
                IOException failure = failure(opening);
                control.execute(() -> opened(opening, failure));
            });
        }
    }

    private IOException failure(Session opening) {
        try {
            attach(opening);
            return null;
        } catch (IOException e) {
            return e;
        } catch (RuntimeException e) {
            // A defect, ours or the library's: the line is out of service and says so, others go on.
            return new IOException("internal error: " + e, e);
        }
    }

    private void opened(Session opening, IOException failure) {
        if (session != opening) {
            return;
        }
        long now = clock.getAsLong();
        if (failure == null) {
            counters.opened.increment();
            carryOut(core.opened(now));
        } else {
            closeDevice();
            carryOut(failure instanceof WedgedException ? core.wedged(failure.getMessage(), now) : core.lost(failure.getMessage(), now));
        }
    }

    final void closeDevice() {
        if (session != null) {
            D device = session.giveUp();
            session = null;
            if (device != null) {
                device.close();
            }
        }
    }

    // LinePort

    @Override
    public LineId line() {
        return line;
    }

    @Override
    public void start(long nowNanos) {
        carryOut(core.start(nowNanos));
    }

    @Override
    public void goOffHook(long nowNanos) {
        carryOut(core.goOffHook(nowNanos));
    }

    @Override
    public void sendDigits(String digits, long nowNanos) {
        carryOut(core.sendDigits(digits, nowNanos));
    }

    @Override
    public void flash(long nowNanos) {
        carryOut(core.flash(nowNanos));
    }

    @Override
    public void goOnHook(long nowNanos) {
        carryOut(core.goOnHook(nowNanos));
    }

    @Override
    public void tick(long nowNanos) {
        if (session != null && session.device != null) {
            core.heard(session.device.heardAtNanos());
        }
        carryOut(core.tick(nowNanos));
    }

    @Override
    public long nextDeadline() {
        return core.nextDeadline();
    }

    @Override
    public DeviceAudio audio() {
        return audio;
    }

    @Override
    public String describe() {
        String identity = core.describe();
        return name + (identity.isEmpty() ? "" : " (" + identity + ")");
    }

    @Override
    public void close(long nowNanos) {
        carryOut(core.close(nowNanos));
    }

    @Override
    public boolean closed() {
        return core.closed();
    }

    public PortFigures figures() {
        return new PortFigures(counters.opened.sum(), counters.lost.sum(), core.resets(), counters.underruns.sum(), counters.overruns.sum(),
                counters.dtmfShields.sum(), counters.silentSamples.sum(), counters.staleSamples.sum(), core.ignored());
    }
}
