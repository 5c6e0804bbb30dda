package org.tipring.tdm.modem;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.tipring.media.time.Deadlines;

/// The end of a call: out of the stream, the loop open, back to class 0. It has a deadline of its own, whatever its steps still hope for:
/// by then the loop is open, or DTR is dropped, which opens it. Part of [VoiceModem].
final class LoopOpening {

    private enum Timer { HOOK }

    private static final long SECOND = 1_000_000_000L;
    /// A line must be on-hook three seconds after it was told so.
    private static final long HOOK_LIMIT = 5 * SECOND / 2;
    private static final List<AtCommand> STEPS = List.of(AtCommand.of("AT+VLS=0", 2 * SECOND, 1), AtCommand.of("ATH", 2 * SECOND, 1),
            AtCommand.of("AT+FCLASS=0", 2 * SECOND, 1), AtCommand.of("AT+VCID=1", 2 * SECOND, 1));

    private final LongSupplier clock;
    private final AtDialogue dialogue;
    private final ModemTalk talk;
    private final Supplier<ModemModel> model;
    private final Runnable done;
    private final Runnable deaf;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);

    /// @param done the loop is open and the modem idle
    /// @param deaf it does not listen
    LoopOpening(LongSupplier clock, AtDialogue dialogue, ModemTalk talk, Supplier<ModemModel> model, Runnable done, Runnable deaf) {
        this.clock = clock;
        this.dialogue = dialogue;
        this.talk = talk;
        this.model = model;
        this.done = done;
        this.deaf = deaf;
    }

    /// A command that is still out is waited for first.
    void begin() {
        deadlines.set(Timer.HOOK, clock.getAsLong() + HOOK_LIMIT);
        talk.hangUp();
    }

    /// Nothing is out any more.
    void proceed() {
        if (talk.streaming()) {
            talk.leaveStream(model.get(), () -> step(0), this::givenUp);
        } else {
            step(0);
        }
    }

    void reset() {
        deadlines.clearAll();
    }

    long nextDeadline() {
        return deadlines.next();
    }

    void tick() {
        if (deadlines.expire(clock.getAsLong()) != null) {
            givenUp();
        }
    }

    private void step(int step) {
        if (step == STEPS.size()) {
            done.run();
            return;
        }
        dialogue.send(STEPS.get(step), (reply, _) -> {
            if (reply.result() == AtReply.Result.NO_REPLY) {
                givenUp();
                return;
            }
            if (reply.ok()) {
                reset();
            }
            step(step + 1);
        }, clock.getAsLong());
    }

    private void givenUp() {
        reset();
        deaf.run();
    }
}
