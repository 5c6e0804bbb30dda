package org.tipring.tdm.modem;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.tipring.media.time.Deadlines;

/// Commands and their answers, one at a time: the next is said only when the last is answered or given up, and not before the pause
/// that a modem needs after a final result (Conexant 102752C section 2.5). Owned by the control thread.
public final class AtDialogue {

    private static final long PAUSE_NANOS = 100_000_000L;
    private static final int INFORMATION_LINES = 64;

    /// Who waits for an answer.
    public interface Answer {
        void answered(AtReply reply, long nowNanos);
    }

    private record Waiting(AtCommand command, Answer answer) { }

    private final Consumer<AtCommand> transmit;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final List<String> information = new ArrayList<>();
    private Waiting outstanding;
    private int tries;
    private boolean messageGiven;
    private long limitAtNanos;
    private long notBeforeNanos = Long.MIN_VALUE;
    private long strayResults;

    /// @param transmit sends the command's bytes
    public AtDialogue(Consumer<AtCommand> transmit) {
        this.transmit = transmit;
    }

    /// Says it as soon as everything before it is answered.
    ///
    /// @param answer gets the answer; it may send more
    public void send(AtCommand command, Answer answer, long nowNanos) {
        queue.addLast(new Waiting(command, answer));
        advance(nowNanos);
    }

    /// Forgets everything that has not been said yet; what has been said is still waited for.
    public void dropQueued() {
        queue.clear();
    }

    /// Stops what can be stopped: dialling. Its answer comes all the same.
    public void abort() {
        if (outstanding != null && outstanding.command.abortable()) {
            transmit.accept(AtCommand.LINE_END);
        }
    }

    /// Forgets everything.
    public void reset() {
        queue.clear();
        outstanding = null;
        information.clear();
    }

    public boolean idle() {
        return outstanding == null && queue.isEmpty();
    }

    /// A command has been said and is not answered.
    public boolean awaitsReply() {
        return outstanding != null;
    }

    /// What is awaited now, or null.
    public AtCommand awaited() {
        return outstanding == null ? null : outstanding.command;
    }

    /// The answer that is out has so long and no longer, and is not asked for again.
    public void hurry(long latestNanos) {
        if (outstanding != null) {
            limitAtNanos = Math.min(limitAtNanos, latestNanos);
            tries = Integer.MAX_VALUE;
        }
    }

    /// Results that answered nothing.
    public long strayResults() {
        return strayResults;
    }

    /// @return false when the line has nothing to do with a command
    public boolean line(String line, long nowNanos) {
        AtReply.Result result = AtReply.Result.of(line);
        if (outstanding == null) {
            if (result != null) {
                strayResults++;
                // The late answer to something given up: the pause counts from it, too.
                notBeforeNanos = Math.max(notBeforeNanos, nowNanos + PAUSE_NANOS);
            }
            return result != null;
        }
        if (result != null) {
            if (result == AtReply.Result.ERROR && !line.equals("ERROR")) {
                information.add(line);
            }
            notBeforeNanos = nowNanos + PAUSE_NANOS;
            finish(result, nowNanos);
        } else if (line.equals(AtReader.PROMPT) && outstanding.command.message() != null) {
            giveMessage();
        } else if (!line.equals(outstanding.command.text()) && information.size() < INFORMATION_LINES) {
            information.add(line);
        }
        return true;
    }

    private void giveMessage() {
        if (!messageGiven) {
            messageGiven = true;
            transmit.accept(new AtCommand(outstanding.command.message(), "message", 0, 1));
        }
    }

    public void tick(long nowNanos) {
        if (outstanding != null && limitAtNanos <= nowNanos) {
            if (tries < outstanding.command.tries()) {
                say(nowNanos);
            } else {
                finish(AtReply.Result.NO_REPLY, nowNanos);
            }
        }
        advance(nowNanos);
    }

    public long nextDeadline() {
        if (outstanding != null) {
            return limitAtNanos;
        }
        return queue.isEmpty() ? Deadlines.NEVER : notBeforeNanos;
    }

    private void finish(AtReply.Result result, long nowNanos) {
        Waiting answered = outstanding;
        outstanding = null;
        if (result == AtReply.Result.NO_REPLY && answered.command.message() != null && !messageGiven) {
            // Else it would take the next command for the message.
            transmit.accept(AtCommand.MESSAGE_END);
        }
        AtReply reply = new AtReply(result, information);
        information.clear();
        answered.answer.answered(reply, nowNanos);
        advance(nowNanos);
    }

    private void advance(long nowNanos) {
        if (outstanding == null && !queue.isEmpty() && notBeforeNanos <= nowNanos) {
            outstanding = queue.removeFirst();
            tries = 0;
            say(nowNanos);
        }
    }

    private void say(long nowNanos) {
        tries++;
        messageGiven = false;
        information.clear();
        limitAtNanos = nowNanos + outstanding.command.limitNanos();
        transmit.accept(outstanding.command);
    }
}
