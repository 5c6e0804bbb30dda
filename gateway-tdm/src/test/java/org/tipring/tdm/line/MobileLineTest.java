package org.tipring.tdm.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.line.FxoAction.AnswerEvidence;
import org.tipring.tdm.line.FxoAction.Refusal;
import org.tipring.tdm.line.FxoAction.ReleaseEvidence;

class MobileLineTest {

    private static final long SECOND = 1_000_000_000L;
    private static final CallerId SMITH = CallerId.of("+4930123", "");

    private final MobileLine line = new MobileLine(new LineId("gsm1"));
    private long now;

    @BeforeEach
    void ready() {
        assertThat(say(new FxoEvent.PortReady())).containsExactly(new FxoAction.InService());
    }

    private List<FxoAction> say(LineEvent event) {
        return line.handle(event, now);
    }

    @Test
    void anOutgoingCallIsAnsweredWhenTheNetworkSaysSoAndEndsWithItsCause() {
        assertThat(say(new FxoEvent.Seize("030123"))).containsExactly(new FxoAction.SendDigits("030123"));
        assertThat(say(new MobileEvent.Accepted())).containsExactly(new FxoAction.Seized(), new FxoAction.Dialled());
        assertThat(say(new FxoEvent.ToneStarted(CallProgressTone.BUSY))).as("tones mean nothing").isEmpty();
        assertThat(say(new MobileEvent.Alerting())).containsExactly(new FxoAction.Alerting());
        assertThat(say(new FxoEvent.ToneEnded(CallProgressTone.RINGBACK))).isEmpty();
        assertThat(say(new MobileEvent.Connected())).containsExactly(new FxoAction.Answered(AnswerEvidence.NETWORK));
        assertThat(say(new MobileEvent.Ended(16, "normal"))).containsExactly(new FxoAction.ReleasedByNetwork(16, "normal"));
        assertThat(line.state()).isEqualTo(new FxoState.OnHook());
        assertThat(line.nextDeadline()).isEqualTo(Deadlines.NEVER);
    }

    /// Some sticks never say that they are connected; the list of calls then goes from dialling to active.
    @Test
    void anAnswerWithoutAnythingBeforeItIsAnAnswer() {
        say(new FxoEvent.Seize("1"));
        assertThat(say(new MobileEvent.Connected())).containsExactly(new FxoAction.Seized(), new FxoAction.Dialled(),
                new FxoAction.Answered(AnswerEvidence.NETWORK));
    }

    @Test
    void anIncomingCallIsOfferedAnsweredAndReleasedByUs() {
        assertThat(say(new MobileEvent.Incoming(SMITH))).containsExactly(new FxoAction.OfferCall(SMITH));
        assertThat(say(new FxoEvent.RingStarted())).containsExactly(new FxoAction.Rang(2));
        assertThat(say(new FxoEvent.Answer())).containsExactly(new FxoAction.GoOffHook());
        assertThat(say(new MobileEvent.Connected())).containsExactly(new FxoAction.Seized(), new FxoAction.Answered(AnswerEvidence.WE_ANSWERED));
        assertThat(say(new FxoEvent.Release())).containsExactly(new FxoAction.GoOnHook());
        assertThat(line.takes(true, now)).isFalse();
        assertThat(say(new FxoEvent.OnHook())).containsExactly(new FxoAction.Released(ReleaseEvidence.OUR_RELEASE));
        assertThat(line.takes(false, now)).isTrue();
        assertThat(line.callerMayHold()).isFalse();
    }

    @Test
    void aMobileCanRefuseACall() {
        say(new MobileEvent.Incoming(SMITH));
        assertThat(say(new FxoEvent.Release())).containsExactly(new FxoAction.GoOnHook());
        assertThat(say(new MobileEvent.Ended(16, "normal"))).as("our own doing").isEmpty();
        assertThat(say(new FxoEvent.OnHook())).hasSize(1);
    }

    @Test
    void aCallThatMeetsOursIsOfferedAndOursHuntsOn() {
        say(new FxoEvent.Seize("1"));
        assertThat(say(new MobileEvent.Incoming(SMITH))).containsExactly(new FxoAction.Refused(Refusal.GLARE), new FxoAction.OfferCall(SMITH));
        assertThat(say(new FxoEvent.Seize("1"))).containsExactly(new FxoAction.Refused(Refusal.GLARE));
    }

    @Test
    void withoutANetworkAnotherLineIsTriedButABusySubscriberIsBusyEverywhere() {
        say(new FxoEvent.Seize("1"));
        assertThat(say(new MobileEvent.Ended(38, "no network"))).containsExactly(new FxoAction.Refused(Refusal.OUT_OF_SERVICE));
        say(new FxoEvent.Seize("1"));
        assertThat(say(new MobileEvent.Ended(17, "busy"))).containsExactly(new FxoAction.ReleasedByNetwork(17, "busy"));
    }

    @Test
    void aModemThatDoesNotEndACallIsOutOfServiceUntilItDoes() {
        say(new MobileEvent.Incoming(SMITH));
        say(new FxoEvent.Release());
        now += 15 * SECOND;
        assertThat(line.tick(now)).contains(new FxoAction.Released(ReleaseEvidence.OUR_RELEASE)).anyMatch(FxoAction.OutOfService.class::isInstance);
        assertThat(say(new FxoEvent.OnHook())).containsExactly(new FxoAction.InService());
    }

    @Test
    void onlyWhatCanBeDialledIsDialled() {
        for (int c = 0; c < 256; c++) {
            if ("0123456789*#ABCD,".indexOf(c) < 0) {
                for (String digits : List.of("" + (char) c, "1" + (char) c, (char) c + "1")) {
                    assertThatThrownBy(() -> say(new FxoEvent.Seize(digits))).isInstanceOf(IllegalArgumentException.class);
                }
            }
        }
    }

    /// Whatever happens in whatever order: a call that has the line hears exactly one end of it.
    @Test
    void everyCallEndsExactlyOnceInAStorm() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("MobileLineTest seed " + seed + " (repeat with -Dtipring.seed=" + seed + ")");
        Random random = new Random(seed);
        List<LineEvent> events = List.of(new FxoEvent.PortReady(), new FxoEvent.PortFailed("x"), new FxoEvent.PortGone("y"), new FxoEvent.RingStarted(),
                new FxoEvent.OnHook(), new MobileEvent.Incoming(SMITH), new MobileEvent.Accepted(), new MobileEvent.Alerting(), new MobileEvent.Connected(),
                new MobileEvent.Ended(17, "busy"), new MobileEvent.Ended(38, "no network"), new FxoEvent.Answer(), new FxoEvent.Release());
        boolean owned = false;
        List<Object> story = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            now += random.nextInt(4) == 0 ? random.nextInt(20) * SECOND : 0;
            List<FxoAction> actions = new ArrayList<>(line.tick(now));
            LineEvent event = !owned && random.nextInt(4) == 0 ? new FxoEvent.Seize("1") : events.get(random.nextInt(events.size()));
            boolean seized = event instanceof FxoEvent.Seize && line.takes(false, now);
            story.add(event);
            for (FxoAction action : actions) {
                owned = after(action, owned, story);
            }
            owned |= seized;
            for (FxoAction action : say(event)) {
                if (!(event instanceof FxoEvent.Seize && !seized)) {
                    owned = after(action, owned, story);
                }
            }
            if (line.state() instanceof FxoState.OnHook || line.state() instanceof FxoState.OutOfService) {
                assertThat(owned).as("%s", story.subList(Math.max(0, story.size() - 12), story.size())).isFalse();
                assertThat(line.nextDeadline()).isEqualTo(Deadlines.NEVER);
            }
        }
    }

    private static boolean after(FxoAction action, boolean owned, List<Object> story) {
        story.add(action);
        return switch (action) {
            case FxoAction.OfferCall _ -> {
                assertThat(owned).isFalse();
                yield true;
            }
            case FxoAction.Released _, FxoAction.ReleasedByNetwork _, FxoAction.Refused _, FxoAction.Abandoned _ -> {
                assertThat(owned).as("%s", story.subList(Math.max(0, story.size() - 12), story.size())).isTrue();
                yield false;
            }
            default -> owned;
        };
    }
}
