package org.tipring.signaling.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tipring.signaling.routing.text.Entry;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Section;

class IniReaderTest {

    private static final String PLAN = """
            # a comment
            [route 2 internal extensions] ; the second
            from           = phones, analog   # who
            called         = 2XX|"no"
            to = phones

            [dialling]
            end key        = "#"           ; sends at once
            sip            = sip:trunk.example.net;transport=tls
            star           = *21#
            to = a: b
            to = c ;d
            [tests]
            t1 = "201 dials 9 #31#" ; quoted
            t2 = 201 dials nothing => reject 404
            """.replace("2XX|\"no\"", "2XX | 3XX");

    private static List<Section> read(String text, Mistakes mistakes) {
        return IniReader.read("dialplan.ini", text.getBytes(StandardCharsets.UTF_8), mistakes);
    }

    private static String mistakesOf(String text) {
        Mistakes mistakes = new Mistakes();
        read(text, mistakes);
        return mistakes.lines();
    }

    @Test
    void sectionsKeysAndValuesComeInTheOrderOfTheFileWithTheirPlaces() {
        Mistakes mistakes = new Mistakes();
        List<Section> sections = read(PLAN, mistakes);
        assertThat(mistakes.lines()).isEmpty();
        assertThat(sections).extracting(Section::heading).containsExactly("route 2 internal extensions", "dialling", "tests");
        assertThat(sections.getFirst().name()).isEqualTo("2 internal extensions");
        assertThat(sections.get(1).entries()).extracting(Entry::value)
                .containsExactly("#", "sip:trunk.example.net;transport=tls", "*21#", "a: b", "c");
        Entry endKey = sections.get(1).entries().getFirst();
        assertThat(endKey.place()).hasToString("dialplan.ini:8:1");
        assertThat(endKey.valuePlace()).hasToString("dialplan.ini:8:19");
        assertThat(sections.get(2).entries().getFirst().value()).isEqualTo("201 dials 9 #31#");
    }

    @Test
    void byteOrderMarkCarriageReturnsAndTabsAreWelcome() {
        Mistakes mistakes = new Mistakes();
        List<Section> sections = read("\uFEFF[sip]\r\nbind\t=\t127.0.0.1\t; loopback\r\n", mistakes);
        assertThat(mistakes.lines()).isEmpty();
        assertThat(sections.getFirst().entries().getFirst().value()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '!', quoteCharacter = '`', value = {
            "[sip ! dialplan.ini:1:1: ']' is missing: write [name]",
            "[sip]~port ! dialplan.ini:2:1: no '=' after 'port': write 'key = value', or start a comment with ';'",
            "port = 1 ! dialplan.ini:1:1: 'port' stands before the first [section]: move it under the section that it belongs to",
            "[a]~x = 1~[b]~[a] ! dialplan.ini:4:1: [a] stands here a second time: rename it, or move its lines to line 1",
            "[a]~x = 1~x = 2 ! dialplan.ini:3:1: 'x' stands here a second time: keep one of them; the other is in line 2",
            "[a]~called = 9 #31# ! dialplan.ini:2:12: blank and '#' in a value are easily taken for a comment: put the whole value in \"quotes\"; "
                    + "a comment has blanks on both sides of its '#'",
            "[a]~x = 1 \\ ! dialplan.ini:2:7: the line ends in '\\': lines are not joined; write it in one line",
            "[a]~x = 1 \\ ; c ! dialplan.ini:2:7: the value ends in '\\': remove it",
            "[a]~x = \"1 ! dialplan.ini:2:5: the quote is not closed: write \" at the end of the value",
            "[a]~x = \"1\" 2 ! dialplan.ini:2:8: something stands after the closing quote: quotes go round the whole value, and a comment starts with ' ;'",
            "[a]~x = ! dialplan.ini:2:4: nothing stands after '=': write a value, or remove the line",
            "[a]~x = # ! dialplan.ini:2:5: a value cannot start with #: put the value in \"quotes\"",
            "[a]~= 1 ! dialplan.ini:2:1: '' is no key: a key has letters, digits, blanks, '-' and '_'",
            "[a] b ! dialplan.ini:1:4: 'b' stands after the section's name: remove it, or write it as a comment: ' ; ...'",
            "[] ! dialplan.ini:1:1: '' is no section name: use letters, digits, blanks and '-'"})
    void aMalformedLineIsNamedWithItsPlaceAndItsCure(String text, String message) {
        assertThat(mistakesOf(text.replace('~', '\n'))).isEqualTo(message);
    }

    @Test
    void whatIsNoTextIsRefusedWithItsPlace() {
        Mistakes mistakes = new Mistakes();
        IniReader.read("f.ini", new byte[] {'[', 'a', ']', '\n', 'x', '=', (byte) 0xC3, '('}, mistakes);
        assertThat(mistakes.lines()).isEqualTo("f.ini:2:3: byte 0xC3 is not UTF-8: save the file as UTF-8");
        assertThat(mistakesOf("[a]\nx = 1\0")).startsWith("dialplan.ini:2:6: a NUL character:");
        assertThat(mistakesOf("[a]\nx = 1\u0007")).startsWith("dialplan.ini:2:6: a control character (7)");
        assertThat(mistakesOf("[a]\nx =\u00A01")).startsWith("dialplan.ini:2:4: a control character (160)");
    }

    @Test
    void tooLongFilesAndLinesAreRefused() {
        assertThat(mistakesOf(" ".repeat(1 << 20) + "x")).startsWith("dialplan.ini:1:1: the file is longer than 1 MiB");
        assertThat(mistakesOf("[a]\nx = " + "1".repeat(16 << 10))).startsWith("dialplan.ini:2:16384: the line is longer than 16 KiB");
        assertThat(mistakesOf("[a]\nx = " + "1".repeat(16_000))).isEmpty();
    }

    /// The two readers must agree on everything that passes the strict one, or an operator reads one thing and the gateway another.
    @Test
    void mutatedFilesGiveLocatedMistakesOrValuesThatBothReadersAgreeOn() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("IniReaderTest seed " + seed + " (-Dtipring.seed=...)");
        Random random = new Random(seed);
        String spice = "[]=\"'#;:\\ \t\n\r\0\u00e9\u2003ax1*,.${}@()";
        int passed = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(PLAN);
            for (int edit = random.nextInt(4); edit >= 0; edit--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, spice.charAt(random.nextInt(spice.length())));
                    default -> text.setCharAt(at, spice.charAt(random.nextInt(spice.length())));
                }
            }
            String message = mistakesOf(text.toString());
            passed += message.isEmpty() ? 1 : 0;
            assertThat(message).as("%s", text).doesNotContain("two readers");
            message.lines().forEach(line -> assertThat(line).matches("dialplan\\.ini:\\d+:\\d+: .+: .+"));
        }
        assertThat(passed).isBetween(1_000, 19_000);
    }

    @Test
    void randomBytesGiveLocatedMistakes() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("IniReaderTest seed " + seed + " (-Dtipring.seed=...)");
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                for (int b = 0; b < bytes.length; b++) {
                    bytes[b] = (byte) "[]=\n\"#; \\ab".charAt(bytes[b] & 7);
                }
            }
            Mistakes mistakes = new Mistakes();
            IniReader.read("f.ini", bytes, mistakes);
            assertThat(mistakes.lines()).doesNotContain("two readers");
        }
    }
}
