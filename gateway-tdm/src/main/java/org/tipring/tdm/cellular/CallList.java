package org.tipring.tdm.cellular;

import java.util.function.LongSupplier;
import org.tipring.tdm.modem.AtCommand;
import org.tipring.tdm.modem.AtDialogue;
import org.tipring.tdm.modem.AtReply;

/// The module's own list of its calls (`AT+CLCC`), asked for again and again: what it shows and does not show is sure, whatever reports
/// were lost. Part of [CellularCall].
final class CallList {

    /// One empty list may be a moment between two states; so many are the end of a call. Likewise for lists that do not come.
    private static final int SURE = 2;
    private static final AtCommand QUESTION = AtCommand.of("AT+CLCC", 2_000_000_000L, 1);

    private final AtDialogue dialogue;
    private final LongSupplier clock;
    private final Runnable read;
    private boolean listed;
    private int empty;
    private int unanswered;

    /// @param read told when a list has come, or has not
    CallList(AtDialogue dialogue, LongSupplier clock, Runnable read) {
        this.dialogue = dialogue;
        this.clock = clock;
        this.read = read;
    }

    void forget() {
        empty = 0;
        unanswered = 0;
    }

    /// A line with a call that is not over.
    void shows() {
        listed = true;
    }

    void ask() {
        listed = false;
        dialogue.send(QUESTION, (reply, _) -> {
            unanswered = reply.result() == AtReply.Result.NO_REPLY ? unanswered + 1 : 0;
            empty = !reply.ok() ? empty : listed ? 0 : empty + 1;
            read.run();
        }, clock.getAsLong());
    }

    boolean isEmpty() {
        return empty > 0;
    }

    boolean surelyEmpty() {
        return empty >= SURE;
    }

    boolean deaf() {
        return unanswered >= SURE;
    }
}
