package org.tipring.tdm.port;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tipring.media.pcm.DeviceAudio;
import org.tipring.tdm.cellular.CellularAction;
import org.tipring.tdm.cellular.CellularModel;
import org.tipring.tdm.cellular.CellularModem;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.MobileEvent;
import org.tipring.tdm.modem.AtReader;
import org.tipring.tdm.serial.SerialLink;

/// A telephone line of a mobile network behind a cellular module: [CellularModem] decides, this class does. For [LinePort]'s words:
/// `sendDigits` dials, `goOffHook` answers, `goOnHook` ends a call or refuses it. Events are [MobileEvent]s, and those of
/// [FxoEvent.FromPort] that fit.
public final class CellularPort implements LinePort {

    private final LineId line;
    private final CellularLinks.Finder finder;
    private final Executor control;
    private final Consumer<LineEvent> events;
    private final Executor openings;
    private final LongSupplier clock;
    private final DeviceAudio audio = new DeviceAudio();
    private final PortCounters counters = new PortCounters();
    private final CellularModem modem;
    private Session session;
    private String device = "not opened yet";

    /// What is open, or being opened.
    private final class Session {
        private CellularLinks links;
        private CellularPump pump;
        private boolean over;
    }

    /// @param control runs tasks on the control thread, in order and never inside the call that hands them over
    /// @param events called on the control thread, never inside a call of this port
    /// @param openings runs the opening of ports, which may hang in a driver: never on the control thread, and not on a virtual thread,
    ///        which would hold on to its carrier; null: at once
    /// @param clock nanoseconds as the control thread and the links count them
    public CellularPort(LineId line, CellularModel model, CellularLinks.Finder finder, Executor control, Consumer<LineEvent> events,
            Executor openings, LongSupplier clock) {
        this.line = line;
        this.finder = finder;
        this.control = control;
        this.events = events;
        this.openings = openings;
        this.clock = clock;
        this.modem = new CellularModem(model);
    }

    @Override
    public LineId line() {
        return line;
    }

    @Override
    public void start(long nowNanos) {
        carryOut(modem.start(nowNanos));
    }

    @Override
    public void goOffHook(long nowNanos) {
        carryOut(modem.answer(nowNanos));
    }

    @Override
    public void sendDigits(String digits, long nowNanos) {
        carryOut(modem.dial(digits, nowNanos));
    }

    @Override
    public void goOnHook(long nowNanos) {
        carryOut(modem.hangUp(nowNanos));
    }

    @Override
    public void tick(long nowNanos) {
        if (session != null && session.pump != null) {
            modem.heard(session.pump.heardAtNanos());
        }
        carryOut(modem.tick(nowNanos));
    }

    @Override
    public long nextDeadline() {
        return modem.nextDeadline();
    }

    @Override
    public DeviceAudio audio() {
        return audio;
    }

    @Override
    public String describe() {
        String identity = modem.describe();
        return device + (identity.isEmpty() ? "" : " (" + identity + ")");
    }

    @Override
    public void close(long nowNanos) {
        carryOut(modem.close(nowNanos));
    }

    @Override
    public boolean closed() {
        return modem.closed();
    }

    /// What the port is doing, for an operator.
    public CellularModem.State state() {
        return modem.state();
    }

    /// In service and without a call.
    public boolean idle() {
        return modem.idle();
    }

    public PortFigures figures() {
        return new PortFigures(counters.opened.sum(), counters.lost.sum(), modem.resets(), 0, 0, 0, counters.silentSamples.sum(),
                counters.staleSamples.sum(), modem.ignored());
    }

    private void carryOut(List<CellularAction> actions) {
        for (CellularAction action : actions) {
            switch (action) {
                case CellularAction.OpenLinks() -> open();
                case CellularAction.CloseLinks() -> closeLinks();
                case CellularAction.Transmit(var command) -> {
                    // Nobody there to hear it: the core learns so in a moment.
                    if (session != null && session.links != null) {
                        session.links.commands().write(command.bytes(), 0, command.bytes().length);
                    }
                }
                case CellularAction.AudioOn(int samples) when pump() != null -> pump().begin(samples);
                case CellularAction.AudioOff() when pump() != null -> pump().end();
                case CellularAction.AudioFlow(boolean go) when pump() != null -> pump().room(go);
                case CellularAction.AudioOn _, CellularAction.AudioOff _, CellularAction.AudioFlow _ -> { }
                case CellularAction.ToLine report -> tell(report);
            }
        }
    }

    private CellularPump pump() {
        return session == null ? null : session.pump;
    }

    // Opening

    private void open() {
        closeLinks();
        Session opening = new Session();
        session = opening;
        if (openings == null) {
            String failure = openLinks(opening);
            opened(opening, failure);
        } else {
            openings.execute(() -> {
                String failure = openLinks(opening);
                control.execute(() -> opened(opening, failure));
            });
        }
    }

    /// Where it may hang. What it finds is the session's, unless that is over by then.
    private String openLinks(Session opening) {
        CellularLinks found = null;
        try {
            found = finder.find();
            CellularPump pump = new CellularPump(found.sound(), audio, counters, why -> lost(opening, why));
            synchronized (opening) {
                if (opening.over) {
                    return "given up";
                }
                opening.links = found;
                opening.pump = pump;
            }
            found.commands().open(new Commands(opening));
            found.sound().open(pump);
            return null;
        } catch (IOException e) {
            return e.getMessage();
        } catch (RuntimeException e) {
            // A defect, ours or the library's: the line is out of service and says so, others go on.
            return "internal error: " + e;
        }
    }

    private void opened(Session opening, String failure) {
        if (session != opening) {
            return;
        }
        if (failure != null) {
            closeLinks();
            carryOut(modem.lost(failure, clock.getAsLong()));
        } else {
            counters.opened.increment();
            device = opening.links.commands().describe();
            carryOut(modem.opened(clock.getAsLong()));
        }
    }

    private void closeLinks() {
        if (session == null) {
            return;
        }
        CellularLinks links;
        synchronized (session) {
            session.over = true;
            links = session.links;
        }
        if (links != null) {
            links.close();
        }
        session = null;
    }

    // From the links' threads

    private void lost(Session of, String why) {
        control.execute(() -> {
            if (session == of) {
                counters.lost.increment();
                carryOut(modem.lost(why, clock.getAsLong()));
            }
        });
    }

    /// The command port: lines of text and nothing else.
    private final class Commands implements SerialLink.Receiver, AtReader.Sink {
        private final Session of;
        private final AtReader reader = new AtReader(this);

        Commands(Session of) {
            this.of = of;
        }

        @Override
        public void bytes(byte[] bytes, int length, long atNanos) {
            reader.feed(bytes, length);
        }

        @Override
        public void line(String text) {
            control.execute(() -> {
                if (session == of) {
                    carryOut(modem.line(text, clock.getAsLong()));
                }
            });
        }

        @Override
        public void gone(String why) {
            lost(of, why);
        }

        @Override
        public void streamStarted() {
        }

        @Override
        public void samples(byte[] bytes, int offset, int length) {
        }

        @Override
        public void dle(int code) {
        }

        @Override
        public void streamEnded() {
        }
    }

    private void tell(CellularAction.ToLine report) {
        LineEvent event = switch (report) {
            case CellularAction.Ready() -> new FxoEvent.PortReady();
            case CellularAction.Failed(String why) -> new FxoEvent.PortFailed(why);
            case CellularAction.Gone(String why) -> new FxoEvent.PortGone(why);
            case CellularAction.Incoming(var callerId) -> new MobileEvent.Incoming(callerId);
            case CellularAction.Ring() -> new FxoEvent.RingStarted();
            case CellularAction.Accepted() -> new MobileEvent.Accepted();
            case CellularAction.Alerting() -> new MobileEvent.Alerting();
            case CellularAction.Connected() -> new MobileEvent.Connected();
            case CellularAction.Ended(int cause, String words) -> new MobileEvent.Ended(cause, words);
            case CellularAction.Cleared() -> new FxoEvent.OnHook();
        };
        control.execute(() -> events.accept(event));
    }
}
