package org.tipring.signaling.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tipring.signaling.config.GatewayConfig.PhoneSection;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Fields;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.signaling.routing.text.Section;

/// phones.ini
final class PhonesFile {

    private static final int SHORTEST_PASSWORD = 8;

    private final Mistakes mistakes;

    final Map<String, Place> places = new LinkedHashMap<>();
    final List<PhoneSection> phones = new ArrayList<>();
    TransportSection transport = TransportSection.TELEPHONES;

    PhonesFile(List<Section> sections, Mistakes mistakes) {
        this.mistakes = mistakes;
        SectionKinds.read(sections, Map.of("phones", this::all), Map.of("phone", this::phone), mistakes);
    }

    private void all(Fields fields) {
        transport = TransportKeys.read(fields, mistakes, TransportSection.TELEPHONES);
    }

    private void phone(Fields fields) {
        SectionKinds.isName(fields, mistakes);
        String extension = fields.section().name();
        Entry password = fields.take("password");
        // Never quoted: a wrong password is still somebody's password.
        if (password != null && (password.value().length() < SHORTEST_PASSWORD || password.value().contains(extension)
                || password.value().chars().distinct().count() < SHORTEST_PASSWORD / 2)) {
            mistakes.error(password.valuePlace(), "the password of " + extension + " is easily guessed",
                    "use at least " + SHORTEST_PASSWORD + " characters, not all alike and without the extension; or remove the line, and one is generated");
        }
        phones.add(new PhoneSection(extension, password == null ? "" : password.value(), fields.text("name", extension),
                SoundFields.read(fields, mistakes)));
        places.put(extension, fields.section().place());
    }
}
