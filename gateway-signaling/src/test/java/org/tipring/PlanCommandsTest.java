package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandsTest {

    private static final Path ETC = Path.of(System.getProperty("tipring.home"), "etc");
    private static final String UK = ETC.resolve("examples/uk-office.ini").toString();

    @TempDir
    Path dir;

    private record Ran(int status, String out, String err) { }

    private static Ran run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            return new Ran(Main.run(arguments), printed.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text).toString();
    }

    @Test
    void checkTellsLoadableFromWrongFromUnreadable() throws IOException {
        assertThat(run("check", ETC.toString())).satisfies(ran -> {
            assertThat(ran.status()).isZero();
            assertThat(ran.out()).contains("all 9 tests pass, 0 errors, 0 warnings");
        });
        assertThat(run("check", UK).status()).isZero();
        assertThat(run("check", "--strict", UK).status()).isEqualTo(1);
        String wrong = file("wrong.ini", Files.readString(Path.of(UK)).replace("to             = desk\n", "to             = dask\n"));
        assertThat(run("check", wrong)).satisfies(ran -> {
            assertThat(ran.status()).isEqualTo(1);
            assertThat(ran.out()).contains("wrong.ini:78:18: 'dask' is no interface, member or ring group: did you mean 'desk'?");
        });
        assertThat(run("check", file("binary.ini", "[a]\0")).status()).isEqualTo(2);
        assertThat(run("check", dir.resolve("none").toString()).status()).isEqualTo(2);
        assertThat(run("check", "--json", UK).out()).startsWith("{\"path\":").contains("\"severity\":\"warning\"", "\"exit\":0").endsWith("]}\n");
    }

    @Test
    void checkComplainsOfEmergencyNumbersThatThePlanLacks() throws IOException {
        String plan = """
                [country]
                name = DE
                code = 49

                [emergency]
                numbers = %s
                use = amt
                pre-empt = amt

                [interface telefone]
                sip = registrar
                members = 10
                numbers = as-dialled

                [interface amt]
                members = fxo1
                numbers = national

                [route out]
                from = telefone
                to = amt
                """;
        assertThat(run("check", file("de.ini", plan.formatted("110 | 112"))).out()).doesNotContain("call for help by");
        assertThat(run("check", file("de.ini", plan.formatted("112 | 911"))).out())
                .contains("de.ini:5:2: warning: in Germany one may call for help by 110, too (etc/countries/de.ini)")
                .contains("does not list 911 among the emergency numbers of Germany");
    }

    @Test
    void explainNamesTheWinnerOrWhatItDidNotUnderstand() {
        assertThat(run("explain", "--config", UK, "203 dials 9 07700 900555 with mobile busy")).satisfies(ran -> {
            assertThat(ran.status()).isZero();
            assertThat(ran.out()).contains("decision: route 7 mobiles", "outcome: carrier +447700900555");
        });
        assertThat(run("explain", "--config", UK, "--json", "203", "dials", "112").out()).contains("\"decision\":\"emergency call to 112\"");
        assertThat(run("explain", "--config", UK, "nobody dials 1")).satisfies(ran -> {
            assertThat(ran.status()).isEqualTo(2);
            assertThat(ran.err()).startsWith("tipring: 'nobody' is no telephone: ");
        });
    }

    @Test
    void importSaysByItsStatusWhetherSomethingWasLeft() throws IOException {
        assertThat(run("import", "--to", "amt", file("whole", "(<9:>xx.|911)"))).satisfies(ran -> {
            assertThat(ran.status()).isZero();
            assertThat(ran.out()).contains("to     = amt, strip 1");
        });
        assertThat(run("import", file("part", "(911|[*1]x)")).status()).isEqualTo(1);
        assertThat(run("import", "--json", file("none", "hello")).status()).isEqualTo(2);
    }

    @Test
    void importRefusesInOneLineWhatIsNoText() throws IOException {
        assertThat(run("import", file("picture.png", "(911)\n\u0089PNG\0"))).satisfies(ran -> {
            assertThat(ran.status()).isEqualTo(2);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).endsWith("picture.png:2: byte 0x00 is no text: name a file with a digit map, or an extensions.conf\n");
        });
        assertThat(run("import", dir.resolve("none").toString()).err()).contains("none: cannot be read: ");
    }

    @Test
    void explainSaysWhoIsCalledByWhom() {
        assertThat(run("explain", "--config", UK, "landlines call from 02079460999").out()).startsWith("landlines/fxo1 is called by +442079460999, ");
    }

    @Test
    void aPinIsInNothingThatIsPrintedOrKept() throws IOException {
        String pin = "83619274";
        for (String name : new String[] {"gateway.ini", "lines.ini", "phones.ini", "trunks.ini", "dialplan.ini"}) {
            Files.copy(ETC.resolve(name), dir.resolve(name));
        }
        Files.writeString(dir.resolve("gateway.ini"), "[records]\nstate = " + dir.resolve("state") + "\n");
        Files.writeString(dir.resolve("dialplan.ini"), Files.readString(dir.resolve("dialplan.ini")).replace("[route 3", """
                [route 2a staff]
                from = landlines
                caller = +1 212 555 0199
                ask pin = staff
                then = dial tone as phones

                [route 3"""));
        InputStream in = System.in;
        try {
            System.setIn(new ByteArrayInputStream((pin + "\n").getBytes(StandardCharsets.US_ASCII)));
            assertThat(run("pin", "add", "staff", "--config", dir.toString())).satisfies(ran -> {
                assertThat(ran.status()).isZero();
                assertThat(ran.out()).isEqualTo("The store staff now holds 1.\n");
            });
        } finally {
            System.setIn(in);
        }
        String config = dir.toString();
        for (String[] command : new String[][] {{"check", config}, {"check", "--json", config}, {"pin", "count", "staff", "--config", config},
                {"explain", "--config", config, "landlines call from 212 555 0199"}, {"explain", "--json", "--config", config, "landlines call from 212 555 0199"},
                {"explain", "--config", config, "pin staff dials 9 555 0101"}, {"reload", "--config", config}}) {
            Ran ran = run(command);
            assertThat(ran.out() + ran.err()).as(String.join(" ", command)).isNotEmpty().doesNotContain(pin);
        }
        try (Stream<Path> files = Files.walk(dir)) {
            List<Path> kept = files.filter(Files::isRegularFile).toList();
            assertThat(kept).anyMatch(file -> file.endsWith("pins/staff"));
            for (Path file : kept) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(pin);
            }
        }
    }

    @Test
    void reloadRefusesAWrongPlanAndSaysWhenNothingRuns() throws IOException {
        for (String name : new String[] {"gateway.ini", "lines.ini", "phones.ini", "trunks.ini", "dialplan.ini"}) {
            Files.copy(ETC.resolve(name), dir.resolve(name));
        }
        Files.writeString(dir.resolve("gateway.ini"), "[records]\nstate = " + dir.resolve("state") + "\n");
        assertThat(run("reload", "--config", dir.toString())).satisfies(ran -> {
            assertThat(ran.status()).isEqualTo(69);
            assertThat(ran.err()).contains("no gateway has run with");
        });
        Files.writeString(dir.resolve("dialplan.ini"), "[country]\n");
        assertThat(run("reload", "--config", dir.toString()).status()).isEqualTo(78);
    }
}
