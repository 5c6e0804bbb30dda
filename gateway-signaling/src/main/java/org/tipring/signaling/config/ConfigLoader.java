package org.tipring.signaling.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tipring.signaling.config.GatewayConfig.CountrySection;
import org.tipring.signaling.config.GatewayConfig.TelephoneSection;
import org.tipring.signaling.config.GatewayConfig.TrunkSection;
import org.tipring.signaling.routing.DialPlan;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.check.PlanCheck;
import org.tipring.signaling.routing.text.Mistake;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.signaling.routing.text.Spelling;

/// Reads the configuration: all files, every mistake of all of them at once.
public final class ConfigLoader {

    /// A start does not wait for the warnings of a plan that is larger; `check` has them.
    private static final int MOST_CHECKED = 2_000;

    private ConfigLoader() {
    }

    /// @param dir with gateway.ini and its companions; one without any of them, or null, gives the embedded default
    public static GatewayConfig load(Path dir) throws ConfigException {
        return load(dir, ZoneId.systemDefault());
    }

    /// @param machineZone wall clock for a dial plan that names none
    public static GatewayConfig load(Path dir, ZoneId machineZone) throws ConfigException {
        Mistakes mistakes = new Mistakes();
        try {
            GatewayConfig config = load(dir, machineZone, mistakes);
            if (mistakes.any()) {
                throw new ConfigException(mistakes.lines());
            }
            return config;
        } catch (IOException missing) {
            throw new ConfigException(missing.getMessage());
        }
    }

    /// @return null when there are mistakes
    /// @throws IOException when there is no such directory
    static GatewayConfig load(Path dir, ZoneId machineZone, Mistakes mistakes) throws IOException {
        return read(ConfigFiles.in(dir, mistakes), dir, machineZone, mistakes);
    }

    private static GatewayConfig read(ConfigFiles files, Path dir, ZoneId machineZone, Mistakes mistakes) {
        GatewayFile gateway = new GatewayFile(files.sections("gateway.ini"), dir, mistakes);
        byte[] planBytes = files.bytes("dialplan.ini");
        if (planBytes == null && !mistakes.any()) {
            mistakes.error(new Place(files.shown("dialplan.ini"), 1, 1), "there is no such file", "copy one from etc/ or etc/examples/");
        }
        DialPlan plan = planBytes == null ? null : PlanFile.read(files.shown("dialplan.ini"), planBytes, machineZone, mistakes);
        String country = plan == null ? "" : plan.parts().country().name();
        CountryPacks packs = new CountryPacks(dir, mistakes);
        if (plan != null) {
            EmergencyCheck.check(plan, packs.of(country, new Place(files.shown("dialplan.ini"), 1, 1)), mistakes);
        }
        LinesFile lines = new LinesFile(files.sections("lines.ini"), country, packs, mistakes);
        PhonesFile phones = new PhonesFile(files.sections("phones.ini"), mistakes);
        TrunksFile trunks = new TrunksFile(files.sections("trunks.ini"), mistakes);
        List<TrunkSection> allTrunks = new ArrayList<>(trunks.trunks);
        if (plan != null) {
            for (Interface one : plan.interfaces()) {
                Place place = plan.parts().place("interface " + one.name());
                switch (one.kind()) {
                    case LINES -> {
                        known(one, lines.places, "line", "lines.ini", phones.places, "a SIP telephone", "with 'sip = registrar'", place, mistakes);
                        asDialled(one, lines.telephones, place, mistakes);
                    }
                    case REGISTRAR -> known(one, phones.places, "phone", "phones.ini", lines.places, "on a line of lines.ini", "without 'sip'", place, mistakes);
                    case TRUNK -> trunk(one, trunks, allTrunks, place, mistakes);
                }
            }
            unused(lines.places, plan, "line", mistakes);
            unused(phones.places, plan, "telephone", mistakes);
            trunks.places.forEach((name, place) -> {
                if (plan.interfaceNamed(name) == null) {
                    mistakes.warning(place, "no [interface " + name + "] of the dial plan uses this trunk", "add one with 'sip = trunk', or remove it");
                }
            });
        }
        if (files.embedded() && dir != null) {
            mistakes.warning(new Place(dir.toString(), 1, 1), "no .ini file in there, so the embedded default is used", "copy the files of etc/ to it");
        }
        if (!mistakes.any() && plan.parts().routes().size() <= MOST_CHECKED) {
            mistakes.addAll(PlanCheck.check(plan));
        }
        return mistakes.any() ? null : new GatewayConfig(gateway.sip, gateway.media, gateway.records, gateway.recordings, gateway.status, gateway.guard,
                new CountrySection(country), packs.all(), lines.lines, lines.telephones, phones.phones, phones.transport, allTrunks, lines.exchange, plan,
                mistakes.all().stream().filter(mistake -> mistake.severity() == Mistake.Severity.WARNING).map(Mistake::toString).toList());
    }

    /// @param elsewhere names of the other kind, what one of them is, and what marks an interface of them
    private static void known(Interface one, Map<String, Place> there, String kind, String file, Map<String, Place> elsewhere, String what,
                              String marked, Place place, Mistakes mistakes) {
        for (String member : one.members()) {
            if (there.containsKey(member)) {
                continue;
            }
            if (elsewhere.containsKey(member)) {
                mistakes.error(place, "[interface " + one.name() + "] has the member " + member + ", which is " + what,
                        "put it into an interface of its own kind, " + marked);
            } else {
                mistakes.error(place, "[interface " + one.name() + "] has the member " + member + ", and " + file + " has no ["
                        + kind + " " + member + "]", Spelling.nearest(member, there.keySet()).isEmpty()
                        ? "add it there, or remove the member" : Spelling.cure(member, there.keySet()));
            }
        }
    }

    /// An analog telephone is called by name; an exchange's line is dialled on.
    private static void asDialled(Interface one, List<TelephoneSection> telephones, Place place, Mistakes mistakes) {
        for (TelephoneSection telephone : telephones) {
            if (one.members().contains(telephone.name()) && !one.telephones()) {
                mistakes.error(place, "[interface " + one.name() + "] has the analog telephone " + telephone.name() + " among its members",
                        "put telephones into an interface of their own, with 'numbers = as-dialled'");
            }
        }
    }

    private static void unused(Map<String, Place> there, DialPlan plan, String what, Mistakes mistakes) {
        there.forEach((name, place) -> {
            if (plan.interfaceOf(name) == null) {
                mistakes.warning(place, "the " + what + " " + name + " is in no [interface] of the dial plan", "add it to one, or remove it");
            }
        });
    }

    /// An interface with a URI of its own needs no section: nobody registers then.
    private static void trunk(Interface one, TrunksFile trunks, List<TrunkSection> all, Place place, Mistakes mistakes) {
        if (trunks.places.containsKey(one.name())) {
            return;
        }
        if (one.sipUri().equals("trunk")) {
            mistakes.error(place, "[interface " + one.name() + "] is a trunk, and trunks.ini has no [trunk " + one.name() + "]",
                    Spelling.nearest(one.name(), trunks.places.keySet()).isEmpty() ? "add it there, or write its sip: URI here"
                            : Spelling.cure(one.name(), trunks.places.keySet()));
        } else {
            all.add(new TrunkSection(one.name(), one.sipUri(), "", "", false, "", List.of(), TransportSection.DEFAULT));
        }
    }
}
