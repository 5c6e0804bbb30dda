package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Line, port, modem and exchange together, hung up, unplugged and called at random moments: the line always comes to rest, on-hook.
class PortStormTest {

    private static final int WORLDS = Integer.getInteger("tipring.worlds", 150);
    private static final int CALLS = 8;
    /// What a modem recovers from by itself. A modem without voice never serves; a wedged one needs a hand.
    private static final Set<Misbehaviour> CURABLE = EnumSet.complementOf(EnumSet.of(Misbehaviour.VOICE_ERROR, Misbehaviour.VSM_VARIANT,
            Misbehaviour.WEDGED));

    private Random random;
    private VirtualLine world;
    private FxoLine line;
    private boolean owned;
    private boolean answering;

    @Test
    void theLineAlwaysComesToRest() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("PortStormTest seed " + seed + " (repeat with -Dtipring.seed=" + seed + ")");
        random = new Random(seed);
        for (int i = 0; i < WORLDS; i++) {
            world();
        }
    }

    private void world() {
        ModemSettings modem = ModemSettings.CX93001;
        List<Misbehaviour> curable = List.copyOf(CURABLE);
        for (int i = random.nextInt(3); i > 0; i--) {
            modem = modem.with(curable.get(random.nextInt(curable.size())));
        }
        String country = List.of("US", "GB", "DE").get(random.nextInt(3));
        world = new VirtualLine(ExchangeSettings.of(country), modem, VoiceModemSettings.DEFAULT);
        world.exchange.subscribe("200", Subscriber.hangsUpAfter(3_000));
        line = new FxoLine(new LineId("fxo1"), LineTimings.DEFAULT);
        owned = false;
        world.port.start(world.clock.now());
        for (int i = 0; i < CALLS; i++) {
            call();
        }
        // Nobody listens for tones here: a call answered too late hears dial tone for ever unless its own side ends it.
        for (int i = 0; i < 6; i++) {
            handle(new FxoEvent.Release());
            run(10_000);
        }
        assertThat(world.port.state()).as(story(modem)).isEqualTo(VoiceModem.State.IDLE);
        assertThat(world.port.nextDeadline()).as(story(modem)).isEqualTo(Deadlines.NEVER);
        assertThat(line.state()).as(story(modem)).isEqualTo(new FxoState.OnHook());
        assertThat(owned).as(story(modem)).isFalse();
        assertThat(hooks(ExchangeEvent.OnHook.class)).as(story(modem)).isEqualTo(hooks(ExchangeEvent.OffHook.class));
    }

    private void call() {
        answering = random.nextBoolean();
        switch (random.nextInt(4)) {
            case 0 -> world.exchange.call("100", CallerId.of("4055551234", "SMITH J"), 1_000 + random.nextInt(20_000), new Voices.Silence(),
                    1 + random.nextInt(10_000), world.clock.now());
            case 1 -> {
                // Both at once: glare.
                world.exchange.call("100", CallerId.NONE, 1_000 + random.nextInt(20_000), new Voices.Silence(), 1 + random.nextInt(10_000),
                        world.clock.now());
                run(random.nextInt(1_000));
                handle(new FxoEvent.Seize("200"));
            }
            default -> handle(new FxoEvent.Seize(random.nextInt(4) == 0 ? "200,1234567890#" : "200"));
        }
        run(random.nextInt(random.nextBoolean() ? 1_500 : 12_000));
        if (random.nextInt(5) == 0) {
            world.wire.unplug();
            run(random.nextInt(3_000));
            world.wire.replug();
            run(random.nextInt(15_000));
        }
        handle(new FxoEvent.Release());
        run(random.nextInt(6_000));
    }

    private void run(int millis) {
        for (int done = 0; done < millis; done += 8) {
            world.run(8);
            for (FxoEvent.FromPort event = world.events.poll(); event != null; event = world.events.poll()) {
                handle(event);
            }
            carryOut(line.tick(world.clock.now()));
        }
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
                case FxoAction.GoOffHook _ -> world.port.goOffHook(now);
                case FxoAction.SendDigits(String digits) -> world.port.sendDigits(digits, now);
                case FxoAction.GoOnHook _ -> world.port.goOnHook(now);
                case FxoAction.OfferCall _ -> {
                    owned = true;
                    if (answering) {
                        carryOut(line.handle(new FxoEvent.Answer(), now));
                    }
                }
                case FxoAction.Seized _ -> owned = true;
                case FxoAction.Released _, FxoAction.Abandoned _ -> owned = false;
                default -> { }
            }
        }
    }

    private long hooks(Class<? extends ExchangeEvent> event) {
        return world.seen.stream().filter(event::isInstance).count();
    }

    private String story(ModemSettings modem) {
        return modem.misbehaviours() + " " + line.state() + " " + line.history() + " port " + world.port.state() + " " + world.port.figures()
                + " exchange " + world.seen;
    }
}
