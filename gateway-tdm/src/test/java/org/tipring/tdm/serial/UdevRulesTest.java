package org.tipring.tdm.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `etc/udev/90-tipring.rules`, read as udev(7) has it: every device that the drivers know is kept from ModemManager, and no other.
class UdevRulesTest {

    private static final Path RULES = Path.of(System.getProperty("tipring.home", ".."), "etc", "udev", "90-tipring.rules");
    private static final Pattern WORD = Pattern.compile("\\s*([A-Z]+(?:\\{[A-Za-z_]+\\})?)(==|!=|=)\"([^\"]*)\"\\s*(?:,|$)");

    private record Word(String key, String operator, String value) { }

    private static List<List<Word>> rules() throws IOException {
        return Files.readAllLines(RULES).stream().filter(line -> !line.isBlank() && !line.startsWith("#")).map(line -> {
            Matcher matcher = WORD.matcher(line);
            List<Word> words = new java.util.ArrayList<>();
            int at = 0;
            while (at < line.length()) {
                assertThat(matcher.region(at, line.length()).lookingAt()).as("udev would not read: %s", line.substring(at)).isTrue();
                words.add(new Word(matcher.group(1), matcher.group(2), matcher.group(3)));
                at = matcher.end();
            }
            return words;
        }).toList();
    }

    /// What the rules make of an event.
    private static Map<String, String> applied(Map<String, String> device) throws IOException {
        Map<String, String> properties = new HashMap<>();
        String goingTo = null;
        for (List<Word> rule : rules()) {
            String label = rule.stream().filter(word -> word.key.equals("LABEL")).map(Word::value).findFirst().orElse(null);
            if (goingTo != null && !goingTo.equals(label)) {
                continue;
            }
            goingTo = null;
            if (rule.stream().allMatch(word -> word.operator.equals("=") || matches(word, device))) {
                for (Word word : rule) {
                    if (word.operator.equals("=") && word.key.startsWith("ENV{")) {
                        properties.put(word.key.substring(4, word.key.length() - 1), word.value);
                    } else if (word.operator.equals("=") && word.key.equals("GOTO")) {
                        goingTo = word.value;
                    }
                }
            }
        }
        assertThat(goingTo).as("a label that is there").isNull();
        return properties;
    }

    private static boolean matches(Word word, Map<String, String> device) {
        boolean is = List.of(word.value.split("\\|")).contains(device.getOrDefault(word.key, ""));
        return is == word.operator.equals("==");
    }

    private static Map<String, String> tty(String vendor, String product) {
        return Map.of("ACTION", "add", "SUBSYSTEM", "tty", "ATTRS{idVendor}", vendor, "ATTRS{idProduct}", product);
    }

    /// Conexant and its clones, USR5637; Quectel EC2x; Huawei E1550, E17xx, E1750, E153Du-1, E171; SIM7600; a line card on an RP2040 or RP2350.
    @ParameterizedTest
    @ValueSource(strings = {"0572:1340", "0572:1349", "0baf:0303", "2c7c:0125", "2c7c:0121", "12d1:1001", "12d1:140c", "12d1:1436", "12d1:14ac", "12d1:1506",
        "1e0e:9001", "2e8a:000a", "2e8a:0009"})
    void modemManagerKeepsAwayFromEachDeviceThatTheDriversKnow(String device) throws IOException {
        String[] ids = device.split(":");
        for (String subsystem : List.of("tty", "usb", "net", "usbmisc")) {
            Map<String, String> event = new HashMap<>(tty(ids[0], ids[1]));
            event.put("SUBSYSTEM", subsystem);
            assertThat(applied(event)).containsEntry("ID_MM_DEVICE_IGNORE", "1").containsEntry("ID_MM_PORT_IGNORE", "1");
            event.put("ACTION", "remove");
            assertThat(applied(event)).isEmpty();
        }
    }

    @Test
    void otherDevicesAreNotTouched() throws IOException {
        assertThat(applied(tty("0403", "6001"))).as("a serial converter").isEmpty();
        assertThat(applied(tty("2c7c", "0306"))).as("another module of Quectel").isEmpty();
        Map<String, String> disk = new HashMap<>(tty("0572", "1340"));
        disk.put("SUBSYSTEM", "block");
        assertThat(applied(disk)).isEmpty();
    }

    @Test
    void nothingButPropertiesIsSet() throws IOException {
        assertThat(rules()).allSatisfy(rule -> assertThat(rule).filteredOn(word -> word.operator.equals("="))
                .allMatch(word -> Set.of("GOTO", "LABEL", "ENV{ID_MM_DEVICE_IGNORE}", "ENV{ID_MM_PORT_IGNORE}").contains(word.key)));
    }
}
