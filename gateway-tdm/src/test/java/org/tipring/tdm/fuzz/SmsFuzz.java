package org.tipring.tdm.fuzz;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tipring.tdm.sms.PartsBox;
import org.tipring.tdm.sms.TextMessage;
import org.tipring.tdm.sms.Tpdu;

/// Text messages as a module hands them over: what is read has a number or a name of at most twenty letters, no place is told of twice, and what
/// cannot be read is kept as it came.
public final class SmsFuzz {

    private static final int MOST_PARTS = 255;
    private static final int LONGEST_PART = 160;

    private SmsFuzz() {
    }

    /// @param data messages, each behind its length
    public static void fuzzerTestOneInput(byte[] data) {
        SortedMap<Integer, String> store = new TreeMap<>();
        for (int at = 0; at < data.length;) {
            int end = Math.min(data.length, at + 1 + (data[at] & 0xFF));
            store.put(store.size(), HexFormat.of().formatHex(Arrays.copyOfRange(data, at + 1, end)));
            at = end;
        }
        Set<Integer> seen = new HashSet<>();
        for (PartsBox.Whole whole : PartsBox.whole(store)) {
            for (int place : whole.places()) {
                if (!seen.add(place) || !store.containsKey(place)) {
                    throw new AssertionError("told of twice, or not there: " + place);
                }
            }
            check(whole.message());
        }
        store.values().forEach(Tpdu::submitted);
    }

    private static void check(TextMessage message) {
        if (!message.unread().isEmpty() && !(message.text().isEmpty() && message.from().isEmpty())) {
            throw new AssertionError("read and not read: " + message);
        }
        if (message.from().length() > 21 || message.text().length() > MOST_PARTS * LONGEST_PART) {
            throw new AssertionError("longer than can be: " + message);
        }
    }
}
