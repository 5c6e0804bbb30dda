package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the arrows: which package may know which. The JDK's own `jdeps` reads them off the class files.
///
/// A new arrow is a decision: add it here in the commit that needs it, and say why there.
class ArchitectureTest {

    private static final Pattern ARROW = Pattern.compile("^\\s+(org\\.tipring[\\w.]*)\\s+->\\s+([\\w.]+)\\s.*$");

    /// Package (without `org.tipring.`) to the packages of ours that it may use.
    private static final Map<String, Set<String>> ALLOWED = new TreeMap<>(Map.ofEntries(
            Map.entry("media.time", Set.of()),
            Map.entry("media.pcm", Set.of()),
            Map.entry("media.srtp", Set.of()),
            Map.entry("media.dtls", Set.of("media.srtp")),
            Map.entry("media.codec", Set.of("media.pcm")),
            Map.entry("media.dsp", Set.of("media.pcm")),
            Map.entry("media.dsp.echo", Set.of("media.dsp", "media.pcm")),
            Map.entry("media.rtp", Set.of("media.time")),
            Map.entry("media.jitter", Set.of("media.rtp")),
            Map.entry("media.net", Set.of("media.rtp", "media.pcm", "media.codec")),
            Map.entry("media.engine.clock", Set.of("media.dsp", "media.pcm")),
            Map.entry("media.engine.record", Set.of("media.pcm", "media.rtp")),
            Map.entry("media.engine.key", Set.of("media.time", "media.pcm", "media.codec", "media.dsp")),
            Map.entry("media.engine.listening", Set.of("media.time", "media.pcm", "media.codec", "media.dsp")),
            Map.entry("media.engine", Set.of("media.engine.clock", "media.engine.record", "media.engine.key", "media.engine.listening", "media.time", "media.pcm", "media.codec",
                    "media.dsp", "media.dsp.echo", "media.rtp",
                    "media.jitter", "media.srtp")),
            Map.entry("tdm.callerid", Set.of("media.dsp", "media.pcm")),
            Map.entry("tdm.serial", Set.of()),
            Map.entry("tdm.card", Set.of()),
            Map.entry("tdm.line", Set.of("tdm.callerid", "media.time", "media.dsp")),
            Map.entry("tdm.modem", Set.of("tdm.callerid", "media.time", "media.codec")),
            Map.entry("tdm.sms", Set.of()),
            Map.entry("tdm.cellular", Set.of("tdm.sms", "tdm.modem", "tdm.callerid", "media.time")),
            Map.entry("tdm.trunk", Set.of("tdm.line")),
            Map.entry("tdm.port", Set.of("tdm.line", "tdm.modem", "tdm.cellular", "tdm.sms", "tdm.card", "tdm.callerid", "tdm.serial", "media.dsp", "media.pcm", "media.codec",
                    "media.time")),
            Map.entry("tdm.emulator", Set.of("tdm.sms", "tdm.serial", "tdm.modem", "tdm.callerid", "media.dsp", "media.codec", "media.pcm", "media.time")),
            Map.entry("signaling.routing.text", Set.of()),
            Map.entry("signaling.routing", Set.of("signaling.routing.text")),
            Map.entry("signaling.routing.read", Set.of("signaling.routing", "signaling.routing.text")),
            Map.entry("signaling.routing.check", Set.of("signaling.routing", "signaling.routing.text")),
            Map.entry("signaling.routing.explain", Set.of("signaling.routing", "signaling.routing.text", "signaling.routing.check")),
            Map.entry("signaling.routing.foreign", Set.of()),
            Map.entry("signaling.call", Set.of("signaling.routing", "tdm.callerid", "media.time")),
            Map.entry("signaling.registrar", Set.of("media.time")),
            Map.entry("signaling.guard", Set.of()),
            Map.entry("signaling.sdp", Set.of("media.codec", "media.srtp")),
            Map.entry("signaling.sip", Set.of("signaling.call", "signaling.guard", "signaling.registrar", "signaling.sdp")),
            Map.entry("signaling.control.loop", Set.of("media.time")),
            Map.entry("signaling.control.service", Set.of("signaling.control.loop", "signaling.routing", "tdm.line", "tdm.callerid", "media.time")),
            Map.entry("signaling.control.telephone", Set.of("signaling.control.loop", "signaling.control.service", "signaling.call", "signaling.routing",
                    "tdm.line", "tdm.port", "tdm.callerid", "media.engine", "media.time", "media.pcm", "media.dsp")),
            Map.entry("signaling.control.line", Set.of("signaling.control.loop", "signaling.control.telephone", "signaling.call",
                    "tdm.line", "tdm.port", "tdm.callerid", "media.engine", "media.pcm", "media.dsp")),
            Map.entry("signaling.control", Set.of("signaling.control.loop", "signaling.control.service", "signaling.control.telephone", "signaling.control.line",
                    "signaling.call", "signaling.routing", "signaling.registrar", "signaling.sdp", "signaling.sip",
                    "tdm.line", "tdm.trunk", "tdm.port", "tdm.callerid", "media.engine", "media.time", "media.codec", "media.pcm", "media.dsp", "media.srtp")),
            Map.entry("signaling.ops", Set.of("signaling.call", "signaling.control", "signaling.control.loop")),
            // tdm.line and media.dsp: a country pack is read into the records that lines and tones use.
            Map.entry("signaling.config", Set.of("signaling.guard", "tdm.line", "media.dsp", "signaling.registrar", "signaling.routing", "signaling.routing.text", "signaling.routing.read",
                    "signaling.routing.check"))));

    /// Outside libraries, by the start of their package, and the one package that may see each.
    private static final Map<String, String> LIBRARIES = Map.of(
            "org.bouncycastle", "media.dtls",
            "javax.sip", "signaling.sip",
            "gov.nist", "signaling.sip",
            "org.apache.commons.configuration2", "signaling.config",
            "io.netty", "signaling.ops",
            "io.micrometer", "signaling.ops",
            "com.fazecast", "tdm.serial",
            "com.google.i18n", "signaling.routing",
            "io.github.jaredmdobson", "media.codec");

    private static final Map<String, Set<String>> ARROWS = new TreeMap<>();

    @BeforeAll
    static void readTheClassFiles() {
        Path home = Path.of(System.getProperty("tipring.home"));
        List<String> arguments = new ArrayList<>(List.of("-verbose:package", "-filter:none", "--multi-release", "base", "--ignore-missing-deps"));
        for (String module : List.of("gateway-media", "gateway-tdm", "gateway-signaling")) {
            Path classes = home.resolve(module).resolve("target/classes");
            assertThat(classes).as("compile first").isDirectory();
            arguments.add(classes.toString());
        }
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        ToolProvider.findFirst("jdeps").orElseThrow().run(new PrintWriter(out, true), new PrintWriter(errors, true), arguments.toArray(new String[0]));
        out.toString().lines().forEach(line -> {
            Matcher arrow = ARROW.matcher(line);
            if (arrow.matches() && !arrow.group(1).equals(arrow.group(2))) {
                ARROWS.computeIfAbsent(arrow.group(1), _ -> new TreeSet<>()).add(arrow.group(2));
            }
        });
        assertThat(ARROWS).as("jdeps said: %s %s", out, errors).hasSizeGreaterThan(10);
    }

    @Test
    void everyArrowBetweenOurPackagesIsAnAllowedOne() {
        List<String> wrong = new ArrayList<>();
        ARROWS.forEach((from, targets) -> {
            String name = shortName(from);
            for (String to : targets) {
                if (ours(to) && ALLOWED.containsKey(name) && !ALLOWED.get(name).contains(shortName(to))) {
                    wrong.add(name + " -> " + shortName(to));
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void onlyTheProgramMayUseWhatIsNotListed() {
        Set<String> unlisted = new TreeSet<>();
        for (String from : ARROWS.keySet()) {
            String name = shortName(from);
            if ((name.startsWith("media.") || name.startsWith("tdm.") || name.startsWith("signaling.")) && !ALLOWED.containsKey(name)) {
                unlisted.add(name);
            }
        }
        assertThat(unlisted).as("packages without a line in this test").isEmpty();
    }

    /// The program's rooms are not listed, for they may use all that is; but `Main` knows the commands and those the gateway, never the other way.
    @Test
    void theProgramsRoomsDoNotLookBack() {
        assertThat(ARROWS.get("org.tipring")).contains("org.tipring.command");
        assertThat(ARROWS.get("org.tipring.command")).contains("org.tipring.gateway").doesNotContain("org.tipring");
        assertThat(ARROWS.get("org.tipring.gateway")).doesNotContain("org.tipring", "org.tipring.command", "org.tipring.bench", "org.tipring.demo");
    }

    @Test
    void eachOutsideLibraryIsSeenInOnePackage() {
        List<String> wrong = new ArrayList<>();
        ARROWS.forEach((from, targets) -> targets.forEach(to -> LIBRARIES.forEach((library, home) -> {
            if (to.startsWith(library) && !shortName(from).equals(home)) {
                wrong.add(shortName(from) + " sees " + to + ", which belongs in " + home);
            }
        })));
        assertThat(wrong).isEmpty();
    }

    @Test
    void theAllowedArrowsHaveNoCycle() {
        for (String start : ALLOWED.keySet()) {
            assertThat(reachable(start)).as("what %s leads to", start).doesNotContain(start);
        }
    }

    @Test
    void everyPackageSaysWhatItIs() {
        Path home = Path.of(System.getProperty("tipring.home"));
        for (String from : ARROWS.keySet()) {
            String file = from.replace('.', '/') + "/package-info.java";
            boolean there = List.of("gateway-media", "gateway-tdm", "gateway-signaling").stream()
                    .anyMatch(module -> Files.exists(home.resolve(module).resolve("src/main/java").resolve(file)));
            assertThat(there).as(file).isTrue();
        }
    }

    private static Set<String> reachable(String start) {
        Set<String> seen = new TreeSet<>();
        List<String> open = new ArrayList<>(ALLOWED.get(start));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            if (seen.add(next)) {
                open.addAll(ALLOWED.getOrDefault(next, Set.of()));
            }
        }
        return seen;
    }

    private static boolean ours(String name) {
        return name.startsWith("org.tipring");
    }

    private static String shortName(String name) {
        return name.equals("org.tipring") ? "" : name.replaceFirst("^org\\.tipring\\.", "");
    }
}
