package org.tipring.tdm.cellular;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.modem.AtCommand;
import org.tipring.tdm.modem.AtDialogue;
import org.tipring.tdm.modem.AtReply;

/// The one call of a module that is in service. Part of [CellularModem].
///
/// | phase | what is going on | leads to |
/// |---|---|---|
/// | NONE | nothing | DIALLING, INCOMING |
/// | DIALLING | sound armed where that comes first, `ATD...;` | PROCEEDING !accepted, ENDING !ended, INCOMING (glare) |
/// | PROCEEDING | the network works on it, `!alerting` once | ACTIVE !connected, ENDING !ended |
/// | INCOMING | it rings, `!incoming` once the number is known or has not come | ANSWERING, ENDING !ended |
/// | ANSWERING | sound armed where that comes first, `ATA` | ACTIVE !connected, ENDING !ended |
/// | ACTIVE | sound both ways | ENDING !ended |
/// | ENDING | the other side went: sound off | NONE |
/// | CLEARING | `AT+CHUP`, until the list of calls is empty | NONE !cleared; failed after 8 s |
///
/// The module's own reports are believed, and so is `AT+CLCC`, asked every 2 s: two empty lists are the end of a call whose end was not
/// reported, and "active" is an answer. A call dialled while the one before ends waits for that.
final class CellularCall {

    enum Phase { NONE, DIALLING, PROCEEDING, INCOMING, ANSWERING, ACTIVE, ENDING, CLEARING }

    private enum Timer { POLL, CALLER, RELEASED, HANG_UP }

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    private static final long CALL_POLL = 2 * SECOND;
    private static final long CLEAR_POLL = SECOND;
    /// The number comes with `+CLIP` or the list of calls, right after the first `RING`.
    private static final long CALLER_WAIT = 800 * MILLI;
    /// "Released" and the word that says why (`BUSY`) come in either order.
    private static final long CAUSE_WAIT = 200 * MILLI;
    /// What is out when we hang up has so long to be answered.
    private static final long HURRY = 2 * SECOND;
    private static final long HANG_UP_LIMIT = 8 * SECOND;
    private static final String NOT_ANSWERING = "the modem does not answer any more";

    private final CellularModel model;
    private final AtDialogue dialogue;
    private final CallAudio audio;
    private final CallList list;
    private final LongSupplier clock;
    private final Consumer<CellularAction> act;
    private final BooleanSupplier over;
    private final Consumer<String> fail;
    private final Deadlines<Timer> deadlines = new Deadlines<>(Timer.class);
    private Phase phase = Phase.NONE;
    private boolean offered;
    private boolean alerted;
    private boolean reportCleared;
    private String keysLater = "";
    private String dialNext = "";

    /// @param over nothing is going on any more; says whether the module is still in service
    /// @param fail the module does not do what it was told
    CellularCall(CellularModel model, AtDialogue dialogue, LongSupplier clock, Consumer<CellularAction> act, BooleanSupplier over,
            Consumer<String> fail) {
        this.model = model;
        this.dialogue = dialogue;
        this.clock = clock;
        this.act = act;
        this.over = over;
        this.fail = fail;
        this.audio = new CallAudio(model, dialogue, clock, act, this::noSound);
        this.list = new CallList(dialogue, clock, this::listRead);
    }

    Phase phase() {
        return phase;
    }

    CallAudio audio() {
        return audio;
    }

    /// The device is not what it was.
    void forget() {
        deadlines.clearAll();
        audio.reset();
        phase = Phase.NONE;
        dialNext = "";
        list.forget();
    }

    long nextDeadline() {
        return Math.min(deadlines.next(), audio.nextDeadline());
    }

    void tick() {
        audio.tick();
        for (Timer due = deadlines.expire(now()); due != null; due = deadlines.expire(now())) {
            switch (due) {
                case POLL -> {
                    if (phase == Phase.CLEARING) {
                        sayHangUp();
                    } else {
                        list.ask();
                    }
                }
                case CALLER -> offer(CallerId.NONE);
                case RELEASED -> ended(CellularCauses.released(0));
                case HANG_UP -> fail.accept("the modem does not end the call");
            }
        }
    }

    private long now() {
        return clock.getAsLong();
    }

    // Incoming

    void rings() {
        if (phase == Phase.INCOMING && offered) {
            act.accept(new CellularAction.Ring());
        } else {
            incoming(null);
        }
    }

    /// @param caller null: not known yet
    void incoming(CallerId caller) {
        if (phase == Phase.NONE || phase == Phase.DIALLING) {
            begin(Phase.INCOMING);
            deadlines.set(Timer.CALLER, now() + CALLER_WAIT);
            list.ask();
        }
        if (phase == Phase.INCOMING && caller != null) {
            offer(caller);
        }
    }

    private void begin(Phase next) {
        deadlines.clearAll();
        dialogue.dropQueued();
        audio.reset();
        phase = next;
        offered = false;
        alerted = false;
        list.forget();
        keysLater = "";
    }

    private void offer(CallerId caller) {
        if (phase == Phase.INCOMING && !offered) {
            offered = true;
            deadlines.clear(Timer.CALLER);
            act.accept(new CellularAction.Incoming(caller));
        }
    }

    /// @return false when nothing rings
    boolean answer() {
        if (phase != Phase.INCOMING) {
            return false;
        }
        phase = Phase.ANSWERING;
        armed(this::sayAnswer);
        return true;
    }

    private void armed(Runnable then) {
        if (model.armsBeforeCall()) {
            audio.begin(then);
        } else {
            then.run();
        }
    }

    private void sayAnswer() {
        say("ATA", 20 * SECOND, Phase.ANSWERING, reply -> {
            if (reply.ok()) {
                list.ask();
            } else {
                ended(CellularCauses.of(reply));
            }
        });
    }

    // Outgoing

    /// @return false when there is a call already
    boolean dial(String digits) {
        switch (phase) {
            case NONE -> {
                begin(Phase.DIALLING);
                int comma = digits.indexOf(',');
                String number = comma < 0 ? digits : digits.substring(0, comma);
                keysLater = digits.substring(number.length());
                armed(() -> sayDial(number));
            }
            case ENDING, CLEARING -> dialNext = digits;
            case ACTIVE -> keys(digits);
            case DIALLING, PROCEEDING, INCOMING, ANSWERING -> {
                return false;
            }
        }
        return true;
    }

    private void sayDial(String number) {
        say("ATD" + number + ";", 20 * SECOND, Phase.DIALLING, reply -> {
            if (reply.ok()) {
                accepted();
            } else {
                ended(CellularCauses.of(reply));
            }
        });
    }

    private void accepted() {
        phase = Phase.PROCEEDING;
        act.accept(new CellularAction.Accepted());
        deadlines.set(Timer.POLL, now() + CALL_POLL);
        if (!model.armsBeforeCall() && !model.tires()) {
            audio.begin(() -> { });
        }
    }

    /// By the network's own keys (`+VTS`): speech codecs of mobile networks spoil the sound of keys.
    private void keys(String digits) {
        for (char key : digits.replace(",", "").toCharArray()) {
            dialogue.send(AtCommand.of("AT+VTS=" + key, 2 * SECOND, 1), (_, _) -> { }, now());
        }
    }

    // What the module says

    /// @param ofList a line of the list of calls
    void changed(Urc.CallState state, String number, boolean ofList) {
        if (ofList && state != Urc.CallState.RELEASED) {
            list.shows();
        }
        switch (state) {
            case INCOMING -> incoming(number.isEmpty() ? null : CallerId.of(number, ""));
            case ALERTING -> {
                if (phase == Phase.PROCEEDING && !alerted) {
                    alerted = true;
                    act.accept(new CellularAction.Alerting());
                }
            }
            case ACTIVE -> active();
            case RELEASED -> released(0);
            case HELD, DIALLING, WAITING -> { }
        }
    }

    private void active() {
        if (phase == Phase.DIALLING) {
            // Answered before the dial command was; its OK is nobody's any more.
            accepted();
        }
        if (phase == Phase.PROCEEDING || phase == Phase.ANSWERING) {
            phase = Phase.ACTIVE;
            deadlines.set(Timer.POLL, now() + CALL_POLL);
            act.accept(new CellularAction.Connected());
            if (!audio.wanted()) {
                audio.begin(() -> { });
            }
            keys(keysLater);
        }
    }

    /// @param cause Q.850, or 0
    void released(int cause) {
        switch (phase) {
            case PROCEEDING, INCOMING, ANSWERING, ACTIVE -> {
                if (cause == 0 && phase == Phase.PROCEEDING) {
                    deadlines.set(Timer.RELEASED, now() + CAUSE_WAIT);
                } else {
                    ended(CellularCauses.released(cause));
                }
            }
            // Whether it is ours that went, the list tells.
            case CLEARING -> deadlines.set(Timer.POLL, now());
            case NONE, DIALLING, ENDING -> { }
        }
    }

    private void listRead() {
        if (list.deaf()) {
            fail.accept(NOT_ANSWERING);
            return;
        }
        switch (phase) {
            case PROCEEDING, INCOMING, ANSWERING, ACTIVE -> {
                deadlines.set(Timer.POLL, now() + CALL_POLL);
                if (list.surelyEmpty()) {
                    ended(CellularCauses.released(0));
                }
            }
            case CLEARING -> {
                deadlines.set(Timer.POLL, now() + CLEAR_POLL);
                if (list.isEmpty()) {
                    end(reportCleared ? new CellularAction.Cleared() : null);
                }
            }
            case NONE, DIALLING, ENDING -> { }
        }
    }

    // The end

    private void ended(CellularAction.Ended why) {
        end(phase == Phase.INCOMING && !offered ? null : why);
    }

    /// It is over on the network's side, too; the module still has to switch its sound off.
    private void end(CellularAction.ToLine report) {
        if (report != null) {
            act.accept(report);
        }
        phase = Phase.ENDING;
        deadlines.clearAll();
        dialogue.dropQueued();
        audio.end();
        dialogue.send(AtCommand.of("AT", 2 * SECOND, 2), (reply, _) -> {
            if (reply.result() == AtReply.Result.NO_REPLY) {
                fail.accept(NOT_ANSWERING);
            } else if (phase == Phase.ENDING) {
                rest();
            }
        }, now());
    }

    private void rest() {
        phase = Phase.NONE;
        String digits = dialNext;
        dialNext = "";
        // Where it is not, the line has been told, and with it the call that waited.
        if (over.getAsBoolean() && !digits.isEmpty()) {
            dial(digits);
        }
    }

    private void noSound(String why) {
        act.accept(new CellularAction.Ended(CellularCauses.TEMPORARY_FAILURE, why));
        clear(false);
    }

    /// Ends a call or refuses one; answered by `Cleared`.
    void hangUp() {
        switch (phase) {
            case DIALLING, PROCEEDING, INCOMING, ANSWERING, ACTIVE -> clear(true);
            case NONE -> act.accept(new CellularAction.Cleared());
            // The call that is to go is one that waits, or none any more; or it is told when it is gone.
            case ENDING, CLEARING -> {
                if (phase == Phase.ENDING || !dialNext.isEmpty()) {
                    act.accept(new CellularAction.Cleared());
                } else {
                    reportCleared = true;
                }
                dialNext = "";
            }
        }
    }

    private void clear(boolean report) {
        phase = Phase.CLEARING;
        reportCleared = report;
        deadlines.clearAll();
        dialogue.dropQueued();
        dialogue.hurry(now() + HURRY);
        audio.reset();
        list.forget();
        deadlines.set(Timer.HANG_UP, now() + HANG_UP_LIMIT);
        sayHangUp();
    }

    /// Again as long as the list shows a call: harmless where there is none.
    private void sayHangUp() {
        say("AT+CHUP", 5 * SECOND, Phase.CLEARING, reply -> {
            if (reply.result() == AtReply.Result.NO_REPLY) {
                fail.accept(NOT_ANSWERING);
            } else {
                list.forget();
                list.ask();
            }
        });
    }

    /// Says it while the phase is that; so for its answer.
    private void say(String line, long limitNanos, Phase during, Consumer<AtReply> then) {
        if (phase == during) {
            dialogue.send(AtCommand.of(line, limitNanos, 1), (reply, _) -> {
                if (phase == during) {
                    then.accept(reply);
                }
            }, now());
        }
    }
}
