package org.tipring.signaling.control;

import org.tipring.signaling.call.CallRecord;

/// Who is told of the calls: counters, the record writer, the demo. Control thread; must not block.
public interface CallObserver {

    void started(String id);

    void answered(String id);

    /// Exactly once for each call that started.
    void ended(CallRecord record);
}
