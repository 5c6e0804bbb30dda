package org.tipring.signaling.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a call will leave behind, while it is being written.
final class CallStory {

    final String id;
    final String from;
    final String caller;
    final String called;
    final Instant started;
    final List<CallRecord.Entry> timeline = new ArrayList<>();
    final List<CallRecord.Media> media = new ArrayList<>(2);
    String route = "";
    String to = "";
    String sent = "";
    Instant answered;
    String answeredBy = "";
    Instant ended;
    ReleaseCause cause;
    String endedBy = "";
    String detail = "";

    CallStory(String id, String from, String caller, String called, Instant started) {
        this.id = id;
        this.from = from;
        this.caller = caller;
        this.called = called;
        this.started = started;
    }

    CallRecord record() {
        return new CallRecord(id, from, caller, called, route, to, sent, started, answered, ended, answeredBy, cause, endedBy, detail,
                timeline, media);
    }
}
