package org.tipring.tdm.emulator;

import java.util.List;
import java.util.Set;

/// Which modem is played: what it says of itself, and where the makers differ.
public enum ModemProfile {

    /// Conexant CX93010/CX93001, as found in no-name USB modems.
    CX93001(List.of("56000", "", "", "CX93001-EIS_V0.2013-V92", "", "", "", ""), "CONEXANT", "V90", "0,1,1.0,2,8",
            List.of("0,\"SIGNED PCM\",8,0,8000,0,0", "1,\"UNSIGNED PCM\",8,0,8000,0,0", "129,\"IMA ADPCM\",4,0,8000,0,0",
                    "130,\"UNSIGNED PCM\",8,0,8000,0,0", "131,\"Mu-Law\",8,0,8000,0,0", "132,\"A-Law\",8,0,8000,0,0",
                    "133,\"14 bit PCM\",14,0,8000,0,0"),
            Set.of(0, 1, 4, 5, 6, 8, 9, 11, 13), Set.of(1, 5, 9, 13)),

    /// What Conexant's printed manual (102752C) describes: answers carry their command's name, other spellings, other codecs.
    CX93000(List.of("56000", "", "", "CX93000-V92", "", "", "", ""), "CONEXANT", "V90", "0, 1, 1.0, 8",
            List.of("1,\"UNSIGNED PCM\",8,0,8000,0,0", "129,\"IMA ADPCM\",4,0,8000,0,0", "130,\"UNSIGNED PCM\",8,0,8000,0,0",
                    "131,\"uLaw PCM\",8,0,8000,0,0", "140,\"2 bit ADPCM\",2,0,8000,0,0", "141,\"4 bit ADPCM\",4,0,8000,0,0"),
            Set.of(0, 1, 2, 3, 4, 5, 8, 9, 11, 14, 18, 19, 20), Set.of(1, 3, 5, 9, 11)),

    /// USRobotics 5637 with voice firmware (1.2.21 or later).
    USR5637(List.of("5601", "D8E9", "", "U.S. Robotics 56K FAX USB V1.2.23", "V1.2.23", "", "", ""), "U.S. Robotics", "5637", "0,1,8",
            List.of("128,\"8-BIT LINEAR\",8,0,(7200,8000,11025),0,0", "129,\"16-BIT LINEAR\",16,0,(7200,8000,11025),0,0",
                    "130,\"G.711A\",8,0,8000,0,0", "131,\"G.711U\",8,0,8000,0,0", "132,\"IMA ADPCM\",4,0,8000,0,0",
                    "133,\"G.729A\",1,0,8000,0,0"),
            Set.of(0, 1, 2, 3, 4, 5, 6, 7), Set.of(1, 2, 3, 5, 7)),

    /// A modem for data and fax only.
    DATA_ONLY(CX93001.information, "CONEXANT", "V90", "0,1,1.0,2", List.of(), Set.of(), Set.of());

    /// The codec list of Conexant's printed manual (102752C), which their firmware contradicts.
    private static final List<String> MANUAL_CODECS = List.of("1,\"UNSIGNED PCM\",8,0,8000,0,0", "129,\"IMA ADPCM\",4,0,8000,0,0",
            "130,\"UNSIGNED PCM\",8,0,8000,0,0", "140,\"2 bit ADPCM\",2,0,8000,0,0", "141,\"4 bit ADPCM\",4,0,8000,0,0");

    private final List<String> information;
    private final String maker;
    private final String model;
    private final String classes;
    private final List<String> codecs;
    private final Set<Integer> labels;
    private final Set<Integer> offHookLabels;

    ModemProfile(List<String> information, String maker, String model, String classes, List<String> codecs, Set<Integer> labels,
            Set<Integer> offHookLabels) {
        this.information = information;
        this.maker = maker;
        this.model = model;
        this.classes = classes;
        this.codecs = codecs;
        this.labels = labels;
        this.offHookLabels = offHookLabels;
    }

    /// The answer to `ATI<n>`: empty for a bare OK, null for ERROR.
    String information(int index) {
        return index < information.size() ? information.get(index) : null;
    }

    String maker() {
        return maker;
    }

    String model() {
        return model;
    }

    String revision() {
        return information.get(3);
    }

    /// The answer to `AT+FCLASS=?`.
    String classes(boolean voice) {
        return voice || !classes.endsWith("8") ? classes : classes.substring(0, classes.lastIndexOf(','));
    }

    /// Whether answers carry their command's name (`+GCI: B5`).
    boolean prefixes() {
        return this == CX93000;
    }

    boolean conexant() {
        return this != USR5637;
    }

    /// The lines of `AT+VSM=?`.
    List<String> codecs(boolean asInManual) {
        return asInManual ? MANUAL_CODECS : codecs;
    }

    boolean hasLabel(int label) {
        return labels.contains(label);
    }

    /// Whether a `+VLS` label closes the loop.
    boolean offHook(int label) {
        return offHookLabels.contains(label);
    }

    /// The lines of `AT+VLS=?`: label, primitives, and the events reported while transmitting, receiving, idle (V.253 table 15).
    List<String> labelLines() {
        return labels.stream().sorted().map(this::labelLine).toList();
    }

    private String labelLine(int label) {
        String primitives = offHook(label) ? "T" : "";
        if (conexant()) {
            return label + ",\"" + primitives + "\"," + (offHook(label) ? "0B8418E000,0FE418E000,0B8419E000"
                    : "B084008000,B084008000,B084008000");
        }
        return label + ",\"" + primitives + "\"," + (offHook(label) ? "0BC01800,0BC01800,0BC01800" : "B0000000,B0000000,B0000000");
    }
}
