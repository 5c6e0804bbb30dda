package org.tipring.signaling.control.line;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.tipring.signaling.control.loop.Count;
import org.tipring.tdm.line.FxoAction;
import org.tipring.tdm.line.FxoAction.AnswerEvidence;
import org.tipring.tdm.line.FxoAction.Meeting;
import org.tipring.tdm.line.FxoAction.Refusal;
import org.tipring.tdm.line.FxoAction.ReleaseEvidence;

/// What has happened on all lines: counted by the control thread, read by any.
public final class LineCounts {

    private final AtomicLongArray released = new AtomicLongArray(ReleaseEvidence.values().length);
    private final AtomicLongArray refused = new AtomicLongArray(Refusal.values().length);
    private final AtomicLongArray met = new AtomicLongArray(Meeting.values().length);
    private final AtomicLongArray waiting = new AtomicLongArray(Waiting.values().length);
    private final AtomicLongArray answered = new AtomicLongArray(AnswerEvidence.values().length);

    /// What is known of callers who waited while a line talked.
    private enum Waiting { ALERT, CALLER_ID }

    void count(FxoAction action) {
        switch (action) {
            case FxoAction.Released(ReleaseEvidence evidence) -> released.incrementAndGet(evidence.ordinal());
            case FxoAction.Refused(Refusal why) -> refused.incrementAndGet(why.ordinal());
            case FxoAction.CallerWaits(var _, boolean told) -> waiting.incrementAndGet((told ? Waiting.CALLER_ID : Waiting.ALERT).ordinal());
            case FxoAction.CallerMet(Meeting how) -> met.incrementAndGet(how.ordinal());
            case FxoAction.Answered(AnswerEvidence evidence) -> answered.incrementAndGet(evidence.ordinal());
            default -> { }
        }
    }

    public List<Count> all() {
        List<Count> all = new ArrayList<>();
        add(all, "tipring.line.released", "Calls on lines that ended, by the evidence that decided.", "evidence", ReleaseEvidence.values(), released);
        add(all, "tipring.line.refused", "Seizures that a line refused, by reason; glare means that a caller was met, who is offered as an incoming call.",
                "why", Refusal.values(), refused);
        add(all, "tipring.line.met", "Callers whom a seizure met (glare), by what told of them: a ring, a caller ID, a voice or silence where dial tone should be.",
                "how", Meeting.values(), met);
        add(all, "tipring.line.waiting", "Callers who waited while a line talked (call waiting): alerting signals heard, and caller IDs that came after them.",
                "told", Waiting.values(), waiting);
        add(all, "tipring.line.answered", "Calls on lines that counted as answered, by the evidence.", "evidence", AnswerEvidence.values(), answered);
        return all;
    }

    private static void add(List<Count> all, String metric, String sentence, String tag, Enum<?>[] kinds, AtomicLongArray figures) {
        for (Enum<?> kind : kinds) {
            all.add(new Count(metric, sentence, tag, kind.name().toLowerCase(java.util.Locale.ROOT), () -> figures.get(kind.ordinal())));
        }
    }
}
