package org.tipring.tdm.port;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.tipring.media.pcm.DeviceAudio;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineCondition;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.modem.ModemAction;
import org.tipring.tdm.modem.VoiceModem;
import org.tipring.tdm.modem.VoiceModemSettings;
import org.tipring.tdm.serial.SerialLink;

/// A telephone line behind a voice modem on a serial port: [VoiceModem] decides, this class does.
///
/// It has no thread of its own: the link's reader thread brings what the modem says, and hands all but the sound over to the control
/// thread. So it works the same on a wire in virtual time.
public final class VoiceModemPort implements LinePort {

    private final LineId line;
    private final Supplier<SerialLink> links;
    private final Executor control;
    private final Consumer<FxoEvent.FromPort> events;
    private final DeviceAudio audio = new DeviceAudio();
    private final PortCounters counters = new PortCounters();
    private final VoiceModem modem;
    private final Executor openings;
    private final LongSupplier clock;
    private SerialLink link;
    private StreamPump pump;
    private String device = "not opened yet";
    /// The latest time that anybody told: a link says that its device is gone, but not when.
    private long lastNanos = Long.MIN_VALUE;

    /// For a link that opens at once: a wire in virtual time.
    public VoiceModemPort(LineId line, Supplier<SerialLink> links, Executor control, Consumer<FxoEvent.FromPort> events,
            VoiceModemSettings settings) {
        this(line, links, control, events, settings, null, null);
    }

    /// @param links gives a closed link for each attempt to open the device
    /// @param control runs tasks on the control thread, in order and never inside the call that hands them over
    /// @param events called on the control thread, never inside a call of this port
    /// @param openings runs the opening of a link, which may hang in a driver: never on the control thread, and not on a virtual thread,
    ///        which would hold on to its carrier; null: at once
    /// @param clock nanoseconds as the control thread and the link count them; null where openings are at once
    public VoiceModemPort(LineId line, Supplier<SerialLink> links, Executor control, Consumer<FxoEvent.FromPort> events,
            VoiceModemSettings settings, Executor openings, LongSupplier clock) {
        this.line = line;
        this.links = links;
        this.control = control;
        this.events = events;
        this.modem = new VoiceModem(settings);
        this.openings = openings;
        this.clock = clock;
    }

    @Override
    public LineId line() {
        return line;
    }

    @Override
    public void start(long nowNanos) {
        carryOut(modem.start(nowNanos), nowNanos);
    }

    @Override
    public void goOffHook(long nowNanos) {
        carryOut(modem.goOffHook(nowNanos), nowNanos);
    }

    @Override
    public void sendDigits(String digits, long nowNanos) {
        carryOut(modem.sendDigits(digits, nowNanos), nowNanos);
    }

    @Override
    public void goOnHook(long nowNanos) {
        carryOut(modem.goOnHook(nowNanos), nowNanos);
    }

    @Override
    public void tick(long nowNanos) {
        if (pump != null) {
            modem.heard(pump.heardAtNanos());
        }
        carryOut(modem.tick(nowNanos), nowNanos);
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
        String identity = modem.identity();
        return device + (identity.isEmpty() ? "" : " (" + identity + ")");
    }

    @Override
    public void close(long nowNanos) {
        carryOut(modem.close(nowNanos), nowNanos);
    }

    @Override
    public boolean closed() {
        return modem.closed();
    }

    /// What the port is doing, for an operator.
    public VoiceModem.State state() {
        return modem.state();
    }

    public PortFigures figures() {
        return new PortFigures(counters.opened.sum(), counters.lost.sum(), modem.resets(), counters.underruns.sum(),
                counters.overruns.sum(), counters.dtmfShields.sum(), counters.silentSamples.sum(), counters.staleSamples.sum(),
                modem.ignored());
    }

    private void carryOut(List<ModemAction> actions, long nowNanos) {
        lastNanos = Math.max(lastNanos, nowNanos);
        for (ModemAction action : actions) {
            switch (action) {
                case ModemAction.OpenLink _ -> open(nowNanos);
                case ModemAction.CloseLink _ -> closeLink();
                case ModemAction.Transmit(var command) when link != null -> link.write(command.bytes(), 0, command.bytes().length);
                case ModemAction.LeaveStream(var command) when pump != null -> pump.leave(command.bytes());
                case ModemAction.ExpectStream(var coding) when pump != null -> pump.expectStream(coding);
                case ModemAction.AbandonStream _ when pump != null -> pump.abandonStream();
                // Nobody there to hear it: the core learns so in a moment.
                case ModemAction.Transmit _, ModemAction.LeaveStream _, ModemAction.ExpectStream _, ModemAction.AbandonStream _ -> { }
                case ModemAction.ToLine report -> tell(report);
            }
        }
    }

    private void open(long nowNanos) {
        closeLink();
        SerialLink opening = links.get();
        StreamPump receiver = new StreamPump(opening, audio, counters, new Mailbox());
        link = opening;
        pump = receiver;
        device = opening.describe();
        if (openings == null) {
            String failure = failure(opening, receiver);
            opened(receiver, failure, nowNanos);
        } else {
            openings.execute(() -> {
                String failure = failure(opening, receiver);
                control.execute(() -> opened(receiver, failure, clock.getAsLong()));
            });
        }
    }

    private static String failure(SerialLink opening, StreamPump receiver) {
        try {
            opening.open(receiver);
            return null;
        } catch (IOException e) {
            return e.getMessage();
        } catch (RuntimeException e) {
            // A defect, ours or the library's: the line is out of service and says so, others go on.
            return "internal error: " + e;
        }
    }

    /// @param receiver of the link; when another has been opened since, or the port has given up, nobody waits for this one any more
    private void opened(StreamPump receiver, String failure, long nowNanos) {
        if (pump != receiver) {
            return;
        }
        if (failure != null) {
            closeLink();
            carryOut(modem.lost(failure, nowNanos), nowNanos);
        } else {
            counters.opened.increment();
            carryOut(modem.opened(nowNanos), nowNanos);
        }
    }

    private void closeLink() {
        if (link != null) {
            link.close();
        }
        link = null;
        pump = null;
    }

    private void tell(ModemAction.ToLine report) {
        FxoEvent.FromPort event = switch (report) {
            case ModemAction.Ready _ -> new FxoEvent.PortReady();
            case ModemAction.Sensed(ModemAction.Trouble trouble) -> new FxoEvent.ConditionChanged(switch (trouble) {
                case IN_USE -> LineCondition.IN_USE_ELSEWHERE;
                case NO_LINE -> LineCondition.NO_LINE;
                case NEEDS_REPLUG -> LineCondition.NEEDS_REPLUG;
            });
            case ModemAction.Failed(String why) -> new FxoEvent.PortFailed(why);
            case ModemAction.Gone(String why) -> new FxoEvent.PortGone(why);
            case ModemAction.Ring _ -> new FxoEvent.RingStarted();
            case ModemAction.Caller(var callerId) -> new FxoEvent.CallerIdReceived(callerId);
            case ModemAction.OffHook _ -> new FxoEvent.OffHook();
            case ModemAction.OnHook _ -> new FxoEvent.OnHook();
            case ModemAction.DigitsSent _ -> new FxoEvent.DigitsSent();
            case ModemAction.LoopBroken _ -> new FxoEvent.LoopBroken();
            case ModemAction.PolarityReversed _ -> new FxoEvent.PolarityReversed();
            case ModemAction.DialToneReported _ -> new FxoEvent.DialToneReported();
        };
        control.execute(() -> events.accept(event));
    }

    /// From the reader thread to the control thread. What a link says after it was given up is not heard any more.
    private final class Mailbox implements StreamPump.Inbox {

        @Override
        public void line(String text, long atNanos) {
            post(at -> modem.line(text, at), atNanos);
        }

        @Override
        public void dle(int code, long atNanos) {
            post(at -> modem.dle(code, at), atNanos);
        }

        @Override
        public void streamStarted(long atNanos) {
            post(modem::streamStarted, atNanos);
        }

        @Override
        public void streamEnded(long atNanos) {
            post(modem::streamEnded, atNanos);
        }

        @Override
        public void gone(String why) {
            control.execute(() -> {
                if (current()) {
                    counters.lost.increment();
                    carryOut(modem.lost(why, lastNanos), lastNanos);
                }
            });
        }

        private void post(LongFunction<List<ModemAction>> event, long atNanos) {
            control.execute(() -> {
                if (current()) {
                    carryOut(event.apply(atNanos), atNanos);
                }
            });
        }

        private boolean current() {
            return pump != null && pump.inbox() == this;
        }
    }
}
