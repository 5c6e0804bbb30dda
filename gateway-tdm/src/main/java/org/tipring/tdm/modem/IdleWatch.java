package org.tipring.tdm.modem;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.tipring.media.time.Deadlines;

/// Looks after a modem that has nothing to do: whether it still answers, what the line's voltage is where it can tell, and whether it has
/// made so many calls that it had better start afresh before it wedges. Part of [VoiceModem].
final class IdleWatch {

    private enum Timer { PROBE, REFRESH }

    private static final long SECOND = 1_000_000_000L;
    private static final long PROBE_AFTER = 30 * SECOND;
    /// A line that came back is in service within ten seconds.
    private static final long PROBE_TROUBLE_AFTER = 2 * SECOND;
    private static final long FRESH = 5 * SECOND;
    /// CX93001: "wedged after about ten calls in a session", seen on one device; a session is one opening of the port.
    private static final int CALLS_IN_A_SESSION = 8;
    /// Not between two calls of a busy line: a ring in the three seconds that it takes is told late.
    private static final long QUIET = 20 * SECOND;
    private static final AtCommand ALIVE = AtCommand.of("AT", 2 * SECOND, 2);

    private final LongSupplier clock;
    private final AtDialogue dialogue;
    private final Supplier<ModemModel> model;
    private final Consumer<LineVoltage> felt;
    private final Runnable deaf;
    private final Runnable refresh;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private long feltAtNanos;
    private boolean everFelt;
    private int calls;

    /// @param felt the line's voltage, of an idle modem
    /// @param deaf it does not answer any more
    /// @param refresh the link should be opened anew
    IdleWatch(LongSupplier clock, AtDialogue dialogue, Supplier<ModemModel> model, Consumer<LineVoltage> felt, Runnable deaf, Runnable refresh) {
        this.clock = clock;
        this.dialogue = dialogue;
        this.model = model;
        this.felt = felt;
        this.deaf = deaf;
        this.refresh = refresh;
    }

    long nextDeadline() {
        return deadlines.next();
    }

    void tick() {
        for (Timer due = deadlines.expire(clock.getAsLong()); due != null; due = deadlines.expire(clock.getAsLong())) {
            switch (due) {
                case PROBE -> probe();
                case REFRESH -> refresh.run();
            }
        }
    }

    /// A session begins.
    void opened() {
        calls = 0;
    }

    void called() {
        calls++;
    }

    /// @param trouble the line, not the modem, is out of order
    void idle(boolean trouble) {
        deadlines.set(Timer.PROBE, clock.getAsLong() + (trouble ? PROBE_TROUBLE_AFTER : PROBE_AFTER));
        if (calls >= CALLS_IN_A_SESSION) {
            deadlines.set(Timer.REFRESH, clock.getAsLong() + QUIET);
        }
    }

    /// The modem has something to do.
    void busy() {
        deadlines.clearAll();
    }

    /// The exchange rings: not now.
    void rang() {
        if (deadlines.isSet(Timer.REFRESH)) {
            deadlines.set(Timer.REFRESH, clock.getAsLong() + QUIET);
        }
    }

    /// The voltage was measured a moment ago.
    void measured() {
        everFelt = true;
        feltAtNanos = clock.getAsLong();
    }

    /// Whether to ask for the voltage before the loop is closed.
    boolean stale() {
        return model.get().lineSense() && (!everFelt || clock.getAsLong() - feltAtNanos > FRESH);
    }

    private void probe() {
        boolean sense = model.get().lineSense();
        dialogue.send(sense ? LineVoltage.QUESTION : ALIVE, (reply, _) -> {
            if (reply.result() == AtReply.Result.NO_REPLY) {
                deaf.run();
            } else {
                measured();
                felt.accept(sense ? LineVoltage.of(reply) : LineVoltage.UNKNOWN);
            }
        }, clock.getAsLong());
    }
}
