package org.tipring.tdm.call;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.engine.LineFigures;
import org.tipring.media.engine.MediaCommand;
import org.tipring.media.engine.MediaEvent;
import org.tipring.media.engine.MediaLoop;
import org.tipring.media.engine.MediaSettings;
import org.tipring.media.engine.RtpParameters;
import org.tipring.media.engine.Termination;
import org.tipring.media.net.InMemoryNetwork;
import org.tipring.media.net.ScriptedPhone;
import org.tipring.media.time.VirtualClock;
import org.tipring.tdm.emulator.DirectLink;
import org.tipring.tdm.emulator.Exchange;
import org.tipring.tdm.emulator.ExchangeEvent;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.ModemSettings;
import org.tipring.tdm.emulator.VoiceModemEmulator;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.modem.VoiceModemSettings;
import org.tipring.tdm.port.VoiceModemPort;

/// Telephones, the media loop, drivers, modems, lines and their exchange, from end to end, in virtual time.
///
/// ```
///  ScriptedPhone ══ RTP ══ MediaLoop ── VoiceModemPort ══ serial ══ VoiceModemEmulator ── Exchange ── far end, or another line
/// ```
final class CallWorld {

    static final int EVENTS = 101;
    private static final long STEP = 2_000_000;

    final VirtualClock clock = new VirtualClock();
    final InMemoryNetwork network = new InMemoryNetwork(clock::now);
    final List<MediaEvent> media = new ArrayList<>();
    final MediaLoop loop = new MediaLoop("media", network, MediaSettings.DEFAULTS, media::add);
    final List<ExchangeEvent> seen = new ArrayList<>();
    final Exchange exchange;
    private final List<Line> lines = new ArrayList<>();
    private int nextHost = 1;
    private long bridges;

    CallWorld(ExchangeSettings settings) {
        exchange = new Exchange(settings, seen::add);
        clock.advanceMillis(1000);
    }

    /// A line of the gateway, with all that hangs on it.
    final class Line {
        final String name;
        private final Deque<Runnable> control = new ArrayDeque<>();
        private final Deque<FxoEvent.FromPort> events = new ArrayDeque<>();
        private final DirectLink wire;
        final VoiceModemPort port;

        private Line(String name, String number, ModemSettings modem) {
            this.name = name;
            this.wire = new DirectLink(name, new VoiceModemEmulator(exchange.connect(number), modem, 1), clock::now);
            this.port = new VoiceModemPort(new LineId(name), () -> wire, control::add, events::add, VoiceModemSettings.DEFAULT, clock::now);
            port.start(clock.now());
            lines.add(this);
            await(FxoEvent.PortReady.class, 20_000);
        }

        Termination.Line termination(boolean cancelsEcho) {
            return new Termination.Line(name, port.audio(), TonePlan.US, cancelsEcho, Termination.KeyTimes.GENEROUS);
        }

        private void step() {
            wire.pump();
            drain();
            if (port.nextDeadline() <= clock.now()) {
                port.tick(clock.now());
                drain();
            }
        }

        private void drain() {
            for (Runnable task = control.poll(); task != null; task = control.poll()) {
                task.run();
            }
        }

        void await(Class<? extends FxoEvent.FromPort> wanted, long millis) {
            for (long t = 0; t < millis; t += 10) {
                for (FxoEvent.FromPort event = events.poll(); event != null; event = events.poll()) {
                    if (wanted.isInstance(event)) {
                        return;
                    }
                }
                run(10, () -> { });
            }
            throw new AssertionError(name + ": no " + wanted.getSimpleName() + " within " + millis + " ms; the port is " + port.state());
        }

        /// Seizes the line and dials.
        void call(String number) {
            port.goOffHook(clock.now());
            await(FxoEvent.OffHook.class, 5_000);
            run(1_000, () -> { });
            port.sendDigits(number, clock.now());
            await(FxoEvent.DigitsSent.class, 10_000);
        }

        void answer() {
            await(FxoEvent.RingStarted.class, 10_000);
            port.goOffHook(clock.now());
            await(FxoEvent.OffHook.class, 5_000);
        }

        /// Ends the call, and lets the line rest.
        void hangUp() {
            loop.post(new MediaCommand.Disconnect(bridges));
            port.goOnHook(clock.now());
            run(5_000, () -> { });
        }

        LineFigures figures() {
            loop.lineFigures();
            run(100, () -> { });
            return loop.lineFigures().stream().filter(figures -> figures.line().equals(name)).findFirst().orElseThrow();
        }
    }

    Line line(String name, String number, ModemSettings modem) {
        return new Line(name, number, modem);
    }

    /// A telephone, negotiated, and joined to a line.
    ScriptedPhone join(Line line, boolean cancelsEcho, int telephoneEvent) throws IOException {
        long id = loop.openRtp();
        InetSocketAddress address = new InetSocketAddress("192.168.0." + nextHost++, 4000);
        ScriptedPhone phone = new ScriptedPhone(network, clock::now, address, AudioFormat.PCMU, telephoneEvent, loop.localPort(id));
        loop.post(new MediaCommand.Negotiate(id, new RtpParameters(address, AudioFormat.PCMU, telephoneEvent, 20, true, true)));
        loop.post(new MediaCommand.Connect(++bridges, new Termination.Rtp(id), line.termination(cancelsEcho)));
        loop.runOnce(clock.now(), false);
        return phone;
    }

    /// Lets time go by, and does something every 20 ms.
    void run(long millis, Runnable every20) {
        for (long t = 0; t < millis; t += 2) {
            clock.advanceTo(clock.now() + STEP);
            exchange.advance(clock.now());
            for (int i = 0; i < lines.size(); i++) {
                lines.get(i).step();
            }
            if (clock.now() / STEP % 10 == 0) {
                every20.run();
            }
            loop.runOnce(clock.now(), false);
        }
    }
}
