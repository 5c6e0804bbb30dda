package org.tipring.signaling.control;

import java.util.List;
import org.tipring.signaling.call.CallRecord;

/// Who is told of the calls: counters, the record writer, the demo. Control thread; must not block.
public interface CallObserver {

    void started(String id);

    void answered(String id);

    /// Exactly once for each call that started.
    void ended(CallRecord record);

    /// An emergency call goes out, or could not be put through.
    ///
    /// @param notice one sentence
    /// @param tell whom the plan wants told, as it writes them
    default void emergency(String id, String notice, List<String> tell) { }
}
