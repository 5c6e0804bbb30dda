package org.tipring.signaling.world;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.dsp.Cadence;
import org.tipring.media.dsp.TonePlan;
import org.tipring.media.engine.HoldSound;
import org.tipring.media.engine.MediaLoop;
import org.tipring.media.engine.MediaSettings;
import org.tipring.media.net.InMemoryNetwork;
import org.tipring.media.time.VirtualClock;
import org.tipring.signaling.call.CallLimits;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.FlashHabits;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.control.CallController;
import org.tipring.signaling.control.CallFiles;
import org.tipring.signaling.control.CodecPolicy;
import org.tipring.signaling.control.LegMedia;
import org.tipring.signaling.control.PinVerifier;
import org.tipring.signaling.control.Usage;
import org.tipring.signaling.control.line.LineController;
import org.tipring.signaling.control.line.LineSetup;
import org.tipring.signaling.control.loop.ControlLoop;
import org.tipring.signaling.control.service.ServiceMemory;
import org.tipring.signaling.control.telephone.TelephoneSetup;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.StarCodes;
import org.tipring.tdm.emulator.DirectLink;
import org.tipring.tdm.emulator.Exchange;
import org.tipring.tdm.emulator.ExchangeEvent;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.Loop;
import org.tipring.tdm.emulator.ModemSettings;
import org.tipring.tdm.emulator.VoiceModemEmulator;
import org.tipring.tdm.line.FxoLine;
import org.tipring.tdm.line.FxsTimings;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.LineTimings;
import org.tipring.tdm.line.RingSignal;
import org.tipring.tdm.modem.VoiceModemSettings;
import org.tipring.tdm.port.VoiceModemPort;

/// A gateway with emulated lines and scripted telephones, driven by one virtual clock.
final class World {

    /// One line: the wire from the driver to the modem, and the modem's loop.
    record Line(LineId id, String number, DirectLink wire, Loop loop) { }

    private static final Instant EPOCH = Instant.parse("2026-11-25T09:00:00Z");

    final VirtualClock clock = new VirtualClock();
    final Random random;
    final Script script = new Script();
    final ControlLoop control = new ControlLoop(100_000);
    final InMemoryNetwork network;
    final MediaLoop media;
    final Exchange exchange;
    final List<Line> lines = new ArrayList<>();
    final ScriptedSip sip;
    final Map<String, ScriptedTelephone> telephones = new LinkedHashMap<>();
    final LineController lineController;
    final CallController calls;
    final Books books = new Books();
    final Map<String, Integer> open = books.open;
    final List<String> notices = books.notices;
    final List<CallRecord> records = books.records;
    /// Numbers of the lines whose loop the exchange sees closed.
    final Set<String> closedLoops = new HashSet<>();
    /// Gets all bytes that ports write to their devices; null: nobody listens. Before the lines are started.
    java.io.ByteArrayOutputStream tap;
    /// What the exchange was asked for on its lines: `line number`.
    final List<String> dialled = new ArrayList<>();
    /// Callers who found their line busy.
    int toldBusy;
    /// Callers of ours who were answered by the gateway and then hung up on.
    int lost;
    private final Set<String> answered = new HashSet<>();
    final List<String> broken = books.broken;
    final Supplier<LegId> legIds;

    static final CodecPolicy.Book G711 = new CodecPolicy.Book(new CodecPolicy(List.of(AudioFormat.PCMU, AudioFormat.PCMA), false), Map.of(), Map.of());

    private final VoiceModemSettings modem;

    World(long seed, int lineCount, DialPlan plan, ExchangeSettings settings) {
        this(seed, lineCount, plan, settings, PinVerifier.NONE);
    }

    World(long seed, int lineCount, DialPlan plan, ExchangeSettings settings, PinVerifier pins) {
        this(seed, lineCount, plan, settings, pins, G711);
    }

    World(long seed, int lineCount, DialPlan plan, ExchangeSettings settings, PinVerifier pins, CodecPolicy.Book codecs) {
        this(seed, lineCount, plan, settings, pins, codecs, VoiceModemSettings.DEFAULT);
    }

    /// @param modem of all lines
    World(long seed, int lineCount, DialPlan plan, ExchangeSettings settings, PinVerifier pins, CodecPolicy.Book codecs, VoiceModemSettings modem) {
        this(seed, lineCount, plan, settings, pins, codecs, modem, NO_TELEPHONES);
    }

    /// Analog telephones of a world.
    ///
    /// @param names and own numbers of them; @param group all are in one; empty: none
    record Analog(Map<String, String> names, String group, StarCodes codes, ServiceMemory memory) { }

    private static final Analog NO_TELEPHONES = new Analog(Map.of(), "", StarCodes.NONE, ServiceMemory.NONE);

    World(long seed, int lineCount, DialPlan plan, ExchangeSettings settings, Analog analog) {
        this(seed, lineCount, plan, settings, PinVerifier.NONE,
                new CodecPolicy.Book(new CodecPolicy(List.of(AudioFormat.PCMU, AudioFormat.PCMA), false), Map.of(), Map.of()), VoiceModemSettings.DEFAULT, analog);
    }

    private World(long seed, int lineCount, DialPlan plan, ExchangeSettings settings, PinVerifier pins, CodecPolicy.Book codecs, VoiceModemSettings modem,
            Analog analog) {
        this.modem = modem;
        random = new Random(seed);
        network = new InMemoryNetwork(clock::now);
        media = new MediaLoop("media", network, MediaSettings.DEFAULTS.withHoldSound(HoldSound.TONE), this::onMedia);
        exchange = new Exchange(settings, this::onExchange);
        sip = new ScriptedSip(control);
        AtomicLong numbers = new AtomicLong();
        legIds = () -> new LegId(numbers.incrementAndGet());
        List<LineSetup> setups = new ArrayList<>();
        for (int i = 1; i <= lineCount; i++) {
            setups.add(line(i, settings, seed));
        }
        List<TelephoneSetup> telephoneSetups = new ArrayList<>();
        analog.names().forEach((name, number) -> telephoneSetups.add(telephone(name, number, analog)));
        lineController = new LineController(setups, telephoneSetups, control);
        LegMedia legMedia = new LegMedia(media, sip, lineController, codecs, Map.of(), org.tipring.media.srtp.KeyExchange.Maker.NONE,
                new CallFiles(media, new CallFiles.Settings(Path.of("recordings"), false, false), InstantSource.system(), clock::now));
        calls = new CallController(control, sip, lineController, legMedia, plan, CallLimits.DEFAULT, () -> EPOCH.plusNanos(clock.now()), legIds,
                pins, new Usage(YearMonth.of(2026, 11), Map.of()), books);
        sip.events = calls::sip;
        control.add(lineController);
        control.add(calls);
        control.execute(() -> lineController.start(clock.now()));
    }

    private LineSetup line(int index, ExchangeSettings settings, long seed) {
        String number = "555010" + index;
        LineId id = new LineId("fxo" + index);
        Loop loop = exchange.connect(number);
        VoiceModemEmulator emulator = new VoiceModemEmulator(loop, ModemSettings.CX93001.withPacketSamples(160), seed + index);
        DirectLink wire = new DirectLink(id.name(), emulator, clock::now);
        lines.add(new Line(id, number, wire, loop));
        return new LineSetup(new FxoLine(id, LineTimings.DEFAULT), settings.tones(), number, true, org.tipring.media.engine.Termination.KeyTimes.GENEROUS, 0, 0, true,
                events -> new VoiceModemPort(id, () -> tap == null ? wire : new TappedLink(wire, tap), control, events::accept, modem, clock::now));
    }

    private TelephoneSetup telephone(String name, String number, Analog analog) {
        LineId id = new LineId(name);
        return new TelephoneSetup(id, FxsTimings.DEFAULT, TonePlan.US, new RingSignal(200, Cadence.of(2000, 4000)), org.tipring.signaling.control.telephone.DistinctiveRings.USUAL, number, "Telephone " + number,
                FlashHabits.DEFAULT, "", analog.codes(), analog.memory(), analog.group(), number, events -> {
                    ScriptedTelephone telephone = new ScriptedTelephone(id, control, events, this::press);
                    telephones.put(name, telephone);
                    return telephone;
                });
    }

    private void press(LineId line, char key) {
        control.execute(() -> calls.media(new org.tipring.media.engine.MediaEvent.LineDigit(line.name(), key)));
    }

    private void onExchange(ExchangeEvent event) {
        switch (event) {
            case ExchangeEvent.OffHook(String line, long _) -> closedLoops.add(line);
            case ExchangeEvent.OnHook(String line, long _) -> closedLoops.remove(line);
            case ExchangeEvent.LineAnswered(String line, String _, long _) -> answered.add(line);
            case ExchangeEvent.FarEndReleased(String line, long _) -> answered.remove(line);
            case ExchangeEvent.LineReleased(String line, long _) -> lost += answered.remove(line) ? 1 : 0;
            case ExchangeEvent.CallFoundBusy _ -> toldBusy++;
            case ExchangeEvent.Dialled(String line, String number, var _, long _) -> dialled.add(line + " " + number);
            default -> { }
        }
    }

    private void onMedia(org.tipring.media.engine.MediaEvent event) {
        control.execute(() -> calls.media(event));
    }

    // ---- time

    long now() {
        return clock.now();
    }

    void after(long millis, Runnable what) {
        script.at(clock.now() + millis * 1_000_000, what);
    }

    /// Lets time pass until the condition holds.
    ///
    /// @throws AssertionError when it does not within the time
    void until(BooleanSupplier condition, long millis, String what) {
        long end = clock.now() + millis * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (clock.now() >= end) {
                throw new AssertionError("not within " + millis + " ms: " + what + "; lines " + lineController.status() + "; records " + records);
            }
            step(end);
        }
    }

    void advance(long millis) {
        long end = clock.now() + millis * 1_000_000;
        while (clock.now() < end) {
            step(end);
        }
    }

    private void step(long end) {
        if (!control.idle()) {
            turn();
        }
        long next = Math.min(Math.min(script.next(), control.nextDeadline()), Math.min(media.nextDeadline(), exchange.nextDeadline()));
        for (Line line : lines) {
            next = Math.min(next, line.wire().nextDeadline());
        }
        clock.advanceTo(Math.max(clock.now(), Math.min(next, end)));
        turn();
    }

    private void turn() {
        long now = clock.now();
        script.runDue(now);
        exchange.advance(now);
        for (Line line : lines) {
            if (line.wire().nextDeadline() <= now) {
                line.wire().pump();
            }
        }
        do {
            media.runOnce(now, false);
            control.runOnce(now);
        } while (!control.idle());
        media.runOnce(now, false);
    }
}
