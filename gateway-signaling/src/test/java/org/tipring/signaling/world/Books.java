package org.tipring.signaling.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.control.CallObserver;

/// What a world's calls leave behind, and whether they keep the rules: each begins once and ends once, with a record that has a cause.
final class Books implements CallObserver {

    /// Calls that are not over.
    final Map<String, Integer> open = new LinkedHashMap<>();
    final List<CallRecord> records = new ArrayList<>();
    /// What is to be told of emergency calls: `text -> [whom]`.
    final List<String> notices = new ArrayList<>();
    /// Rules that were broken, in words.
    final List<String> broken = new ArrayList<>();

    @Override
    public void started(String id) {
        open.merge(id, 1, Integer::sum);
    }

    @Override
    public void answered(String id) {
        if (!open.containsKey(id)) {
            broken.add(id + " answered but not open");
        }
    }

    @Override
    public void emergency(String id, String notice, List<String> tell) {
        notices.add(notice + " -> " + tell);
    }

    @Override
    public void ended(CallRecord record) {
        if (open.remove(record.id()) == null) {
            broken.add(record.id() + " ended twice or never began");
        }
        if (record.cause() == null) {
            broken.add(record.id() + " has no cause");
        }
        records.add(record);
    }
}
