package org.tipring.tdm.emulator;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a modem remembers and does nothing more with than to say it again, and the few values that it does use.
final class ModemParameters {

    /// A parameter of the `+` kind.
    ///
    /// @param test the answer to `=?`
    /// @param least the least value of each field
    /// @param most the greatest value of each field
    /// @param initial after power-up and ATZ
    private record Kind(String test, int[] least, int[] most, int[] initial) { }

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Map<String, int[]> values = new HashMap<>();
    private final int[] registers = new int[256];
    private final Map<String, Integer> letters = new HashMap<>();

    ModemParameters(ModemProfile profile) {
        boolean conexant = profile.conexant();
        kind("+VIT", "(0-255)", 255, 0);
        kind("+VGT", "(0-255)", 255, 128);
        kind("+VGR", conexant ? "(0-255)" : "(121-134)", 255, 128);
        kind("+VTD", conexant ? "(0-255)" : "(0-400)", conexant ? 255 : 400, 100);
        kind("+VRA", "(0-255)", 255, 50);
        kind("+VRN", conexant ? "(0-25)" : "(0-255)", conexant ? 25 : 255, 10);
        kind("+VCID", "(0-2)", 2, 0);
        kind("+VNH", conexant ? "(0-2)" : "(0,2)", 2, 0);
        kind("+VPR", "(0,1,2,3,4,8,16,24,48,96)", 96, 0);
        kind("+VGM", "(0-255)", 255, 128);
        kind("+VGS", "(0-255)", 255, 128);
        kind("+VSP", "(0,1)", 1, 0);
        kinds.put("+VSD", conexant ? new Kind("(0,127-129),(0-255)", of(0, 0), of(255, 255), of(0, 50))
                : new Kind("(0-255),(0-255)", of(0, 0), of(255, 255), of(128, 50)));
        kinds.put("+VDR", new Kind(conexant ? "(0-1),(0-6)" : "(0,1),(0-255)", of(0, 0), of(1, conexant ? 6 : 255), of(0, 0)));
        kinds.put("+IFC", new Kind("(0-3),(0-2)", of(0, 0), of(3, 2), of(2, 2)));
        if (conexant) {
            kind("-STE", "(0-7)", 7, 0);
            kind("-SCID", "(0,1)", 1, 0);
            kind("-TTE", "(0-255)", 255, 0);
        }
        reset();
    }

    private void kind(String name, String test, int most, int initial) {
        kinds.put(name, new Kind(test, of(0), of(most), of(initial)));
    }

    private static int[] of(int... numbers) {
        return numbers;
    }

    /// As ATZ leaves it.
    void reset() {
        kinds.forEach((name, kind) -> values.put(name, kind.initial().clone()));
        java.util.Arrays.fill(registers, 0);
        int[][] initial = {{2, 43}, {3, 13}, {4, 10}, {5, 8}, {6, 3}, {7, 90}, {8, 1}, {9, 6}, {10, 14}, {11, 85}, {12, 50}, {25, 5},
            {26, 1}, {36, 7}, {38, 20}, {46, 138}, {48, 7}};
        for (int[] pair : initial) {
            registers[pair[0]] = pair[1];
        }
        letters.clear();
        letters.putAll(Map.of("B", 1, "L", 2, "M", 1, "N", 0, "W", 0, "X", 4, "Y", 0));
        letters.putAll(Map.of("&C", 1, "&D", 2, "&G", 0, "&J", 0, "&K", 3, "&Q", 5, "&R", 1, "&S", 0, "&T", 5, "&X", 0));
        letters.put("&Y", 0);
    }

    boolean knows(String name) {
        return kinds.containsKey(name);
    }

    String test(String name) {
        return kinds.get(name).test();
    }

    String read(String name) {
        return java.util.Arrays.stream(values.get(name)).mapToObj(Integer::toString).collect(java.util.stream.Collectors.joining(","));
    }

    /// An empty field keeps its value.
    ///
    /// @return false when a field is no number, out of range, or one too many
    boolean set(String name, String text) {
        Kind kind = kinds.get(name);
        String[] fields = text.split(",", -1);
        int[] next = values.get(name).clone();
        if (fields.length > next.length) {
            return false;
        }
        for (int i = 0; i < fields.length; i++) {
            if (!fields[i].isEmpty()) {
                next[i] = fields[i].matches("\\d{1,4}") ? Integer.parseInt(fields[i]) : -1;
            }
            if (next[i] < kind.least()[i] || next[i] > kind.most()[i]) {
                return false;
            }
        }
        values.put(name, next);
        return true;
    }

    /// The first field.
    int get(String name) {
        return values.getOrDefault(name, of(0))[0];
    }

    /// How much silence `+VSD` reports, 0 for off.
    int silenceTenths() {
        return values.get("+VSD")[1];
    }

    void put(String name, int value) {
        values.get(name)[0] = value;
    }

    int register(int index) {
        return registers[index];
    }

    void register(int index, int value) {
        registers[index] = value;
    }

    /// Basic commands with a number, like `M0` and `&K3`.
    boolean knowsLetter(String name) {
        return letters.containsKey(name) || List.of("C", "P", "T", "&F", "&W", "\\N", "\\K", "%C", "%E").contains(name);
    }

    int letter(String name) {
        return letters.getOrDefault(name, 0);
    }

    void letter(String name, int value) {
        letters.put(name, value);
    }

    /// The lines of `AT&V`.
    List<String> profileLines(boolean echo, boolean quiet, boolean verbose) {
        String basics = "B" + letter("B") + " E" + (echo ? 1 : 0) + " L" + letter("L") + " M" + letter("M") + " N" + letter("N") + " Q"
                + (quiet ? 1 : 0) + " T V" + (verbose ? 1 : 0) + " W" + letter("W") + " X" + letter("X") + " Y" + letter("Y");
        StringBuilder ampersands = new StringBuilder();
        for (String name : List.of("&C", "&D", "&G", "&J", "&K", "&Q", "&R", "&S", "&T", "&X", "&Y")) {
            ampersands.append(' ').append(name).append(letter(name));
        }
        return List.of("ACTIVE PROFILE:", basics + ampersands, registerLine(0, 9),
                registerLine(List.of(10, 11, 12, 18, 25, 26, 36, 38, 46, 48)), registerLine(List.of(95)));
    }

    private String registerLine(int from, int to) {
        return registerLine(java.util.stream.IntStream.rangeClosed(from, to).boxed().toList());
    }

    private String registerLine(List<Integer> indexes) {
        return indexes.stream().map(i -> String.format("S%02d:%03d", i, registers[i])).collect(java.util.stream.Collectors.joining(" "));
    }
}
