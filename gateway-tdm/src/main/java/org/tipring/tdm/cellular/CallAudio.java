package org.tipring.tdm.cellular;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.modem.AtCommand;
import org.tipring.tdm.modem.AtDialogue;

/// The sound of a call: switched on, asked for again where the module refuses for a while, watched, switched off. Part of
/// [CellularModem].
final class CallAudio {

    private enum Timer { RETRY, STALL }

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    /// SIM7600: `+CPCMREG=1` is refused for up to twelve seconds after the call has begun.
    private static final long TIRING_LIMIT = 12 * SECOND;
    private static final long USUAL_LIMIT = 2 * SECOND;
    private static final long RETRY_AFTER = 700 * MILLI;
    private static final long STALL_LIMIT = 2 * SECOND;

    private final CellularModel model;
    private final AtDialogue dialogue;
    private final LongSupplier clock;
    private final Consumer<CellularAction> act;
    private final Consumer<String> noSound;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private int epoch;
    private boolean on;
    private boolean wanted;
    private boolean rearmed;
    private boolean tired;
    private int calls;
    private long wantedAtNanos;
    private long heardAtNanos;
    private int writeSamples;

    /// @param noSound the call cannot be heard, in words
    CallAudio(CellularModel model, AtDialogue dialogue, LongSupplier clock, Consumer<CellularAction> act, Consumer<String> noSound) {
        this.model = model;
        this.dialogue = dialogue;
        this.clock = clock;
        this.act = act;
        this.noSound = noSound;
    }

    /// The module has just been started.
    void fresh(int samplesAtOnce) {
        reset();
        tired = false;
        calls = 0;
        writeSamples = samplesAtOnce;
    }

    /// Its sound has degraded: it should be restarted between calls.
    boolean tired() {
        return tired;
    }

    /// It is on, or asked for.
    boolean wanted() {
        return wanted;
    }

    /// @param then when the module has agreed, or has been asked in vain and is asked again
    void begin(Runnable then) {
        reset();
        rearmed = false;
        wanted = true;
        wantedAtNanos = clock.getAsLong();
        ask(epoch, true, then);
    }

    private void ask(int asked, boolean first, Runnable then) {
        dialogue.send(AtCommand.of(model.audioOn(), 3 * SECOND, 1), (reply, now) -> {
            if (asked != epoch) {
                return;
            }
            if (reply.ok()) {
                on = true;
                calls += first ? 1 : 0;
                heard(now);
                deadlines.set(Timer.STALL, now + STALL_LIMIT);
                act.accept(new CellularAction.AudioOn(writeSamples));
            } else if (now - wantedAtNanos < (model.tires() ? TIRING_LIMIT : USUAL_LIMIT)) {
                // Accepted only at a later try, and not in the first call: known to stutter from now on.
                tired |= model.tires() && calls > 0;
                deadlines.set(Timer.RETRY, now + RETRY_AFTER);
            } else {
                tired = model.tires();
                noSound.accept("the modem does not give the call's sound (" + model.audioOn() + ": " + reply.result() + ")");
                return;
            }
            then.run();
        }, clock.getAsLong());
    }

    /// When sound came last. Told before [#tick].
    void heard(long atNanos) {
        heardAtNanos = Math.max(heardAtNanos, atNanos);
    }

    long nextDeadline() {
        return deadlines.next();
    }

    void tick() {
        long now = clock.getAsLong();
        for (Timer due = deadlines.expire(now); due != null; due = deadlines.expire(now)) {
            switch (due) {
                case RETRY -> ask(epoch, false, () -> { });
                case STALL -> {
                    if (now - heardAtNanos < STALL_LIMIT) {
                        deadlines.set(Timer.STALL, heardAtNanos + STALL_LIMIT);
                    } else {
                        stalled();
                    }
                }
            }
        }
    }

    private void stalled() {
        tired |= model.tires();
        if (rearmed) {
            noSound.accept("no sound came from the modem for " + 2 * STALL_LIMIT / SECOND + " s");
            return;
        }
        rearmed = true;
        deadlines.clearAll();
        int now = epoch;
        if (!model.audioOff().isEmpty()) {
            dialogue.send(AtCommand.of(model.audioOff(), 3 * SECOND, 1), (_, _) -> { }, clock.getAsLong());
        }
        wantedAtNanos = clock.getAsLong();
        ask(now, false, () -> { });
    }

    /// The call is over; what is said to the module for it follows what is under way.
    void end() {
        boolean wasOn = on;
        reset();
        if (!model.audioOff().isEmpty() && (wasOn || model.armsBeforeCall())) {
            dialogue.send(AtCommand.of(model.audioOff(), 3 * SECOND, 1), (_, _) -> { }, clock.getAsLong());
        }
    }

    void reset() {
        epoch++;
        wanted = false;
        deadlines.clearAll();
        if (on) {
            on = false;
            act.accept(new CellularAction.AudioOff());
        }
    }
}
