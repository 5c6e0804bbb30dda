package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.time.Deadlines;
import org.tipring.media.time.VirtualClock;
import org.tipring.tdm.card.CardCommand;
import org.tipring.tdm.card.CardIdentity;
import org.tipring.tdm.card.CardReport;
import org.tipring.tdm.line.FxoAction;
import org.tipring.tdm.line.FxoEvent;
import org.tipring.tdm.line.FxoLine;
import org.tipring.tdm.line.FxoState;
import org.tipring.tdm.line.LineId;
import org.tipring.tdm.line.LineTimings;

/// A card's exchange line: line, port and battery watch together, and a card that does at random what cards and exchanges do: rings, turns the
/// battery round, opens the loop, loses it, reports another telephone, faults, goes and comes back in the middle of anything. Every call ends
/// once; the relay is told to open, and told last; ten seconds after card and battery are well the line is in service.
///
/// `-Dtipring.calls=100000` is the whole storm; without it a small one. The card's messages are numbered and repeated, so none gets lost here.
class CardLineStormTest {

    private static final int CALLS = Integer.getInteger("tipring.calls", 20_000);
    private static final int CALLS_OF_A_WORLD = 10;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long USABLE_WITHIN = 10 * SECOND;
    private static final int HOOK = new CardCommand.Hook(true).type();
    private static final int FLASH = new CardCommand.Flash(1).type();
    private static final int PULSES = new CardCommand.DialPulses(1, 20, 20).type();
    private static final CardIdentity WHO = new CardIdentity(1, 1, 3, 7, 0, List.of(CardIdentity.Kind.FXO), "storm", "1", "1");

    private final VirtualClock clock = new VirtualClock();
    private final ArrayDeque<Runnable> control = new ArrayDeque<>();
    private Random random;
    private ExchangeLinePort port;
    private FxoLine line;
    private boolean present;
    private boolean battery;
    private boolean otherLifted;
    private boolean relay;
    private long hookDoneAt;
    private long pulsesDoneAt;
    private long measuredAt;
    private boolean owned;
    private boolean answering;
    private long wellSince;
    private long slowestBack;
    private int made;
    private int ended;
    private int answered;

    @Test
    void everyLineComesToRestWhateverCardAndExchangeDo() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("CardLineStormTest seed " + seed + " (repeat with -Dtipring.seed=" + seed + ")");
        random = new Random(seed);
        long started = System.nanoTime();
        while (made < CALLS) {
            world();
        }
        System.out.printf("%d calls in %.1f virtual hours, %d s: %d ended, %d answered; slowest return to service %d ms%n", made, clock.now() / 3.6e12,
                (System.nanoTime() - started) / SECOND, ended, answered, slowestBack / MILLI);
        assertThat(ended).isPositive();
        assertThat(answered).isPositive();
    }

    private void world() {
        LineCard card = new LineCard("card0", () -> null, control::add, _ -> { }, clock::now, 1);
        port = new ExchangeLinePort(new LineId("pots"), card, 0, new ExchangeLinePort.Habits(100, 100, 1_000, 300, new ExchangeLinePort.Pulses(60, 40)),
                control::add, event -> carryOut(line.handle(event, clock.now())));
        line = new FxoLine(new LineId("pots"), LineTimings.DEFAULT);
        owned = false;
        battery = true;
        otherLifted = false;
        appear();
        for (int i = 0; i < CALLS_OF_A_WORLD; i++, made++) {
            call();
        }
        if (!present) {
            appear();
        }
        battery(true);
        otherLifted = false;
        for (int i = 0; i < 6; i++) {
            handle(new FxoEvent.Release());
            run(10_000);
        }
        assertThat(line.state()).as("%s", this).isEqualTo(new FxoState.OnHook());
        assertThat(owned).as("%s", this).isFalse();
        assertThat(relay).as("%s", this).isFalse();
        port.close(clock.now());
        assertThat(port.closed()).isTrue();
    }

    private void appear() {
        present = true;
        relay = false;
        hookDoneAt = Deadlines.NEVER;
        pulsesDoneAt = Deadlines.NEVER;
        measuredAt = clock.now() + SECOND;
        well();
        port.up(WHO, clock.now());
        port.report(new CardReport.LineState(battery ? CardReport.Line.NORMAL : CardReport.Line.NO_BATTERY), clock.now());
    }

    private void call() {
        answering = random.nextBoolean();
        switch (random.nextInt(4)) {
            case 0 -> ring(1 + random.nextInt(4));
            case 1 -> {
                ring(1);
                run(random.nextInt(1_000));
                seize();
            }
            default -> seize();
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            run(random.nextInt(random.nextBoolean() ? 300 : 6_000));
            happens();
        }
        handle(new FxoEvent.Release());
        run(random.nextInt(random.nextInt(8) == 0 ? 40_000 : 5_000));
        if (!present) {
            appear();
        }
        battery(true);
        otherLifted = false;
        run(random.nextInt(12_000));
    }

    private void happens() {
        switch (random.nextInt(14)) {
            case 0 -> {
                if (present) {
                    present = false;
                    relay = false;
                    port.gone("the card has gone");
                }
            }
            case 1 -> {
                if (!present) {
                    appear();
                } else {
                    // It began anew by itself: nothing of before holds.
                    port.gone("the card has begun anew");
                    appear();
                }
            }
            case 2 -> battery(!battery);
            case 3 -> {
                battery(false);
                run(100 + random.nextInt(400));
                battery(true);
            }
            case 4 -> report(new CardReport.LineState(CardReport.Line.REVERSED));
            case 5 -> otherLifted = !otherLifted;
            case 6 -> ring(1 + random.nextInt(2));
            case 7 -> handle(new FxoEvent.ToneStarted(CallProgressTone.BUSY));
            case 8 -> handle(new FxoEvent.ToneStarted(CallProgressTone.RINGBACK));
            case 9 -> handle(new FxoEvent.VoiceHeard());
            case 10 -> handle(new FxoEvent.Flash());
            case 11 -> handle(new FxoEvent.Answer());
            case 12 -> handle(new FxoEvent.ToneEnded(CallProgressTone.RINGBACK));
            default -> handle(new FxoEvent.ToneStarted(CallProgressTone.DIAL));
        }
    }

    private void report(CardReport report) {
        if (present) {
            port.report(report, clock.now());
        }
    }

    private void battery(boolean on) {
        if (battery != on) {
            battery = on;
            well();
        }
        report(new CardReport.LineState(on ? CardReport.Line.NORMAL : CardReport.Line.NO_BATTERY));
    }

    private void ring(int rings) {
        for (int i = 0; i < rings; i++) {
            report(new CardReport.Rang(true));
            run(1_000);
            report(new CardReport.Rang(false));
            run(random.nextInt(3_000));
        }
    }

    private void seize() {
        if (!owned) {
            handle(new FxoEvent.Seize(random.nextInt(4) == 0 ? "12,3" : "250"));
        }
    }

    private void well() {
        wellSince = clock.now();
    }

    private void handle(FxoEvent event) {
        List<FxoAction> actions = line.handle(event, clock.now());
        owned |= event instanceof FxoEvent.Seize && actions.stream().anyMatch(FxoAction.GoOffHook.class::isInstance);
        carryOut(actions);
        drain();
    }

    private void drain() {
        for (Runnable task = control.poll(); task != null; task = control.poll()) {
            task.run();
        }
    }

    private void run(int millis) {
        long end = clock.now() + millis * MILLI;
        drain();
        while (clock.now() < end) {
            long next = Math.min(Math.min(line.nextDeadline(), port.nextDeadline()), Math.min(measuredAt, Math.min(hookDoneAt, pulsesDoneAt)));
            clock.advanceTo(Math.min(end, Math.max(clock.now() + MILLI, next)));
            long now = clock.now();
            cardDoes(now);
            drain();
            relayFollows(now);
            if (port.nextDeadline() <= now) {
                port.tick(now);
                drain();
            }
            if (line.nextDeadline() <= now) {
                carryOut(line.tick(now));
                drain();
            }
            check(now);
        }
    }

    /// The port may open the loop by itself.
    private void relayFollows(long now) {
        if (present && relay != port.wantsOffHook()) {
            relay = port.wantsOffHook();
            hookDoneAt = now + (5 + random.nextInt(40)) * MILLI;
        }
    }

    private void cardDoes(long now) {
        if (hookDoneAt <= now) {
            hookDoneAt = Deadlines.NEVER;
            report(new CardReport.Done(HOOK));
            if (relay && random.nextInt(8) > 0) {
                control.add(() -> carryOut(line.handle(new FxoEvent.ToneStarted(CallProgressTone.DIAL), clock.now())));
            }
        }
        if (pulsesDoneAt <= now) {
            pulsesDoneAt = line.state() instanceof FxoState.Dialling ? now + 600 * MILLI : Deadlines.NEVER;
            report(new CardReport.Done(PULSES));
        }
        if (measuredAt <= now) {
            measuredAt = now + SECOND;
            report(new CardReport.Measured(relay ? 75 : otherLifted ? 90 : battery ? 480 : 0, relay ? 250 : 0));
        }
    }

    private void check(long now) {
        boolean service = !(line.state() instanceof FxoState.OutOfService);
        if (service || !present || !battery || otherLifted) {
            well();
        } else {
            slowestBack = Math.max(slowestBack, now - wellSince);
        }
        assertThat(now - wellSince).as("not in service again: %s", this).isLessThanOrEqualTo(USABLE_WITHIN);
        if (line.state() instanceof FxoState.OnHook || line.state() instanceof FxoState.Guard) {
            assertThat(relay).as("idle with a closed loop: %s", this).isFalse();
        }
    }

    private void carryOut(List<FxoAction> actions) {
        long now = clock.now();
        for (FxoAction action : actions) {
            switch (action) {
                case FxoAction.GoOffHook _ -> hook(true, now);
                case FxoAction.GoOnHook _ -> hook(false, now);
                case FxoAction.SendDigits(String digits) -> {
                    port.sendDigits(digits, now);
                    pulsesDoneAt = now + 600 * MILLI;
                }
                case FxoAction.HookFlash() -> {
                    port.flash(now);
                    report(new CardReport.Done(FLASH));
                }
                case FxoAction.OfferCall _ -> {
                    assertThat(owned).as("%s", this).isFalse();
                    owned = true;
                    if (answering) {
                        carryOut(line.handle(new FxoEvent.Answer(), now));
                    }
                }
                case FxoAction.Seized _ -> owned = true;
                case FxoAction.Refused _ -> owned = false;
                case FxoAction.Answered _ -> answered++;
                case FxoAction.Released _, FxoAction.Abandoned _ -> {
                    assertThat(owned).as("%s: %s", action, this).isTrue();
                    owned = false;
                    ended++;
                }
                default -> { }
            }
        }
    }

    private void hook(boolean close, long now) {
        if (close) {
            port.goOffHook(now);
        } else {
            port.goOnHook(now);
        }
        if (present) {
            relay = close;
            hookDoneAt = now + (5 + random.nextInt(40)) * MILLI;
        }
    }

    @Override
    public String toString() {
        return "at " + clock.now() + " " + line.state() + " " + line.history() + " card " + present + " battery " + battery + " other " + otherLifted + " "
                + port.supply();
    }
}
