package org.tipring.signaling.ops;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.tipring.signaling.call.CallRecord;

/// The last calls that ended, for the status page. Any thread.
public final class CallHistory {

    private static final int KEPT = 50;

    private final Deque<CallRecord> records = new ArrayDeque<>(KEPT);

    public synchronized void add(CallRecord record) {
        if (records.size() == KEPT) {
            records.removeLast();
        }
        records.addFirst(record);
    }

    public synchronized List<CallRecord> newestFirst() {
        return new ArrayList<>(records);
    }
}
