package org.tipring.signaling.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.configuration2.INIConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.signaling.routing.text.Section;

/// A file as sections: the places from [IniScan], the values from Commons Configuration.
///
/// The library gets a plain rendering of what the scan found, every value in quotes: of the original it makes other things than an
/// operator reads (`to = a: 'b` is the key `to = a` with the value `b` to it). That both agree is checked all the same.
final class IniReader {

    private IniReader() {
    }

    /// @return empty when there are mistakes
    static List<Section> read(String file, byte[] bytes, Mistakes mistakes) {
        Mistakes own = new Mistakes();
        IniScan.Result scanned = IniScan.scan(file, bytes, own);
        mistakes.addAll(own.all());
        return own.any() ? List.of() : withValues(file, scanned.sections(), mistakes);
    }

    private static List<Section> withValues(String file, List<Section> scanned, Mistakes mistakes) {
        List<Section> sections = new ArrayList<>();
        // Sections without keys are nothing to the library.
        List<Section> filled = scanned.stream().filter(section -> !section.entries().isEmpty()).toList();
        List<ImmutableNode> nodes;
        try {
            nodes = parse(plain(filled)).getChildren();
        } catch (ConfigurationException | IOException | RuntimeException unexpected) {
            mistakes.error(new Place(file, 1, 1), "Commons Configuration cannot read it (" + unexpected.getMessage() + ")",
                    "simplify the file; please report this");
            return List.of();
        }
        if (nodes.size() != filled.size()) {
            mistakes.error(new Place(file, 1, 1), "two readers find %d and %d sections".formatted(filled.size(), nodes.size()),
                    "look for brackets in odd places; please report this");
            return List.of();
        }
        int next = 0;
        for (Section section : scanned) {
            sections.add(section.entries().isEmpty() ? section : fill(section, nodes.get(next++), mistakes));
        }
        return sections;
    }

    private static String plain(List<Section> sections) {
        StringBuilder text = new StringBuilder();
        for (Section section : sections) {
            text.append('[').append(section.heading()).append("]\n");
            section.entries().forEach(entry -> text.append(entry.key()).append(" = \"").append(entry.value()).append("\"\n"));
        }
        return text.toString();
    }

    private static ImmutableNode parse(String text) throws ConfigurationException, IOException {
        INIConfiguration ini = INIConfiguration.builder().setSectionInLineCommentsAllowed(true).build();
        ini.setSeparatorUsedInInput("=");
        ini.read(new StringReader(text));
        return ini.getNodeModel().getNodeHandler().getRootNode();
    }

    private static Section fill(Section section, ImmutableNode node, Mistakes mistakes) {
        List<Entry> entries = new ArrayList<>();
        List<ImmutableNode> values = node.getChildren();
        for (int i = 0; i < section.entries().size(); i++) {
            Entry entry = section.entries().get(i);
            Object value = i < values.size() ? values.get(i).getValue() : null;
            if (!entry.value().equals(value)) {
                mistakes.error(entry.valuePlace(), "two readers disagree about this value", "put it in \"quotes\"");
            }
            entries.add(new Entry(entry.key(), String.valueOf(value), entry.place(), entry.valuePlace()));
        }
        return new Section(section.kind(), section.name(), section.place(), entries);
    }
}
