package org.tipring.tdm.port;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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

/// A port on a wire to an emulated modem and exchange, in virtual time, with a media thread that plays and records.
final class VirtualLine {

    private static final long STEP = 8_000_000;
    private static final long SMALLEST_STEP = 1_000_000;

    final VirtualClock clock = new VirtualClock();
    final Deque<FxoEvent.FromPort> events = new ArrayDeque<>();
    final List<ExchangeEvent> seen = new ArrayList<>();
    final Exchange exchange;
    final VoiceModemEmulator modem;
    final DirectLink wire;
    final StrictLink strict;
    final VoiceModemPort port;
    final MouthAndEar media = new MouthAndEar();
    final List<Short> heard = media.heard;
    final Deque<Runnable> control = new ArrayDeque<>();

    VirtualLine(ExchangeSettings exchangeSettings, ModemSettings modemSettings, VoiceModemSettings settings) {
        exchange = new Exchange(exchangeSettings, seen::add);
        modem = new VoiceModemEmulator(exchange.connect("100"), modemSettings, 1);
        wire = new DirectLink("wire", modem, clock::now);
        strict = new StrictLink(wire);
        port = port(settings);
    }

    /// Another gateway on the same wire: the first was killed.
    VoiceModemPort port(VoiceModemSettings settings) {
        return new VoiceModemPort(new LineId("fxo1"), () -> strict, control::add, events::add, settings, clock::now);
    }

    void run(long millis) {
        run(port, millis);
    }

    void run(VoiceModemPort driven, long millis) {
        long end = clock.now() + millis * 1_000_000;
        while (clock.now() < end) {
            step(driven, Math.min(end, clock.now() + STEP));
        }
    }

    /// To the next thing that happens, at the latest to that time.
    void leap(long latest) {
        drain();
        long next = Math.min(Math.min(exchange.nextDeadline(), wire.nextDeadline()), port.nextDeadline());
        step(port, Math.min(latest, Math.max(clock.now() + SMALLEST_STEP, next)));
    }

    private void step(VoiceModemPort driven, long to) {
        clock.advanceTo(to);
        exchange.advance(to);
        wire.pump();
        drain();
        if (driven.nextDeadline() <= to) {
            driven.tick(to);
            drain();
        }
        media.serve(driven.audio());
    }

    /// Runs until that happens, at most so long.
    <T extends FxoEvent.FromPort> T await(Class<T> event, long millis) {
        return await(port, event, millis);
    }

    <T extends FxoEvent.FromPort> T await(VoiceModemPort driven, Class<T> event, long millis) {
        long end = clock.now() + millis * 1_000_000;
        while (clock.now() < end) {
            for (FxoEvent.FromPort next = events.poll(); next != null; next = events.poll()) {
                if (event.isInstance(next)) {
                    return event.cast(next);
                }
            }
            run(driven, 8);
        }
        throw new AssertionError("no " + event.getSimpleName() + " within " + millis + " ms; the port is " + driven.state() + ", " + driven.figures());
    }

    private void drain() {
        for (Runnable task = control.poll(); task != null; task = control.poll()) {
            task.run();
        }
    }

    /// How loud the last second was, 0..32767.
    double loudness() {
        return media.loudness();
    }

    boolean saw(Class<? extends ExchangeEvent> event) {
        return seen.stream().anyMatch(event::isInstance);
    }
}
