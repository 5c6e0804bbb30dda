package org.tipring.signaling.ops;

import java.time.Instant;
import java.util.List;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.ReleaseCause;

/// Records for the tests of this package.
final class CallRecords {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private CallRecords() { }

    static CallRecord answered(String id) {
        return record(id, "Ann", ReleaseCause.NORMAL, START.plusSeconds(4));
    }

    static CallRecord busy(String id) {
        return record(id, "201", ReleaseCause.BUSY, null);
    }

    static CallRecord from(String id, String caller) {
        return record(id, caller, ReleaseCause.NORMAL, null);
    }

    private static CallRecord record(String id, String caller, ReleaseCause cause, Instant answered) {
        return new CallRecord(id, "phones/201", caller, "9123456", "outside", "landlines/fxo1", "123456", START, answered,
            START.plusSeconds(14), answered == null ? "" : "voice", answered, answered == null ? "" : "voice", cause, "caller", "",
            List.of(new CallRecord.Entry(0, "sip", "INVITE"), new CallRecord.Entry(40, "route", "outside")),
            List.of(new CallRecord.Media("caller", "PCMA", 500, 498, 2, 1250, 0, 2, "AES_CM_128_HMAC_SHA1_80", 4.31, -1,
                new CallRecord.Levels(-18.46, -62, -35, Double.NaN))));
    }
}
