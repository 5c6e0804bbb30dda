package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.cellular.CellularModem;
import org.tipring.tdm.emulator.CellularMisbehaviour;
import org.tipring.tdm.emulator.CellularProfile;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;
import org.tipring.tdm.line.FxoAction;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.FxoState;
import org.tipring.tdm.sms.TextMessage;

/// Mobile line, port, module and network together: random calls, every misbehaviour switched on at random, hung up, unplugged, without a
/// network and called at random moments. Every call ends once; a call that we end is gone from the network within ten seconds; ten seconds
/// after the device and the network are well the line is in service. Text messages come and go all the while: each that comes is told, each that
/// is to go has one outcome.
///
/// `-Dtipring.calls=100000` is the whole storm; without it a small one.
class MobileStormTest {

    private static final int CALLS = Integer.getInteger("tipring.calls", 900);
    private static final int CALLS_OF_A_WORLD = 8;
    private static final long SECOND = 1_000_000_000L;
    private static final long USABLE_WITHIN = 10 * SECOND;
    private static final long GONE_WITHIN = 10 * SECOND;
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-25T12:00:00Z");

    private Random random;
    private VirtualMobile world;
    private CellularProfile profile;
    private EnumSet<CellularMisbehaviour> switches;
    private boolean owned;
    private int made;
    private int ended;
    private int answered;
    private int textsIn;
    private int textsOut;
    private int outcomes;
    private int allTexts;
    private long wellSince;
    private boolean network;
    private long orderedOnHook;
    private long slowestBack;
    private long slowestGone;

    @Test
    void everyLineComesToRestWhateverItsModuleDoes() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("MobileStormTest seed " + seed + " (repeat with -Dtipring.seed=" + seed + ")");
        random = new Random(seed);
        long started = System.nanoTime();
        double hours = 0;
        while (made < CALLS) {
            world();
            hours += world.clock.now() / 3.6e12;
        }
        System.out.printf("%d calls in %.1f virtual hours, %d s: %d ended on their lines, %d answered; slowest end %d ms, slowest return to service %d ms; %d text messages%n",
                made, hours, (System.nanoTime() - started) / SECOND, ended, answered, slowestGone / 1_000_000, slowestBack / 1_000_000, allTexts);
        assertThat(answered).isPositive();
    }

    private void world() {
        profile = CellularProfile.values()[random.nextInt(3)];
        switches = EnumSet.noneOf(CellularMisbehaviour.class);
        for (int i = random.nextInt(random.nextInt(4) == 0 ? 12 : 4); i > 0; i--) {
            CellularMisbehaviour one = CellularMisbehaviour.values()[random.nextInt(CellularMisbehaviour.values().length)];
            if (one.fits(profile) && !CellularMisbehaviour.INCURABLE.contains(one)) {
                switches.add(one);
            }
        }
        world = new VirtualMobile(profile, switches, random.nextLong());
        world.media.listening = false;
        world.network.subscribe("200", Subscriber.hangsUpAfter(3_000));
        world.network.subscribe("201", Subscriber.echoes());
        world.network.subscribe("300", new Subscriber.Busy());
        world.network.subscribe("400", new Subscriber.NeverAnswers());
        owned = false;
        textsIn = 0;
        textsOut = 0;
        outcomes = 0;
        network = true;
        wellSince = world.clock.now();
        orderedOnHook = Deadlines.NEVER;
        world.port.start(world.clock.now());
        for (int i = 0; i < CALLS_OF_A_WORLD; i++, made++) {
            call();
        }
        for (int i = 0; i < 7; i++) {
            say(new FxoEvent.Release());
            run(10_000);
        }
        assertThat(world.port.idle()).as("%s", this).isTrue();
        assertThat(world.line.state()).as("%s", this).isEqualTo(new FxoState.OnHook());
        assertThat(owned).as("%s", this).isFalse();
        assertThat(world.network.busy()).as("%s", this).isFalse();
        assertThat(world.module.hastyCommands()).as("%s", this).isZero();
        assertThat(outcomes).as("one outcome of each text that goes: %s", this).isEqualTo(textsOut);
        assertThat(world.texts.stream().map(TextMessage::text).distinct().count()).as("each text that comes: %s", this).isEqualTo(textsIn);
        assertThat(world.module.textsStored()).as("%s", this).isZero();
        allTexts += textsIn + textsOut;
        world.port.close(world.clock.now());
        run(6_000);
        assertThat(world.port.closed()).as("%s", this).isTrue();
        assertThat(world.port.nextDeadline()).isEqualTo(Deadlines.NEVER);
        assertThat(world.port.state()).isEqualTo(CellularModem.State.DETACHED);
    }

    private void text() {
        long now = world.clock.now();
        String text = "x".repeat(random.nextInt(3) == 0 ? 1 + random.nextInt(400) : 1);
        if (random.nextBoolean()) {
            world.network.text("+491", textsIn++ + " " + text, NOON, now);
        } else {
            textsOut++;
            world.port.sendText("1", text, _ -> outcomes++, now);
        }
    }

    private void call() {
        for (int i = random.nextInt(8) - 4; i > 0; i--) {
            text();
            run(random.nextInt(3_000));
        }
        switch (random.nextInt(4)) {
            case 0 -> ring();
            case 1 -> {
                ring();
                run(random.nextInt(300));
                seize("200");
            }
            default -> seize(List.of("200", "201", "201,12", "300", "400", "999").get(random.nextInt(6)));
        }
        run(random.nextInt(random.nextBoolean() ? 1_500 : 12_000));
        if (random.nextBoolean()) {
            say(new FxoEvent.Answer());
            run(random.nextInt(12_000));
        }
        switch (random.nextInt(12)) {
            case 0, 1 -> {
                if (world.module.present()) {
                    world.wires.unplug();
                    run(random.nextInt(20_000));
                    if (!world.module.present()) {
                        world.wires.replug();
                    }
                    well();
                    run(random.nextInt(15_000));
                }
            }
            case 2 -> {
                network = false;
                world.network.registered(false, world.clock.now());
                run(random.nextInt(20_000));
                world.network.registered(true, world.clock.now());
                network = true;
                well();
            }
            case 3 -> world.network.farEndHangsUp(world.clock.now());
            default -> { }
        }
        if (random.nextInt(4) > 0) {
            say(new FxoEvent.Release());
        }
        run(random.nextInt(random.nextInt(8) == 0 ? 60_000 : 6_000));
    }

    private void ring() {
        world.network.call(CallerId.of("+4930123", ""), 1_000 + random.nextInt(20_000), new Voices.Silence(), 1 + random.nextInt(10_000),
                world.clock.now());
    }

    private void seize(String digits) {
        if (!owned) {
            boolean takes = world.line.takes(false, world.clock.now());
            owned = takes;
            say(new FxoEvent.Seize(digits));
        }
    }

    private void say(FxoEvent event) {
        world.say(event);
        heed();
    }

    private void well() {
        wellSince = world.clock.now();
    }

    private void run(int millis) {
        long end = world.clock.now() + millis * 1_000_000L;
        while (world.clock.now() < end) {
            world.leap(end);
            heed();
            check();
        }
    }

    private void heed() {
        while (!world.told.isEmpty()) {
            FxoAction action = world.told.removeFirst();
            switch (action) {
                case FxoAction.OfferCall _ -> {
                    assertThat(owned).as("%s", this).isFalse();
                    owned = true;
                }
                case FxoAction.Released _, FxoAction.ReleasedByNetwork _, FxoAction.Abandoned _ -> {
                    assertThat(owned).as("%s: %s", action, this).isTrue();
                    owned = false;
                    ended++;
                }
                case FxoAction.Refused _ -> owned = false;
                case FxoAction.Answered _ -> answered++;
                case FxoAction.GoOnHook _ -> orderedOnHook = world.clock.now();
                case FxoAction.SendDigits _, FxoAction.GoOffHook _ -> orderedOnHook = Deadlines.NEVER;
                default -> { }
            }
        }
    }

    private void check() {
        long now = world.clock.now();
        if (orderedOnHook != Deadlines.NEVER && !world.network.busy()) {
            slowestGone = Math.max(slowestGone, now - orderedOnHook);
            orderedOnHook = Deadlines.NEVER;
        }
        // Somebody may call again in the meantime, which is another call.
        if (orderedOnHook != Deadlines.NEVER && now - orderedOnHook > GONE_WITHIN) {
            assertThat(world.network.incoming()).as("a call that does not end: %s", this).isTrue();
            orderedOnHook = Deadlines.NEVER;
        }
        if (!world.module.present() || !network) {
            well();
        }
        if (world.port.state() == CellularModem.State.IN_SERVICE) {
            well();
        } else {
            slowestBack = Math.max(slowestBack, now - wellSince);
        }
        assertThat(now - wellSince).as("not in service again: %s", this).isLessThanOrEqualTo(USABLE_WITHIN);
    }

    @Override
    public String toString() {
        return profile + " " + switches + " at " + world.clock.now() + " " + world.line.state() + " " + world.line.history() + " port "
                + world.port.state() + " " + world.port.figures() + " network " + world.network.busy();
    }
}
