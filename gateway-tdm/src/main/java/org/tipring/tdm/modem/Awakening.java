package org.tipring.tdm.modem;

import java.util.function.Consumer;
import org.tipring.media.time.Deadlines;

/// Brings a modem in an unknown state to the point where it answers `AT`: idle, half-way in a command, or streaming voice because the
/// program before us was killed. Each rung is tried in turn.
///
/// | rung | before `AT` |
/// |---|---|
/// | ASK | nothing |
/// | LEAVE | `DLE ^`: the end of a duplex stream |
/// | ABORT | `DLE ETX`, `DLE !`: the other ends of a stream |
/// | DTR | the link closed and opened anew, which drops DTR |
///
/// The whole ladder takes less than five seconds. Owned by the control thread.
final class Awakening {

    enum Outcome { AWAKE, NEEDS_DTR_DROP, DEAF }

    private enum Rung { ASK, LEAVE, ABORT, DTR }

    private enum Timer { LINE_END, ASK }

    private static final long MILLI = 1_000_000L;
    private static final long ASK_LIMIT = 400 * MILLI;
    /// The modem plays what it has before it leaves a stream.
    private static final long LEAVING = 400 * MILLI;
    private static final long LINE_END = 150 * MILLI;
    private static final long AFTER_OPEN = 200 * MILLI;
    private static final int ERRORS = 3;

    private final AtDialogue dialogue;
    private final Consumer<AtCommand> transmit;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private Consumer<Outcome> done;
    private Rung rung = Rung.ASK;
    private int errors;

    /// @param transmit for what is not answered
    Awakening(AtDialogue dialogue, Consumer<AtCommand> transmit) {
        this.dialogue = dialogue;
        this.transmit = transmit;
    }

    /// From the first rung.
    void begin(Consumer<Outcome> outcome, long nowNanos) {
        forget();
        done = outcome;
        ask(nowNanos);
    }

    /// The link is open: the first rung, or the last when it was closed to drop DTR.
    void opened(Consumer<Outcome> outcome, long nowNanos) {
        done = outcome;
        errors = 0;
        if (rung == Rung.DTR) {
            deadlines.set(Timer.LINE_END, nowNanos + AFTER_OPEN);
        } else {
            begin(outcome, nowNanos);
        }
    }

    /// The link is about to be closed for a moment: [#opened] goes on with the last rung.
    void expectDtrDrop() {
        deadlines.clearAll();
        rung = Rung.DTR;
    }

    /// The next link is a new beginning.
    void forget() {
        deadlines.clearAll();
        rung = Rung.ASK;
        errors = 0;
    }

    long nextDeadline() {
        return deadlines.next();
    }

    void tick(long nowNanos) {
        for (Timer due = deadlines.expire(nowNanos); due != null; due = deadlines.expire(nowNanos)) {
            switch (due) {
                case LINE_END -> {
                    transmit.accept(AtCommand.LINE_END);
                    deadlines.set(Timer.ASK, nowNanos + LINE_END);
                }
                case ASK -> ask(nowNanos);
            }
        }
    }

    private void ask(long nowNanos) {
        dialogue.send(AtCommand.of("AT", ASK_LIMIT, rung == Rung.DTR ? ERRORS : 1), (reply, now) -> {
            if (reply.ok()) {
                forget();
                done.accept(Outcome.AWAKE);
            } else if (reply.result() != AtReply.Result.NO_REPLY && errors < ERRORS) {
                // The rest of somebody else's command line.
                errors++;
                deadlines.set(Timer.ASK, now + LINE_END);
            } else {
                climb(now);
            }
        }, nowNanos);
    }

    private void climb(long nowNanos) {
        switch (rung) {
            case ASK -> knock(Rung.LEAVE, AtCommand.leaveStream(Dle.LEAVE_DUPLEX), nowNanos);
            case LEAVE -> knock(Rung.ABORT, AtCommand.leaveStream((char) Dle.ETX, Dle.ABORT), nowNanos);
            case ABORT -> done.accept(Outcome.NEEDS_DTR_DROP);
            case DTR -> {
                forget();
                done.accept(Outcome.DEAF);
            }
        }
    }

    private void knock(Rung next, AtCommand codes, long nowNanos) {
        rung = next;
        transmit.accept(codes);
        deadlines.set(Timer.LINE_END, nowNanos + LEAVING);
    }
}
