package org.tipring.tdm.port;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.tipring.media.time.VirtualClock;
import org.tipring.tdm.cellular.CellularModel;
import org.tipring.tdm.emulator.CellularEmulator;
import org.tipring.tdm.emulator.CellularMisbehaviour;
import org.tipring.tdm.emulator.CellularProfile;
import org.tipring.tdm.emulator.CellularWires;
import org.tipring.tdm.emulator.MobileNetwork;
import org.tipring.tdm.line.FxoAction;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.LineEvent;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.MobileLine;
import org.tipring.tdm.sms.TextMessage;

/// A mobile line, its port, an emulated module and network, in virtual time, with a media thread that plays 1000 Hz and records.
final class VirtualMobile {

    private static final long STEP = 10_000_000;
    private static final long SMALLEST_STEP = 1_000_000;

    final VirtualClock clock = new VirtualClock();
    final MobileNetwork network = new MobileNetwork();
    final CellularEmulator module;
    final CellularWires wires;
    final MobileLine line = new MobileLine(new LineId("gsm1"));
    final List<FxoAction> told = new ArrayList<>();
    final MouthAndEar media = new MouthAndEar();
    final List<Short> heard = media.heard;
    final CellularPort port;
    final List<TextMessage> texts = new ArrayList<>();
    /// Of each of them, who wants to know what became of it.
    final List<Consumer<Boolean>> keepers = new ArrayList<>();
    /// What becomes of text messages: kept, not kept, or (null) nobody says so.
    Boolean keeping = true;
    private final Deque<Runnable> control = new ArrayDeque<>();

    VirtualMobile(CellularProfile profile, Set<CellularMisbehaviour> misbehaviours, long seed) {
        module = new CellularEmulator(profile, misbehaviours, network, seed);
        wires = new CellularWires(module, clock::now);
        port = port(profile);
    }

    CellularPort port(CellularProfile profile) {
        return new CellularPort(new LineId("gsm1"), CellularModel.valueOf(profile.name()), () -> new CellularLinks(wires.commands(), wires.sound()),
                control::add, this::say, null, clock::now, this::texted);
    }

    private void texted(LineId from, TextMessage message, Consumer<Boolean> kept) {
        texts.add(message);
        keepers.add(kept);
        if (keeping != null) {
            kept.accept(keeping);
        }
    }

    void start() {
        port.start(clock.now());
        await(FxoAction.InService.class, 8_000);
    }

    void say(LineEvent event) {
        for (FxoAction action : line.handle(event, clock.now())) {
            carryOut(action);
        }
    }

    private void carryOut(FxoAction action) {
        told.add(action);
        switch (action) {
            case FxoAction.GoOffHook() -> port.goOffHook(clock.now());
            case FxoAction.SendDigits(String digits) -> port.sendDigits(digits, clock.now());
            case FxoAction.GoOnHook() -> port.goOnHook(clock.now());
            default -> { }
        }
    }

    void run(long millis) {
        long end = clock.now() + millis * 1_000_000;
        while (clock.now() < end) {
            step(Math.min(end, clock.now() + STEP));
        }
    }

    /// To the next thing that happens, at the latest to that time.
    void leap(long latest) {
        drain();
        long next = Math.min(Math.min(wires.nextDeadline(), port.nextDeadline()), line.nextDeadline());
        step(Math.min(latest, Math.max(clock.now() + SMALLEST_STEP, next)));
    }

    private void step(long to) {
        clock.advanceTo(to);
        wires.pump();
        drain();
        if (port.nextDeadline() <= to) {
            port.tick(to);
            drain();
        }
        if (line.nextDeadline() <= to) {
            line.tick(to).forEach(this::carryOut);
        }
        media.serve(port.audio());
    }

    private void drain() {
        for (Runnable task = control.poll(); task != null; task = control.poll()) {
            task.run();
        }
    }

    /// Runs until that is told, at most so long; what was told before it is forgotten.
    <T extends FxoAction> T await(Class<T> wanted, long millis) {
        long end = clock.now() + millis * 1_000_000;
        while (clock.now() < end) {
            while (!told.isEmpty()) {
                FxoAction next = told.removeFirst();
                if (wanted.isInstance(next)) {
                    return wanted.cast(next);
                }
            }
            step(clock.now() + STEP);
        }
        throw new AssertionError("no " + wanted.getSimpleName() + " within " + millis + " ms: " + line.state() + ", " + port.state() + ", "
                + port.figures() + ", " + line.history());
    }

    void seize(String digits) {
        say(new FxoEvent.Seize(digits));
    }

    static boolean fits(CellularMisbehaviour misbehaviour, CellularProfile profile) {
        return misbehaviour.fits(profile);
    }

    /// How loud the last second was.
    double loudness() {
        return media.loudness();
    }

    /// How much of the power of the last second is at that frequency.
    double share(double hertz) {
        return media.share(hertz);
    }
}
