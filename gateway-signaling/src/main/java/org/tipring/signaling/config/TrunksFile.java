package org.tipring.signaling.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tipring.signaling.config.GatewayConfig.AskingSection;
import org.tipring.signaling.config.GatewayConfig.TrunkSection;
import org.tipring.signaling.config.GatewayConfig.VerdictNames;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.signaling.routing.text.Section;

/// trunks.ini
final class TrunksFile {

    private final Mistakes mistakes;

    final Map<String, Place> places = new LinkedHashMap<>();
    final List<TrunkSection> trunks = new ArrayList<>();

    TrunksFile(List<Section> sections, Mistakes mistakes) {
        this.mistakes = mistakes;
        SectionKinds.read(sections, Map.of(), Map.of("trunk", this::trunk), mistakes);
    }

    private void trunk(Fields fields) {
        SectionKinds.isName(fields, mistakes);
        String name = fields.section().name();
        Entry proxy = fields.required("proxy", "write 'proxy = sip.example.net'");
        if (proxy != null && !isProxy(proxy.value())) {
            fields.wrong(proxy, "write host, host:port or a sip: URI");
        }
        String user = fields.text("user", "");
        String password = fields.text("password", "");
        boolean register = fields.yes("register", false);
        if (register && user.isEmpty()) {
            mistakes.error(fields.section().place(), "[trunk " + name + "] registers without a user", "write 'user = ...', or 'register = no'");
        }
        if (user.isEmpty() && !password.isEmpty()) {
            mistakes.error(fields.section().place(), "[trunk " + name + "] has a password and no user", "write 'user = ...'");
        }
        String realm = fields.text("realm", "");
        Entry from = fields.take("addresses");
        List<String> addresses = new ArrayList<>();
        for (Fields.Part part : from == null ? List.<Fields.Part>of() : fields.parts(from)) {
            if (!Addresses.isHost(part.text())) {
                mistakes.error(part.place(), Mistakes.quote(part.text()) + " is no address", "write an IP address or a host name");
            }
            addresses.add(part.text());
        }
        trunks.add(new TrunkSection(name, proxy == null ? "" : proxy.value(), user, password, register, realm, addresses,
                TransportKeys.read(fields, mistakes, toProvider(fields)), SoundFields.read(fields, mistakes), verdicts(fields), silentAfter(fields), asking(fields), mailboxes(fields)));
        places.put(name, fields.section().place());
    }

    private TransportSection toProvider(Fields fields) {
        boolean refers = fields.word("transfer", TransportSection.Transfer.class, TransportSection.Transfer.BRIDGE) == TransportSection.Transfer.REFER;
        TransportSection usual = TransportSection.DEFAULT;
        return new TransportSection(usual.srtp(), usual.keys(), usual.symmetric(), usual.tellsHold(), refers);
    }

    private Duration silentAfter(Fields fields) {
        Duration after = fields.duration("silent after", TrunkSection.SILENT_AFTER);
        if (after.toSeconds() < 1 || after.toSeconds() > 32) {
            mistakes.error(fields.section().place(), "'silent after' is " + after.toMillis() + "ms", "write a time from 1s to 32s");
        }
        return after;
    }

    private List<String> mailboxes(Fields fields) {
        Entry entry = fields.take("mailboxes");
        List<String> accounts = new ArrayList<>();
        for (Fields.Part part : entry == null ? List.<Fields.Part>of() : fields.parts(entry)) {
            if (!part.text().matches("[A-Za-z0-9+*#._-]{1,64}")) {
                mistakes.error(part.place(), Mistakes.quote(part.text()) + " is no mailbox", "write the account as the provider names it, without sip: and host, such as 442079460100");
            } else if (accounts.contains(part.text())) {
                mistakes.error(part.place(), "the mailbox " + part.text() + " stands there twice", "remove one");
            } else {
                accounts.add(part.text());
            }
        }
        return accounts;
    }

    private static AskingSection asking(Fields fields) {
        Entry entry = fields.take("ask every");
        if (entry == null) {
            return AskingSection.USUAL;
        }
        Duration every = entry.value().equals("never") ? Duration.ZERO : Fields.duration(entry.value());
        if (every == null || !every.isZero() && (every.toSeconds() < 5 || every.toSeconds() > 3_600) || every.isZero() && !entry.value().equals("never")) {
            fields.wrong(entry, "write a time from 5s to 1h, or never");
            return AskingSection.USUAL;
        }
        return new AskingSection(every, true);
    }

    private static VerdictNames verdicts(Fields fields) {
        return new VerdictNames(mark(fields, "verified name"), mark(fields, "failed name"), mark(fields, "unsigned name"));
    }

    /// It goes before a name on a display that has room for 15 letters.
    private static String mark(Fields fields, String key) {
        Entry entry = fields.take(key);
        if (entry != null && !entry.value().matches("[ -~]{0,8}")) {
            fields.wrong(entry, "write up to 8 letters or signs, such as [V]");
        }
        return entry == null ? "" : entry.value();
    }

    private static boolean isProxy(String text) {
        if (text.matches("sips?:[^\\s<>\"]+")) {
            return true;
        }
        int colon = text.lastIndexOf(':');
        boolean port = colon > 0 && text.substring(colon + 1).matches("\\d{1,5}") && text.indexOf(':') == colon;
        return Addresses.isHost(port ? text.substring(0, colon) : text);
    }
}
