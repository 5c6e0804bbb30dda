package org.tipring.signaling.ops;

import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.control.CallObserver;

/// Enters every call in the books: counters, record file, status page. Called by the control thread; nothing here waits.
public final class CallLedger implements CallObserver {

    private final Metrics metrics;
    private final CallRecordWriter records;
    private final CallHistory history;

    public CallLedger(Metrics metrics, CallRecordWriter records, CallHistory history) {
        this.metrics = metrics;
        this.records = records;
        this.history = history;
    }

    @Override
    public void started(String id) {
        metrics.callStarted();
    }

    @Override
    public void answered(String id) {
        metrics.callAnswered();
    }

    @Override
    public void ended(CallRecord record) {
        records.write(record);
        metrics.callEnded(record);
        history.add(record);
    }
}
