package org.tipring.signaling.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Section;
import org.tipring.signaling.routing.text.Spelling;

/// Which sections a file may have: each goes to its reader, all others are mistakes.
final class SectionKinds {

    private SectionKinds() {
    }

    /// @param plain readers of sections without a name: `[sip]`
    /// @param named readers of sections with one: `[line fxo1]`
    static void read(List<Section> sections, Map<String, Consumer<Fields>> plain, Map<String, Consumer<Fields>> named, Mistakes mistakes) {
        List<String> all = new ArrayList<>(plain.keySet());
        all.addAll(named.keySet());
        all.sort(null);
        for (Section section : sections) {
            Consumer<Fields> reader = (section.name().isEmpty() ? plain : named).get(section.kind());
            if (reader != null) {
                Fields fields = new Fields(section, mistakes);
                reader.accept(fields);
                fields.finish();
            } else if (named.containsKey(section.kind())) {
                mistakes.error(section.place(), "[" + section.kind() + "] has no name", "write [" + section.kind() + " NAME]");
            } else if (plain.containsKey(section.kind())) {
                mistakes.error(section.place(), "[" + section.kind() + "] takes no name", "write [" + section.kind() + "]");
            } else {
                mistakes.error(section.place(), "this file has no section [" + section.kind() + "]", Spelling.cure(section.kind(), all));
            }
        }
    }

    /// A name that may stand in a dial plan, a log and a metric.
    static boolean isName(Fields fields, Mistakes mistakes) {
        boolean ok = fields.section().name().matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");
        if (!ok) {
            mistakes.error(fields.section().place(), Mistakes.quote(fields.section().name()) + " is no name",
                    "use up to 32 letters, digits, '-' and '_'");
        }
        return ok;
    }
}
