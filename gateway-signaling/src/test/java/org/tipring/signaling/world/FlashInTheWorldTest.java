package org.tipring.signaling.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tipring.media.codec.AudioFormat;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sdp.Direction;
import org.tipring.signaling.sdp.OfferAnswer;
import org.tipring.signaling.sip.SipEvent;
import org.tipring.tdm.emulator.ExchangeSettings;
import org.tipring.tdm.emulator.Subscriber;
import org.tipring.tdm.emulator.Voices;
import org.tipring.tdm.line.FxoState;

/// From a SIP telephone's hook flash to the exchange's wires.
class FlashInTheWorldTest implements ScriptedSip.Telephones {

    private static final String PLAN = """
            [country]
            name = US
            code = 1

            [interface phones]
            sip = registrar
            members = 201
            numbers = as-dialled

            [interface landlines]
            members = fxo1
            numbers = national

            [route out]
            from = phones
            to = landlines
            """;

    @Test
    void aFlashOpensTheLoopForAMomentAndTheCallGoesOn() {
        World world = new World(5, 1, TestPlans.read(PLAN), ExchangeSettings.of("US"));
        world.sip.telephones = this;
        world.exchange.subscribe("100", new Subscriber.Answers(500, Voices.Announcement::new, Subscriber.NEVER));
        world.until(() -> world.lineController.status().stream().allMatch(line -> line.inService()), 60_000, "the line in service");
        LegId leg = world.legIds.get();
        String offer = OfferAnswer.offer("10.0.0.2", 10_000, List.of(AudioFormat.PCMU), 101, 20, Direction.SENDRECV, 1, 1);
        world.sip.report(new SipEvent.Invited(leg, new SipEvent.Source.Extension("201"), "100", new SipEvent.CallingParty("201", "", false), offer, "x"));
        world.until(() -> world.lineController.status().getFirst().state() instanceof FxoState.Talking, 30_000, "they talk");
        assertThat(world.closedLoops).hasSize(1);
        world.sip.report(new SipEvent.HookFlash(leg));
        world.until(() -> world.closedLoops.isEmpty(), 2_000, "the loop open");
        world.until(() -> !world.closedLoops.isEmpty(), 800, "the loop closed again");
        world.advance(5_000);
        assertThat(world.lineController.status().getFirst().state()).isInstanceOf(FxoState.Talking.class);
        world.sip.report(new SipEvent.Released(leg, ReleaseCause.NORMAL, 0, "BYE"));
        world.until(() -> !world.records.isEmpty(), 20_000, "a record");
        assertThat(world.records.getFirst().timeline()).anyMatch(entry -> entry.what().equals("hook flash for fxo1"))
                .anyMatch(entry -> entry.what().contains("hook flash") && entry.what().contains("heard"));
        assertThat(world.broken).isEmpty();
        // A flash of a call that is over is nobody's.
        world.sip.report(new SipEvent.HookFlash(leg));
        world.advance(1_000);
    }
}
