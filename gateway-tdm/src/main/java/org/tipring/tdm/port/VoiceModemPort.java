package org.tipring.tdm.port;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.modem.ModemAction;
import org.tipring.tdm.modem.VoiceModem;
import org.tipring.tdm.modem.VoiceModemSettings;
import org.tipring.tdm.serial.SerialLink;

/// A telephone line behind a voice modem on a serial port: [VoiceModem] decides, this class does. The link's reader thread brings what the
/// modem says, and hands all but the sound over to the control thread. Events are [FxoEvent.FromPort]s.
public final class VoiceModemPort extends AttachedPort<ModemAction, VoiceModemPort.Attached> {

    /// @param pump what hears the link
    record Attached(SerialLink link, StreamPump pump) implements Device {

        @Override
        public String describe() {
            return link.describe();
        }

        @Override
        public long heardAtNanos() {
            return pump.heardAtNanos();
        }

        @Override
        public void close() {
            link.close();
        }
    }

    private final VoiceModem modem;
    private final Supplier<SerialLink> links;

    /// For a link that opens at once: a wire in virtual time.
    public VoiceModemPort(LineId line, Supplier<SerialLink> links, Executor control, Consumer<? super FxoEvent.FromPort> events,
            VoiceModemSettings settings, LongSupplier clock) {
        this(line, links, control, events, settings, null, clock);
    }

    /// @param links gives a closed link for each attempt to open the device
    /// @param control runs tasks on the control thread, in order and never inside the call that hands them over
    /// @param events called on the control thread, never inside a call of this port
    /// @param openings runs the opening of a link, which may hang in a driver: never on the control thread, and not on a virtual thread,
    ///        which would hold on to its carrier; null: at once
    /// @param clock nanoseconds as the control thread and the link count them
    public VoiceModemPort(LineId line, Supplier<SerialLink> links, Executor control, Consumer<? super FxoEvent.FromPort> events,
            VoiceModemSettings settings, Executor openings, LongSupplier clock) {
        this(line, new VoiceModem(settings), links, control, event -> events.accept((FxoEvent.FromPort) event), openings, clock);
    }

    private VoiceModemPort(LineId line, VoiceModem modem, Supplier<SerialLink> links, Executor control, Consumer<LineEvent> events, Executor openings,
            LongSupplier clock) {
        super(line, modem, control, events, openings, clock);
        this.modem = modem;
        this.links = links;
    }

    /// What the port is doing, for an operator.
    public VoiceModem.State state() {
        return modem.state();
    }

    /// Counts what the modem says of the line there, from now on.
    public VoiceModemPort countInto(ModemReportCounts counts) {
        counters.reports = counts;
        return this;
    }

    @Override
    void attach(Session opening) throws IOException {
        SerialLink link = links.get();
        StreamPump pump = new StreamPump(link, audio(), counters, new Mailbox(opening));
        opening.holds(new Attached(link, pump));
        link.open(pump);
    }

    @Override
    void carryOut(ModemAction action, Attached device) {
        switch (action) {
            case ModemAction.OpenLink _ -> open();
            case ModemAction.CloseLink _ -> closeDevice();
            case ModemAction.ToLine report -> tell(event(report));
            case ModemAction.Transmit(var command) when device != null -> device.link.write(command.bytes(), 0, command.bytes().length);
            case ModemAction.LeaveStream(var command) when device != null -> device.pump.leave(command.bytes());
            case ModemAction.ExpectStream(var coding) when device != null -> device.pump.expectStream(coding);
            case ModemAction.AbandonStream _ when device != null -> device.pump.abandonStream();
            case ModemAction.Transmit _, ModemAction.LeaveStream _, ModemAction.ExpectStream _, ModemAction.AbandonStream _ -> { }
        }
    }

    private static FxoEvent.FromPort event(ModemAction.ToLine report) {
        return switch (report) {
            case ModemAction.Ready _ -> new FxoEvent.PortReady();
            case ModemAction.Failed(String why, ModemAction.Trouble trouble) -> new FxoEvent.PortFailed(why, condition(trouble));
            case ModemAction.Gone(String why) -> new FxoEvent.PortGone(why);
            case ModemAction.Ring _ -> new FxoEvent.RingStarted();
            case ModemAction.Caller(var callerId, var unread) -> new FxoEvent.CallerIdReceived(callerId, unread);
            case ModemAction.OffHook _ -> new FxoEvent.OffHook();
            case ModemAction.OnHook _ -> new FxoEvent.OnHook();
            case ModemAction.DigitsSent _ -> new FxoEvent.DigitsSent();
            case ModemAction.Flashed(boolean done) -> new FxoEvent.Flashed(done);
            case ModemAction.LoopBroken _ -> new FxoEvent.LoopBroken();
            case ModemAction.PolarityReversed _ -> new FxoEvent.PolarityReversed();
            case ModemAction.DialToneReported _ -> new FxoEvent.DialToneReported();
        };
    }

    /// From the reader thread to the control thread.
    private final class Mailbox implements StreamPump.Inbox {

        private final Session session;

        Mailbox(Session session) {
            this.session = session;
        }

        @Override
        public void line(String text, long atNanos) {
            session.post(at -> modem.line(text, at), atNanos);
        }

        @Override
        public void dle(int code, long atNanos) {
            session.post(at -> modem.dle(code, at), atNanos);
        }

        @Override
        public void streamStarted(long atNanos) {
            session.post(modem::streamStarted, atNanos);
        }

        @Override
        public void streamEnded(long atNanos) {
            session.post(modem::streamEnded, atNanos);
        }

        @Override
        public void gone(String why) {
            session.lost(why);
        }
    }
}
