package org.tipring.signaling.routing.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.Interface.Kind;
import org.tipring.signaling.routing.LineFault;
import org.tipring.signaling.routing.NumberForm;
import org.tipring.signaling.routing.Pick;
import org.tipring.signaling.routing.RingGroup;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.signaling.routing.text.Spelling;

/// Reads `[interface NAME]` and `[ring-group NAME]`.
final class InterfaceReader {

    private static final Pattern LIMIT = Pattern.compile("(\\d{1,6}) (minutes|hours) per month");
    private static final int MOST_KEPT_FREE = 100;

    private final Names names;
    private final Mistakes mistakes;

    InterfaceReader(Names names, Mistakes mistakes) {
        this.names = names;
        this.mistakes = mistakes;
    }

    Interface read(Fields fields) {
        String name = fields.section().name();
        Place place = fields.section().place();
        names.declare(name, "an interface", place);
        Entry sip = fields.take("sip");
        Kind kind = kind(sip);
        List<String> members = members(fields, kind, name);
        // Exchanges hunt upwards: who starts at the other end meets callers (glare) least.
        Pick pick = fields.word("pick", Pick.class, kind == Kind.LINES ? Pick.DESCENDING : Pick.ASCENDING);
        Entry formEntry = fields.required("numbers", "write 'numbers = national', e164, abroad-00 or as-dialled");
        NumberForm form = formEntry == null ? NumberForm.NATIONAL : Fields.word(formEntry.value(), formEntry.valuePlace(), "'numbers'",
                NumberForm.class, NumberForm.NATIONAL, mistakes);
        Set<LineFault> skip = skip(fields, kind);
        int keepFree = fields.number("keep free", 0, 0, MOST_KEPT_FREE);
        Duration limit = limit(fields.take("limit"));
        Interface one = new Interface(name, kind, members, pick, kind == Kind.TRUNK ? sip.value() : "", form, skip, keepFree, limit);
        consistent(one, place);
        names.add(one);
        return one;
    }

    private Kind kind(Entry sip) {
        if (sip == null) {
            return Kind.LINES;
        }
        if (sip.value().equals("registrar")) {
            return Kind.REGISTRAR;
        }
        if (!sip.value().matches("trunk|sips?:[^\\s<>\"]+")) {
            mistakes.error(sip.valuePlace(), "'sip' cannot be " + Mistakes.quote(sip.value()),
                    "write registrar, trunk, or a URI such as sip:trunk.example.net;transport=tcp");
        }
        return Kind.TRUNK;
    }

    private List<String> members(Fields fields, Kind kind, String name) {
        List<String> members = new ArrayList<>();
        if (kind == Kind.TRUNK) {
            Entry unwanted = fields.take("members");
            if (unwanted != null) {
                mistakes.error(unwanted.place(), "a trunk has no members", "remove the line");
            }
            return members;
        }
        Entry entry = fields.required("members", kind == Kind.LINES ? "write 'members = fxo1, fxo2', or 'sip = ...' for a SIP interface"
                : "write 'members = 201, 202'");
        for (Fields.Part part : entry == null ? List.<Fields.Part>of() : fields.parts(entry)) {
            if (names.declare(part.text(), "a member of " + name, part.place())) {
                members.add(part.text());
            }
        }
        return members;
    }

    private Set<LineFault> skip(Fields fields, Kind kind) {
        Set<LineFault> skip = EnumSet.noneOf(LineFault.class);
        Entry entry = fields.take("skip");
        if (entry != null) {
            fields.parts(entry).forEach(part -> {
                LineFault fault = Fields.word(part.text(), part.place(), "'skip'", LineFault.class, null, mistakes);
                if (fault != null) {
                    skip.add(fault);
                }
            });
            if (kind != Kind.LINES) {
                mistakes.error(entry.place(), "'skip' is for lines", "remove it");
            }
        }
        return skip;
    }

    private Duration limit(Entry entry) {
        if (entry == null) {
            return null;
        }
        Matcher matcher = LIMIT.matcher(entry.value());
        if (!matcher.matches()) {
            mistakes.error(entry.valuePlace(), "'limit' cannot be " + Mistakes.quote(entry.value()), "write '300 minutes per month'");
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        return matcher.group(2).equals("hours") ? Duration.ofHours(amount) : Duration.ofMinutes(amount);
    }

    private void consistent(Interface one, Place place) {
        if (one.kind() == Kind.REGISTRAR && one.numbers() != NumberForm.AS_DIALLED) {
            mistakes.error(place, "telephones of [interface " + one.name() + "] speak " + one.numbers(), "write 'numbers = as-dialled'");
        }
        if (one.pick() == Pick.ALL && !one.telephones()) {
            mistakes.error(place, "'pick = all' would seize every line of [interface " + one.name() + "] at once", "write another pick");
        }
        if (one.keepFree() > 0 && (one.kind() != Kind.LINES || one.telephones() || one.keepFree() >= one.members().size())) {
            mistakes.error(place, "'keep free = " + one.keepFree() + "' leaves [interface " + one.name() + "] no line for outgoing calls",
                    "keep fewer free than there are members, on an interface of lines");
        }
    }

    RingGroup group(Fields fields) {
        String name = fields.section().name();
        names.declare(name, "a ring group", fields.section().place());
        names.addGroup(name);
        List<String> members = new ArrayList<>();
        Entry entry = fields.required("members", "write 'members = 201, 202'");
        for (Fields.Part part : entry == null ? List.<Fields.Part>of() : fields.parts(entry)) {
            if (names.isTelephone(part.text())) {
                addOnce(part.text(), part.place(), members);
            } else if (names.isSource(part.text()) && names.interfaceOf(part.text()) == null && names.behind(part.text()).telephones()) {
                names.behind(part.text()).members().forEach(member -> addOnce(member, part.place(), members));
            } else {
                mistakes.error(part.place(), Mistakes.quote(part.text()) + " is no telephone",
                        Spelling.cure(part.text(), names.sources().stream().filter(names::isTelephone).toList()));
            }
        }
        return new RingGroup(name, members, fields.word("pick", Pick.class, Pick.ALL), fields.duration("for", null));
    }

    private void addOnce(String member, Place place, List<String> members) {
        if (members.contains(member)) {
            mistakes.error(place, "'" + member + "' is named twice", "remove one");
        } else {
            members.add(member);
        }
    }
}
