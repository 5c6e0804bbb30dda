package org.tipring.tdm.modem;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.tipring.media.time.Deadlines;

/// From a device that may be anywhere to a modem that is idle and knows its duty: open, [Awakening], [InitLadder]; and again, with
/// a growing pause, as long as it takes. Part of [VoiceModem].
final class ModemRevival {

    private enum Timer { RETRY, REOPEN, OPENING }

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    /// Seen on a modem that was stuck in a stream: DTR low for so long brought it back.
    private static final long DTR_LOW = 600 * MILLI;
    /// A driver that takes longer than this to open a port has hung.
    private static final long OPENING_LIMIT = 5 * SECOND;
    /// With the start's ladder behind it, a device that is well again serves within ten seconds. To look for one that is not there costs
    /// nothing; one that is there and does not listen is left alone for a while.
    private static final long[] STUCK_RETRY_AFTER = {SECOND, 2 * SECOND, 4 * SECOND, 5 * SECOND};
    private static final long[] ABSENT_RETRY_AFTER = {SECOND, SECOND, 2 * SECOND};

    private final VoiceModemSettings settings;
    private final AtDialogue dialogue;
    private final Consumer<ModemAction> act;
    private final Runnable ready;
    private final BiConsumer<String, ModemAction.Trouble> stuck;
    private final Runnable openingHangs;
    private final Awakening awakening;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private InitLadder init;
    private int retries;
    private long now;

    /// @param ready the modem is idle
    /// @param stuck it is not, and why
    /// @param openingHangs the device does not open and does not fail
    ModemRevival(VoiceModemSettings settings, AtDialogue dialogue, Consumer<ModemAction> act, Runnable ready, BiConsumer<String, ModemAction.Trouble> stuck,
            Runnable openingHangs) {
        this.settings = settings;
        this.dialogue = dialogue;
        this.act = act;
        this.ready = ready;
        this.stuck = stuck;
        this.openingHangs = openingHangs;
        this.awakening = new Awakening(dialogue, command -> act.accept(new ModemAction.Transmit(command)));
        this.init = new InitLadder(settings);
    }

    void now(long nowNanos) {
        now = nowNanos;
    }

    /// What the modem has been told last.
    InitLadder init() {
        return init;
    }

    long nextDeadline() {
        return Math.min(deadlines.next(), awakening.nextDeadline());
    }

    void tick() {
        awakening.tick(now);
        for (Timer due = deadlines.expire(now); due != null; due = deadlines.expire(now)) {
            switch (due) {
                case RETRY, REOPEN -> open();
                case OPENING -> openingHangs.run();
            }
        }
    }

    void open() {
        deadlines.set(Timer.OPENING, now + OPENING_LIMIT);
        act.accept(new ModemAction.OpenLink());
    }

    void opened() {
        deadlines.clear(Timer.OPENING);
        dialogue.reset();
        awakening.opened(this::awake, now);
    }

    /// The link is open, but the modem is not to be trusted any more.
    void begin() {
        act.accept(new ModemAction.AbandonStream());
        awakening.begin(this::awake, now);
    }

    /// Closes the link for a moment.
    void dropDtr() {
        awakening.expectDtrDrop();
        act.accept(new ModemAction.CloseLink());
        dialogue.reset();
        deadlines.set(Timer.REOPEN, now + DTR_LOW);
    }

    /// Lets the link go.
    void detach() {
        act.accept(new ModemAction.CloseLink());
        awakening.forget();
        deadlines.clearAll();
    }

    /// @param absent there is no device; otherwise it does not do what it must
    void retryLater(boolean absent) {
        long[] after = absent ? ABSENT_RETRY_AFTER : STUCK_RETRY_AFTER;
        deadlines.set(Timer.RETRY, now + after[Math.min(retries++, after.length - 1)]);
    }

    private void awake(Awakening.Outcome outcome) {
        switch (outcome) {
            case AWAKE -> {
                init = new InitLadder(settings);
                initialise();
            }
            case NEEDS_DTR_DROP -> dropDtr();
            case DEAF -> stuck.accept("the modem does not answer; unplug it, wait ten seconds and plug it in again", ModemAction.Trouble.NEEDS_REPLUG);
        }
    }

    private void initialise() {
        AtCommand command = init.nextCommand();
        if (command != null) {
            dialogue.send(command, (reply, _) -> {
                init.reply(reply);
                initialise();
            }, now);
        } else if (init.failure() != null) {
            stuck.accept(init.failure(), ModemAction.Trouble.DEVICE);
        } else {
            retries = 0;
            ready.run();
        }
    }
}
