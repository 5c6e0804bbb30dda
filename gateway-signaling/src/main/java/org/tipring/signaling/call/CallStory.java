package org.tipring.signaling.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a call will leave behind, while it is being written.
final class CallStory {

    private static final long NANOS_PER_MILLI = 1_000_000L;
    /// More than any ordinary call has; a call that goes on for hours must not fill the memory.
    private static final int MAX_TIMELINE = 200;

    final String id;
    final String from;
    final String caller;
    final String called;
    final Instant started;
    private final long startedNanos;
    final List<CallRecord.Entry> timeline = new ArrayList<>();
    final List<CallRecord.Media> media = new ArrayList<>(2);
    String route = "";
    String to = "";
    String sent = "";
    Instant answered;
    String answeredBy = "";
    Instant answerHeard;
    String answerHeardBy = "";
    Instant ended;
    ReleaseCause cause;
    String endedBy = "";
    String detail = "";

    CallStory(String id, String from, String caller, String called, Instant started, long startedNanos) {
        this.id = id;
        this.from = from;
        this.caller = caller;
        this.called = called;
        this.started = started;
        this.startedNanos = startedNanos;
    }

    /// Wall-clock time of a moment of the call.
    Instant at(long nowNanos) {
        return started.plusNanos(nowNanos - startedNanos);
    }

    /// The caller is answered, from now on the call costs.
    void answered(String by, long nowNanos) {
        answered = at(nowNanos);
        answeredBy = by;
    }

    /// The last sign is the strongest.
    void answerHeard(String evidence, long nowNanos) {
        answerHeard = at(nowNanos);
        answerHeardBy = evidence;
    }

    /// Adds a line to the timeline. When that is full, only what is said of the ending is still written.
    void note(long nowNanos, String where, String what) {
        if (timeline.size() < MAX_TIMELINE || cause != null) {
            timeline.add(new CallRecord.Entry((nowNanos - startedNanos) / NANOS_PER_MILLI, where, what));
        }
    }

    CallStatus status(CallState state) {
        return new CallStatus(id, from, caller, called, to, state.getClass().getSimpleName().toLowerCase(Locale.ROOT), started, answered);
    }

    CallRecord record() {
        return new CallRecord(id, from, caller, called, route, to, sent, started, answered, ended, answeredBy, answerHeard,
                answerHeardBy, cause, endedBy, detail,
                timeline, media);
    }
}
