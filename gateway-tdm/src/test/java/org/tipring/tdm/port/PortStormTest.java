package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.emulator.ExchangeEvent;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.Misbehaviour;
import org.tipring.tdm.emulator.ModemProfile;
import org.tipring.tdm.emulator.ModemSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;
import org.tipring.tdm.line.FxoAction;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.FxoLine;
import org.tipring.tdm.line.FxoState;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.LineTimings;
import org.tipring.tdm.modem.VoiceModem;
import org.tipring.tdm.modem.VoiceModemSettings;

/// Line, port, modem and exchange together: random calls, every misbehaviour switched on at random, hung up, unplugged and called at random
/// moments. No stuck line: what is told to go on-hook is on-hook three seconds later. No missed release: every call ends once. Usable again:
/// ten seconds after a device is back the line is in service. And on the wire: no DLE unshielded, no command too early.
///
/// `-Dtipring.calls=100000` is the whole storm; without it a small one.
class PortStormTest {

    private static final int CALLS = Integer.getInteger("tipring.calls", 1_200);
    private static final int CALLS_OF_A_WORLD = 8;
    private static final long SECOND = 1_000_000_000L;
    private static final long ON_HOOK_WITHIN = 3 * SECOND;
    private static final long USABLE_WITHIN = 10 * SECOND;
    /// A modem that refuses voice never serves a line; it has a test of its own.
    private static final List<Misbehaviour> ALL = List.copyOf(EnumSet.complementOf(EnumSet.of(Misbehaviour.VOICE_ERROR)));

    private Random random;
    private VirtualLine world;
    private ModemSettings modem;
    private FxoLine line;
    private boolean owned;
    private boolean answering;
    private boolean plugged;
    private int made;
    private int wedges;
    private int ended;
    private int flashes;
    private long orderedOnHook;
    private long usableBy;
    private int hooksSeen;
    private boolean hookClosed;
    private long slowestHook;
    private long slowestBack;
    private long wellAgainAt;

    @Test
    void everyLineComesToRestWhateverItsModemDoes() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("PortStormTest seed " + seed + " (repeat with -Dtipring.seed=" + seed + ")");
        random = new Random(seed);
        long started = System.nanoTime();
        long virtual = 0;
        while (made < CALLS) {
            world();
            virtual += world.clock.now();
        }
        System.out.printf("%d calls in %.1f virtual hours, %d s: slowest on-hook %d ms, slowest return to service %d ms, wedged %d times, %d flashes%n", made,
                virtual / 3.6e12, (System.nanoTime() - started) / SECOND, slowestHook / 1_000_000, slowestBack / 1_000_000, wedges, flashes);
        assertThat(ended).isPositive();
        assertThat(flashes).isPositive();
    }

    private void world() {
        modem = ModemSettings.CX93001.with(List.of(ModemProfile.CX93001, ModemProfile.CX93000, ModemProfile.USR5637).get(random.nextInt(3)))
                .withWedgeAfter(2 + random.nextInt(10)).withPacketSamples(random.nextBoolean() ? 64 : 160);
        for (int i = random.nextInt(random.nextInt(4) == 0 ? 12 : 4); i > 0; i--) {
            modem = modem.with(ALL.get(random.nextInt(ALL.size())));
        }
        String country = List.of("US", "GB", "DE").get(random.nextInt(3));
        world = new VirtualLine(ExchangeSettings.of(country), modem, VoiceModemSettings.DEFAULT.with(
                random.nextInt(3) == 0 ? VoiceModemSettings.Dialling.PULSE : VoiceModemSettings.Dialling.TONE, Duration.ofSeconds(2),
                Duration.ofMillis(List.of(90, 270, 600).get(random.nextInt(3)))));
        world.media.listening = false;
        world.exchange.subscribe("200", Subscriber.hangsUpAfter(3_000));
        line = new FxoLine(new LineId("fxo1"), LineTimings.DEFAULT);
        owned = false;
        plugged = true;
        orderedOnHook = Deadlines.NEVER;
        hooksSeen = 0;
        hookClosed = false;
        deviceWell();
        world.port.start(world.clock.now());
        for (int i = 0; i < CALLS_OF_A_WORLD; i++, made++) {
            call();
        }
        // Nobody listens for tones here: a call answered too late hears dial tone for ever unless its own side ends it.
        for (int i = 0; i < 6; i++) {
            handle(new FxoEvent.Release());
            run(10_000);
        }
        assertThat(world.port.state()).as("%s", this).isEqualTo(VoiceModem.State.IDLE);
        assertThat(line.state()).as("%s", this).isEqualTo(new FxoState.OnHook());
        assertThat(owned).as("%s", this).isFalse();
        assertThat(hookClosed).as("%s", this).isFalse();
        if (!modem.misbehaviours().contains(Misbehaviour.MODEM_MANAGER)) {
            assertThat(world.modem.hastyCommands()).as("commands too early: %s", this).isZero();
        }
        world.port.close(world.clock.now());
        run(3_000);
        assertThat(world.port.closed()).isTrue();
        assertThat(world.port.nextDeadline()).as("nothing is left behind").isEqualTo(Deadlines.NEVER);
    }

    private void call() {
        answering = random.nextBoolean();
        switch (random.nextInt(4)) {
            case 0 -> ring();
            case 1 -> {
                // Both at once: glare.
                ring();
                run(random.nextInt(1_000));
                handle(new FxoEvent.Seize("200"));
            }
            default -> handle(new FxoEvent.Seize(random.nextInt(4) == 0 ? "200,1234567890#" : "200"));
        }
        run(random.nextInt(random.nextBoolean() ? 1_500 : 12_000));
        if (random.nextInt(4) == 0) {
            handle(new FxoEvent.Flash());
            run(random.nextInt(3_000));
        }
        if (random.nextInt(5) == 0 && plugged) {
            world.wire.unplug();
            plugged = false;
            usableBy = Deadlines.NEVER;
            run(random.nextInt(3) == 0 ? random.nextInt(30_000) : random.nextInt(3_000));
            replug();
            run(random.nextInt(15_000));
        }
        handle(new FxoEvent.Release());
        run(random.nextInt(random.nextInt(8) == 0 ? 60_000 : 6_000));
    }

    private void ring() {
        world.exchange.call("100", CallerId.of("4055551234", "SMITH J"), 1_000 + random.nextInt(20_000), new Voices.Silence(),
                1 + random.nextInt(10_000), world.clock.now());
    }

    private void replug() {
        world.wire.replug();
        plugged = true;
        deviceWell();
    }

    private void deviceWell() {
        wellAgainAt = world.clock.now();
        // A modem is not well as long as ModemManager reads what it says, which is 1.6 s from each opening.
        usableBy = world.clock.now() + USABLE_WITHIN + (modem.misbehaviours().contains(Misbehaviour.MODEM_MANAGER) ? 1_600_000_000L : 0);
    }

    private void run(int millis) {
        long end = world.clock.now() + millis * 1_000_000L;
        while (world.clock.now() < end) {
            world.leap(Math.min(end, Math.max(world.clock.now() + 1_000_000, line.nextDeadline())));
            for (FxoEvent.FromPort event = world.events.poll(); event != null; event = world.events.poll()) {
                handle(event);
            }
            if (line.nextDeadline() <= world.clock.now()) {
                carryOut(line.tick(world.clock.now()));
            }
            check();
        }
    }

    private void check() {
        long now = world.clock.now();
        for (; hooksSeen < world.seen.size(); hooksSeen++) {
            ExchangeEvent event = world.seen.get(hooksSeen);
            hookClosed = event instanceof ExchangeEvent.OffHook || hookClosed && !(event instanceof ExchangeEvent.OnHook);
        }
        boolean alive = world.modem.alive();
        if (orderedOnHook != Deadlines.NEVER && (!hookClosed || !alive)) {
            slowestHook = Math.max(slowestHook, alive ? now - orderedOnHook : 0);
            orderedOnHook = Deadlines.NEVER;
        }
        assertThat(orderedOnHook == Deadlines.NEVER || now - orderedOnHook <= ON_HOOK_WITHIN).as("on-hook late: %s", this).isTrue();
        if (usableBy != Deadlines.NEVER && world.port.state() == VoiceModem.State.IDLE) {
            if (!modem.misbehaviours().contains(Misbehaviour.MODEM_MANAGER)) {
                slowestBack = Math.max(slowestBack, now - wellAgainAt);
            }
            usableBy = Deadlines.NEVER;
        }
        if (plugged && !alive) {
            // Wedged: somebody has to pull it out; the driver has said so.
            usableBy = Deadlines.NEVER;
            if (line.state() instanceof FxoState.OutOfService(String why, boolean _) && why.contains("unplug")) {
                wedges++;
                world.wire.unplug();
                replug();
            }
        }
        assertThat(usableBy == Deadlines.NEVER || now <= usableBy).as("not in service again: %s", this).isTrue();
    }

    private void handle(FxoEvent event) {
        if (event instanceof FxoEvent.Seize && owned) {
            return;
        }
        carryOut(line.handle(event, world.clock.now()));
    }

    private void carryOut(List<FxoAction> actions) {
        long now = world.clock.now();
        for (FxoAction action : actions) {
            switch (action) {
                case FxoAction.GoOffHook _ -> {
                    orderedOnHook = Deadlines.NEVER;
                    world.port.goOffHook(now);
                }
                case FxoAction.SendDigits(String digits) -> world.port.sendDigits(digits, now);
                case FxoAction.HookFlash() -> {
                    flashes++;
                    world.port.flash(now);
                }
                case FxoAction.GoOnHook _ -> {
                    orderedOnHook = now;
                    world.port.goOnHook(now);
                }
                case FxoAction.OfferCall _ -> {
                    assertThat(owned).as("%s", this).isFalse();
                    owned = true;
                    if (answering) {
                        carryOut(line.handle(new FxoEvent.Answer(), now));
                    }
                }
                case FxoAction.Seized _ -> owned = true;
                // It met a caller, who is offered next.
                case FxoAction.Refused _ -> owned = false;
                case FxoAction.Released _, FxoAction.Abandoned _ -> {
                    owned = false;
                    ended++;
                }
                default -> { }
            }
        }
    }

    @Override
    public String toString() {
        Set<Misbehaviour> switches = modem.misbehaviours();
        return modem.profile() + " " + switches + " at " + world.clock.now() + " " + line.state() + " " + line.history() + " port " + world.port.state()
                + " " + world.port.figures() + " exchange " + world.seen.subList(Math.max(0, world.seen.size() - 20), world.seen.size());
    }
}
