package org.tipring.tdm.port;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tipring.tdm.cellular.CellularAction;
import org.tipring.tdm.cellular.CellularModel;
import org.tipring.tdm.cellular.CellularModem;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.MobileEvent;
import org.tipring.tdm.modem.AtReader;
import org.tipring.tdm.modem.ModemAction;
import org.tipring.tdm.serial.SerialLink;
import org.tipring.tdm.sms.TextMessage;

/// A telephone line of a mobile network behind a cellular module: [CellularModem] decides, this class does. For [LinePort]'s words:
/// `sendDigits` dials, `goOffHook` answers, `goOnHook` ends a call or refuses it. Events are [MobileEvent]s, and those of
/// [FxoEvent.FromPort] that fit.
public final class CellularPort extends AttachedPort<CellularAction, CellularPort.Attached> {

    /// @param pump what hears the port for sound
    record Attached(CellularLinks links, CellularPump pump) implements Device {

        @Override
        public String describe() {
            return links.commands().describe();
        }

        @Override
        public long heardAtNanos() {
            return pump.heardAtNanos();
        }

        @Override
        public void close() {
            links.close();
        }
    }

    /// Who gets the text messages that come. Called on the control thread.
    public interface TextKeeper {

        /// @param kept to be told, on any thread, whether it is where a power failure does not reach it: until then the module keeps it
        void arrived(LineId line, TextMessage message, Consumer<Boolean> kept);
    }

    private final CellularModem modem;
    private final CellularLinks.Finder finder;
    private final TextKeeper texts;
    /// Who waits for what came of a text message, by its number.
    private final Map<Long, Consumer<String>> sending = new HashMap<>();
    private long sent;

    /// @param finder finds the module's ports, for each attempt to open them anew
    /// @param control runs tasks on the control thread, in order and never inside the call that hands them over
    /// @param events called on the control thread, never inside a call of this port
    /// @param openings runs the opening of ports, which may hang in a driver: never on the control thread, and not on a virtual thread,
    ///        which would hold on to its carrier; null: at once
    /// @param clock nanoseconds as the control thread and the links count them
    /// @param texts gets the text messages; null: they stay where they are
    public CellularPort(LineId line, CellularModel model, CellularLinks.Finder finder, Executor control, Consumer<LineEvent> events,
            Executor openings, LongSupplier clock, TextKeeper texts) {
        this(line, new CellularModem(model, texts != null), finder, control, events, openings, clock, texts);
    }

    private CellularPort(LineId line, CellularModem modem, CellularLinks.Finder finder, Executor control, Consumer<LineEvent> events,
            Executor openings, LongSupplier clock, TextKeeper texts) {
        super(line, modem, control, events, openings, clock);
        this.modem = modem;
        this.finder = finder;
        this.texts = texts;
    }

    /// What the port is doing, for an operator.
    public CellularModem.State state() {
        return modem.state();
    }

    /// In service and without a call.
    public boolean idle() {
        return modem.idle();
    }

    /// Sends a text message as soon as there is no call. Control thread.
    ///
    /// @param outcome gets why it was not sent, or nothing when the network has it; on the control thread, never inside this call
    /// @throws IllegalArgumentException for a number or a text that cannot be sent, with the reason
    public void sendText(String number, String text, Consumer<String> outcome, long nowNanos) {
        carryOut(modem.sendText(++sent, number, text, nowNanos));
        // What came of it comes in a task of its own.
        sending.put(sent, outcome);
    }

    @Override
    public String supply() {
        return modem.service();
    }

    @Override
    void attach(Session opening) throws IOException {
        CellularLinks links = finder.find();
        CellularPump pump = new CellularPump(links.sound(), audio(), counters, opening::lost);
        opening.holds(new Attached(links, pump));
        links.commands().open(new Commands(opening));
        links.sound().open(pump);
    }

    @Override
    void carryOut(CellularAction action, Attached device) {
        switch (action) {
            case CellularAction.OpenLinks() -> open();
            case CellularAction.CloseLinks() -> closeDevice();
            case CellularAction.TextArrived text -> texts.arrived(line(), text.message(), safe -> onControl(now -> modem.textKept(text, safe, now)));
            case CellularAction.TextSent(long id, String failure) -> onControl(_ -> {
                sending.remove(id).accept(failure);
                return List.of();
            });
            case CellularAction.ToLine report -> tell(event(report));
            case CellularAction.Transmit(var command) when device != null ->
                    device.links.commands().write(command.bytes(), 0, command.bytes().length);
            case CellularAction.AudioOn(int samples) when device != null -> device.pump.begin(samples);
            case CellularAction.AudioOff() when device != null -> device.pump.end();
            case CellularAction.AudioFlow(boolean go) when device != null -> device.pump.room(go);
            case CellularAction.Transmit _, CellularAction.AudioOn _, CellularAction.AudioOff _, CellularAction.AudioFlow _ -> { }
        }
    }

    private static LineEvent event(CellularAction.ToLine report) {
        return switch (report) {
            case CellularAction.Ready() -> new FxoEvent.PortReady();
            case CellularAction.Failed(String why, ModemAction.Trouble trouble) -> new FxoEvent.PortFailed(why, condition(trouble));
            case CellularAction.Gone(String why) -> new FxoEvent.PortGone(why);
            case CellularAction.Incoming(var callerId) -> new MobileEvent.Incoming(callerId);
            case CellularAction.Ring() -> new FxoEvent.RingStarted();
            case CellularAction.Accepted() -> new MobileEvent.Accepted();
            case CellularAction.Alerting() -> new MobileEvent.Alerting();
            case CellularAction.Connected() -> new MobileEvent.Connected();
            case CellularAction.Ended(int cause, String words) -> new MobileEvent.Ended(cause, words);
            case CellularAction.Cleared() -> new FxoEvent.OnHook();
        };
    }

    /// The command port: lines of text and nothing else.
    private final class Commands implements SerialLink.Receiver, AtReader.Sink {
        private final Session session;
        private final AtReader reader = new AtReader(this);

        Commands(Session session) {
            this.session = session;
        }

        @Override
        public void bytes(byte[] bytes, int length, long atNanos) {
            reader.feed(bytes, length);
        }

        @Override
        public void line(String text) {
            session.post(at -> modem.line(text, at));
        }

        @Override
        public void gone(String why) {
            session.lost(why);
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
}
