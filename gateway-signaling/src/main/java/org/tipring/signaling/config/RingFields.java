package org.tipring.signaling.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tipring.media.dsp.Cadence;
import org.tipring.signaling.config.GatewayConfig.RingsSection;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;

/// The sections `[ring 1]` to `[ring 8]` of lines.ini.
final class RingFields {

    private final Mistakes mistakes;
    private final Map<Integer, Cadence> cadences = new HashMap<>();
    private final Map<Integer, List<String>> words = new HashMap<>();

    RingFields(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    void read(Fields fields) {
        String name = fields.section().name();
        if (!name.matches("[1-8]")) {
            mistakes.error(fields.section().place(), "there are distinctive rings 1 to 8, and no " + Mistakes.quote(name), "write [ring 2]");
        }
        int number = name.matches("[1-8]") ? Integer.parseInt(name) : 1;
        Entry cadence = fields.take("cadence");
        if (cadence != null && !cadence.value().matches("[1-9]\\d{1,4} [1-9]\\d{1,4}( [1-9]\\d{1,4} [1-9]\\d{1,4}){0,4}")) {
            fields.wrong(cadence, "write one to five pairs of milliseconds, on off on off: 800 400 800 4000");
        } else if (cadence != null) {
            cadences.put(number, new Cadence(Arrays.stream(cadence.value().split(" ")).map(Integer::valueOf).toList()));
        }
        Entry asked = fields.take("alert info");
        if (asked != null && !asked.value().matches("[\\w:.-]{2,60}( *, *[\\w:.-]{2,60}){0,15}")) {
            fields.wrong(asked, "write words, with commas between: bellcore-dr2, alert-external");
        } else if (asked != null) {
            words.put(number, Arrays.stream(asked.value().toLowerCase(Locale.ROOT).split(" *, *")).toList());
        }
    }

    RingsSection section() {
        return new RingsSection(cadences, words);
    }
}
