package org.tipring.signaling.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tipring.signaling.config.GatewayConfig.FlashSection;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Spelling;

/// `[flash]` of lines.ini: what a hook flash means to analog telephones.
final class FlashFields {

    private static final List<String> WITH_TWO = List.of("swap", "end", "release", "conference", "transfer");
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private FlashFields() {
    }

    static FlashSection read(Fields fields, Mistakes mistakes) {
        FlashSection usual = FlashSection.DEFAULT;
        Map<String, String> alone = new LinkedHashMap<>();
        alone.put("in a call", word(fields, "in a call", List.of("second call", "line", "nothing"), usual));
        alone.put("call waiting", word(fields, "call waiting", List.of("swap", "end", "release", "key", "nothing"), usual));
        alone.put("two calls", word(fields, "two calls", with("key", "nothing"), usual));
        alone.put("after call waiting", word(fields, "after call waiting", with("key", "nothing"), usual));
        alone.put("conference", word(fields, "conference", List.of("release", "swap", "transfer", "key", "nothing"), usual));
        Map<Character, String> keys = new LinkedHashMap<>();
        for (char key = '0'; key <= '9'; key++) {
            String deed = key(fields, key, usual);
            if (!deed.isEmpty()) {
                keys.put(key, deed);
            }
        }
        Entry code = fields.take("refuse call waiting");
        if (code != null && !code.value().matches("\\*[0-9]{1,4}")) {
            fields.wrong(code, "write * and one to four digits, such as *70");
        }
        return new FlashSection(alone, keys, time(fields, "key within", usual.keyWithin()),
                pick(fields, "hang up", List.of("transfer", "ring back"), usual.hangUp()), time(fields, "ring back for", usual.ringBackFor()),
                fields.yes("announce callers", true), code == null ? "" : code.value());
    }

    private static List<String> with(String... more) {
        return java.util.stream.Stream.concat(WITH_TWO.stream(), java.util.stream.Stream.of(more)).toList();
    }

    private static String word(Fields fields, String key, List<String> words, FlashSection usual) {
        return pick(fields, key, words, usual.alone().get(key));
    }

    private static String key(Fields fields, char key, FlashSection usual) {
        String deed = pick(fields, "key " + key, with("nothing"), usual.keys().getOrDefault(key, "nothing"));
        return deed.equals("nothing") ? "" : deed;
    }

    private static String pick(Fields fields, String key, List<String> words, String usual) {
        Entry entry = fields.take(key);
        if (entry != null && !words.contains(entry.value())) {
            fields.wrong(entry, Spelling.cure(entry.value(), words));
            return usual;
        }
        return entry == null ? usual : entry.value();
    }

    private static Duration time(Fields fields, String key, Duration usual) {
        Entry entry = fields.take(key);
        Duration time = entry == null ? usual : Fields.duration(entry.value());
        if (time == null || time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            fields.wrong(entry, "write a time from 1s to 5m");
            return usual;
        }
        return time;
    }
}
