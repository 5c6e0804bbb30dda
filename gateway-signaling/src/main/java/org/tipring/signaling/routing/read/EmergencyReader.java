package org.tipring.signaling.routing.read;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tipring.signaling.routing.EmergencyRule;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.Restriction;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Spelling;

/// Reads `[emergency]`.
final class EmergencyReader {

    private final Names names;
    private final Mistakes mistakes;

    EmergencyReader(Names names, Mistakes mistakes) {
        this.names = names;
        this.mistakes = mistakes;
    }

    EmergencyRule read(Fields fields) {
        List<String> numbers = new ArrayList<>();
        Entry all = fields.required("numbers", "write 'numbers = 112 | 999'");
        for (Fields.Part part : all == null ? List.<Fields.Part>of() : Fields.parts(all, "|", mistakes)) {
            String number = part.text().replaceAll("[ -]", "");
            if (number.matches("\\d{2,8}")) {
                numbers.add(number);
            } else {
                mistakes.error(part.place(), Mistakes.quote(part.text()) + " is no emergency number", "write plain numbers: 112 | 999");
            }
        }
        Entry after = fields.take("also after");
        if (after != null && !after.value().matches("[0-9*#]{1,4}")) {
            fields.wrong(after, "write the digits that may stand before it: 'also after = 9'");
        }
        List<String> use = use(fields);
        Set<String> preempt = preempt(fields, use);
        Set<Restriction> ignore = ignore(fields);
        return new EmergencyRule(numbers, after == null ? "" : after.value(), use, preempt, ignore, tell(fields));
    }

    private List<String> tell(Fields fields) {
        List<String> tell = new ArrayList<>();
        Entry entry = fields.take("notify");
        for (Fields.Part part : entry == null ? List.<Fields.Part>of() : fields.parts(entry)) {
            if (!part.text().matches("mailto:[^@\\s]+@[^@\\s]+") && !names.isTelephone(part.text()) && !names.isGroup(part.text())) {
                mistakes.warning(part.place(), "nobody can be told: " + Mistakes.quote(part.text()) + " is no telephone, ring group or mail address",
                        Spelling.cure(part.text(), names.callable().stream().filter(name -> names.isTelephone(name) || names.isGroup(name)).toList()));
            }
            tell.add(part.text());
        }
        return tell;
    }

    private List<String> use(Fields fields) {
        List<String> use = new ArrayList<>();
        Entry entry = fields.required("use", "name the interfaces that emergency calls take, in order: 'use = landlines'");
        for (Fields.Part part : entry == null ? List.<Fields.Part>of() : fields.parts(entry)) {
            Interface behind = names.behind(part.text());
            if (behind == null || behind.telephones()) {
                mistakes.error(part.place(), Mistakes.quote(part.text()) + " is no outside interface",
                        Spelling.cure(part.text(), names.sources().stream().filter(name -> !names.behind(name).telephones()).toList()));
            } else if (!use.contains(part.text())) {
                use.add(part.text());
            }
        }
        return use;
    }

    private Set<String> preempt(Fields fields, List<String> use) {
        Set<String> preempt = new LinkedHashSet<>();
        Entry entry = fields.take("pre-empt");
        for (Fields.Part part : entry == null ? List.<Fields.Part>of() : fields.parts(entry)) {
            if (!use.contains(part.text())) {
                mistakes.error(part.place(), Mistakes.quote(part.text()) + " is not in 'use'", Spelling.cure(part.text(), use));
            } else if (names.behind(part.text()).kind() != Interface.Kind.LINES) {
                mistakes.error(part.place(), "a call of " + Mistakes.quote(part.text()) + " frees no line", "pre-empt interfaces of lines only");
            }
            preempt.add(part.text());
        }
        return preempt;
    }

    private Set<Restriction> ignore(Fields fields) {
        Entry entry = fields.take("ignore");
        if (entry == null) {
            return EnumSet.allOf(Restriction.class);
        }
        Set<Restriction> ignore = EnumSet.noneOf(Restriction.class);
        for (Fields.Part part : fields.parts(entry)) {
            Restriction restriction = Fields.word(part.text(), part.place(), "'ignore'", Restriction.class, null, mistakes);
            if (restriction != null) {
                ignore.add(restriction);
            }
        }
        return ignore;
    }
}
