package org.tipring.tdm.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.callerid.CallerId;

/// Random events in random order at random times, also ones that no sane port would send: what must hold, holds.
class FxoLineStormTest {

    private static final int SEQUENCES = 100_000;
    private static final int STEPS = 40;
    private static final AnswerSupervision[] SUPERVISIONS = AnswerSupervision.values();

    private static final ReleaseRules RULES = ReleaseRules.DEFAULT.withSilence(java.time.Duration.ofSeconds(90)).withLongestCall(java.time.Duration.ofMinutes(1));

    private Random random;
    private FxoLine line;
    private long now;
    private boolean loopOrdered;
    private boolean owned;

    @Test
    void everyCallEndsOnceAndTheLoopIsNeverClosedTwice() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("FxoLineStormTest seed " + seed + " (repeat with -Dtipring.seed=" + seed + ")");
        random = new Random(seed);
        for (int i = 0; i < SEQUENCES; i++) {
            line = new FxoLine(new LineId("fxo1"), LineTimings.DEFAULT.withAnswer(SUPERVISIONS[random.nextInt(3)])
                    .withRelease(random.nextBoolean() ? ReleaseRules.DEFAULT : RULES));
            now = 0;
            loopOrdered = false;
            owned = false;
            handle(new FxoEvent.PortReady());
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            theEnd();
        }
    }

    private void step() {
        now += random.nextInt(3) == 0 ? random.nextLong(20_000_000_000L) : random.nextLong(500_000_000L);
        if (random.nextInt(4) == 0 || line.nextDeadline() < now) {
            check(line.tick(now), false);
        }
        handle(event());
    }

    private void handle(FxoEvent event) {
        List<FxoAction> actions = line.handle(event, now);
        if (event instanceof FxoEvent.PortReady) {
            loopOrdered = false;
        }
        check(actions, event instanceof FxoEvent.Seize);
    }

    private FxoEvent event() {
        CallProgressTone[] tones = CallProgressTone.values();
        return switch (random.nextInt(25)) {
            case 0 -> new FxoEvent.PortReady();
            case 1 -> new FxoEvent.PortFailed("failed " + random.nextInt(2));
            case 2 -> new FxoEvent.PortGone("gone");
            case 3, 4 -> new FxoEvent.RingStarted();
            case 5 -> new FxoEvent.CallerIdReceived(CallerId.of("123", ""));
            case 6, 7, 8 -> new FxoEvent.OffHook();
            case 9, 10 -> new FxoEvent.OnHook();
            case 11, 12 -> new FxoEvent.DigitsSent();
            case 13 -> new FxoEvent.LoopBroken();
            case 14 -> new FxoEvent.PolarityReversed();
            case 15 -> new FxoEvent.ToneStarted(tones[random.nextInt(tones.length)]);
            case 16 -> new FxoEvent.ToneEnded(tones[random.nextInt(tones.length)]);
            case 17 -> random.nextInt(4) == 0 ? FxoEvent.WaitingCaller.SOMEBODY : new FxoEvent.VoiceHeard();
            case 18, 19 -> new FxoEvent.Seize(random.nextInt(5) == 0 ? "" : "12#", random.nextInt(10) == 0);
            case 20 -> new FxoEvent.Answer();
            case 21 -> new FxoEvent.Release();
            case 22 -> random.nextBoolean() ? new FxoEvent.DialToneReported() : new FxoEvent.Silent(random.nextInt(200));
            case 23 -> random.nextBoolean() ? new FxoEvent.Flash() : new FxoEvent.Flashed(random.nextBoolean());
            default -> new FxoEvent.ToneStarted(CallProgressTone.DIAL);
        };
    }

    private void check(List<FxoAction> actions, boolean seizing) {
        boolean ownedBefore = owned;
        for (FxoAction action : actions) {
            switch (action) {
                case FxoAction.GoOffHook _ -> {
                    assertThat(loopOrdered).as("two GoOffHook without GoOnHook between: %s", line.history()).isFalse();
                    loopOrdered = true;
                    if (seizing) {
                        owned = true;
                    }
                }
                case FxoAction.GoOnHook _ -> {
                    assertThat(loopOrdered).as("GoOnHook of an open loop").isTrue();
                    loopOrdered = false;
                }
                case FxoAction.OfferCall _ -> {
                    assertThat(owned).as("offered while a call has the line").isFalse();
                    owned = true;
                }
                // A refusal of somebody else's seizure does not touch the call that has the line.
                case FxoAction.Refused _ when seizing -> assertThat(owned).isEqualTo(ownedBefore);
                case FxoAction.Refused _, FxoAction.Abandoned _, FxoAction.Released _, FxoAction.ReleasedByNetwork _ -> {
                    assertThat(owned).as("%s without a call: %s", action, line.history()).isTrue();
                    owned = false;
                }
                case FxoAction.CallerWaits _, FxoAction.Rang _, FxoAction.Seized _, FxoAction.Dialled _, FxoAction.Alerting _, FxoAction.Answered _, FxoAction.AnswerHeard _,
                     FxoAction.SendDigits _, FxoAction.HookFlash _ ->
                    assertThat(owned).as("%s without a call: %s", action, line.history()).isTrue();
                case FxoAction.InService _, FxoAction.CallerMet _ -> { }
                // A lost device has no loop; PortReady promises that it is open.
                case FxoAction.OutOfService _ -> loopOrdered = false;
            }
        }
        if (line.state() instanceof FxoState.OnHook) {
            assertThat(line.nextDeadline()).as("an idle line has nothing to wait for").isEqualTo(Deadlines.NEVER);
        }
        if (line.state() instanceof FxoState.OnHook || line.state() instanceof FxoState.Guard) {
            assertThat(loopOrdered).as("idle with a closed loop: %s", line.history()).isFalse();
            assertThat(owned).as("a call hangs on an idle line: %s", line.history()).isFalse();
        }
    }

    /// From wherever it is, the line comes to rest: our side releases, the device answers.
    private void theEnd() {
        if (line.state() instanceof FxoState.OutOfService) {
            handle(new FxoEvent.PortReady());
        }
        handle(new FxoEvent.Release());
        handle(new FxoEvent.OnHook());
        for (int i = 0; i < 5 && line.nextDeadline() != Deadlines.NEVER; i++) {
            now = Math.max(now, line.nextDeadline());
            check(line.tick(now), false);
            handle(new FxoEvent.Release());
            handle(new FxoEvent.OnHook());
        }
        assertThat(line.state()).as("%s", line.history()).isEqualTo(new FxoState.OnHook());
        assertThat(owned).isFalse();
    }
}
