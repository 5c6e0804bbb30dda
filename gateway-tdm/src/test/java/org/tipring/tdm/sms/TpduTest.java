package org.tipring.tdm.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TpduTest {

    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-25T12:00:00+01:00");

    /// 3GPP TS 23.038 table in section 6.2.1, row by row as it is printed: row b4..b1, columns b7..b5 from 0 to 7. What is not a letter is `~`.
    private static final List<String> TABLE = List.of(
            "@Δ 0¡P¿p", "£_!1AQaq", "$Φ\"2BRbr", "¥Γ#3CScs", "èΛ¤4DTdt", "éΩ%5EUeu", "ùΠ&6FVfv", "ìΨ'7GWgw", "òΣ(8HXhx", "ÇΘ)9IYiy",
            "\nΞ*:JZjz", "Ø~+;KÄkä", "øÆ,<LÖlö", "\ræ-=MÑmñ", "Åß.>NÜnü", "åÉ/?O§oà");

    @Test
    void theAlphabetIsThatOfTheStandard() {
        for (int row = 0; row < 16; row++) {
            for (int column = 0; column < 8; column++) {
                char letter = TABLE.get(row).charAt(column);
                int code = column * 16 + row;
                if (code != GsmAlphabet.ESCAPE) {
                    assertThat(GsmAlphabet.septets(String.valueOf(letter))).as("%c", letter).containsExactly(code);
                    assertThat(GsmAlphabet.text(new byte[] {(byte) code})).isEqualTo(String.valueOf(letter));
                }
            }
        }
    }

    /// Section 6.2.1.1.
    @ParameterizedTest
    @CsvSource({"0A,'\f'", "14,^", "28,{", "29,}", "2F,\\", "3C,[", "3D,~", "3E,]", "40,|", "65,€"})
    void tenLettersAreBehindAnEscape(String code, String letter) {
        byte[] septets = {GsmAlphabet.ESCAPE, HexFormat.of().parseHex(code)[0]};
        assertThat(GsmAlphabet.septets(letter)).containsExactly(septets);
        assertThat(GsmAlphabet.text(septets)).isEqualTo(letter);
    }

    /// The example that most descriptions of the format give, and that many programs are held to.
    @Test
    void theWellKnownExamplesAreReadAndWritten() {
        assertThat(Tpdu.delivered("07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37"))
                .isEqualTo(new Tpdu.Part("27838890001", "hellohello", OffsetDateTime.parse("2099-03-29T15:16:59+02:00"), UserData.Place.WHOLE));
        assertThat(Tpdu.submit("+46708251358", "hellohello", 0)).containsExactly(new Tpdu.Submit("0011000B916407281553F80000AA0AE8329BFD4697D9EC37", 23));
    }

    /// As a Quectel module handed it over.
    @Test
    void aMessageInChineseIsRead() {
        assertThat(Tpdu.delivered("00040D91683108000000F0000862707021030023044F60597D"))
                .isEqualTo(new Tpdu.Part("+8613800000000", "你好", OffsetDateTime.parse("2026-07-07T12:30:00+08:00"), UserData.Place.WHOLE));
    }

    /// TS 23.040 section 9.1.2.5: eleven letters in seven bits, their length counted in half octets.
    @Test
    void aSenderMayBeAName() {
        String name = HexFormat.of().withUpperCase().formatHex(GsmAlphabet.pack(GsmAlphabet.septets("Vodafone"), 0));
        assertThat(Tpdu.delivered("00040E" + "D0" + name + "0000" + "62115221000040" + "02" + "C834").number()).isEqualTo("Vodafone");
        assertThat(Tpdu.delivered("00040E" + "D0" + name + "0000" + "62115221000040" + "02" + "C834").text()).isEqualTo("Hi");
    }

    @Test
    void whatIsSentIsWhatIsRead() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("TpduTest seed " + seed);
        Random random = new Random(seed);
        String letters = "abcXYZ 019@£é€{}[]\\~^|\n";
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(random.nextBoolean() ? 80 : 500);
            boolean wide = random.nextBoolean();
            while (text.length() < length) {
                text.append(wide && random.nextInt(9) == 0 ? random.nextBoolean() ? "й" : "\uD83D\uDE00" : String.valueOf(letters.charAt(random.nextInt(letters.length()))));
            }
            String number = (random.nextBoolean() ? "+" : "") + random.nextLong(1, 1_000_000_000_000_000L);
            int reference = random.nextInt(256);
            List<Tpdu.Submit> sent = Tpdu.submit(number, text.toString(), reference);
            StringBuilder read = new StringBuilder();
            for (Tpdu.Submit one : sent) {
                assertThat(one.hex()).matches("[0-9A-F]+").hasSize(2 * (one.octets() + 1));
                assertThat(one.octets()).as("TS 23.040 section 9.2.2.2").isLessThanOrEqualTo(164);
                assertThat(Tpdu.submitted(one.hex()).from()).isEqualTo(number);
                read.append(Tpdu.submitted(one.hex()).text());
            }
            assertThat(read.toString()).isEqualTo(text.toString());
            List<String> delivered = new ArrayList<>(Tpdu.deliver(number, text.toString(), NOON, reference));
            assertThat(delivered).hasSize(sent.size());
            Collections.shuffle(delivered, random);
            assertThat(PartsBox.whole(store(delivered))).singleElement()
                    .satisfies(whole -> assertThat(whole.message()).isEqualTo(new TextMessage(number, text.toString(), NOON)))
                    .satisfies(whole -> assertThat(whole.places()).hasSize(delivered.size()));
        }
    }

    private static SortedMap<Integer, String> store(List<String> messages) {
        SortedMap<Integer, String> store = new TreeMap<>();
        messages.forEach(hex -> store.put(store.size() + 1, hex));
        return store;
    }

    /// TS 23.040 section 9.2.3.24.1: 160 letters fit, or 153 in each of more than one part; 70 and 67 in UCS-2.
    @ParameterizedTest
    @CsvSource({"a,160,1", "a,161,2", "a,306,2", "a,307,3", "a,1530,10", "й,70,1", "й,71,2", "й,134,2", "й,135,3", "й,670,10", "€,80,1", "€,81,2"})
    void aTextTakesAsManyPartsAsTheStandardSays(String letter, int letters, int parts) {
        assertThat(Tpdu.submit("123", letter.repeat(letters), 0)).hasSize(parts);
    }

    @Test
    void whatIsTooLongOrEmptyOrGoesToNoNumberIsRefusedWithTheReason() {
        assertThatThrownBy(() -> Tpdu.submit("123", "a".repeat(1531), 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("11");
        assertThatThrownBy(() -> Tpdu.submit("123", "й".repeat(671), 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("670");
        assertThatThrownBy(() -> Tpdu.submit("123", "", 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("empty");
    }

    /// Whatever stands in a number or a text, nothing but hexadecimal digits goes to the module.
    @Test
    void onlyDigitsAndAPlusAreNumbersAndAnyTextIsHarmless() {
        for (int c = 0; c < 65_536; c++) {
            String letter = String.valueOf((char) c);
            for (String number : List.of(letter, "1" + letter, "1" + letter + "2", letter + "1", "+1" + letter)) {
                if (!number.matches("\\+?[0-9]+")) {
                    assertThatThrownBy(() -> Tpdu.submit(number, "x", 0)).isInstanceOf(IllegalArgumentException.class);
                }
            }
            for (String text : List.of(letter, letter + "AT+CFUN=0\r", "x\u001A" + letter)) {
                assertThat(Tpdu.submit("1", text, 0)).allSatisfy(submit -> assertThat(submit.hex()).matches("[0-9A-F]+"));
            }
        }
    }

    @Test
    void partsWaitForTheOthersAndForLittleRoomAreGivenUp() {
        List<String> parts = Tpdu.deliver("+491", "x".repeat(400), NOON, 3);
        assertThat(parts).hasSize(3);
        assertThat(PartsBox.whole(store(parts.subList(0, 2)))).isEmpty();
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            many.add(Tpdu.deliver("+491", "x".repeat(200), NOON, i).get(1));
        }
        assertThat(PartsBox.whole(store(many.subList(0, 8)))).isEmpty();
        assertThat(PartsBox.whole(store(many))).singleElement()
                .satisfies(whole -> assertThat(whole.message().text()).isEqualTo("[...]" + "x".repeat(47)));
        List<String> twice = List.of(parts.get(0), parts.get(0), parts.get(1), parts.get(2));
        assertThat(PartsBox.whole(store(twice))).singleElement().satisfies(whole -> assertThat(whole.places()).containsExactly(1, 2, 3, 4));
    }

    /// A binary message, a compressed one, a national alphabet, half a message, no message: kept as it came, never guessed at.
    @ParameterizedTest
    @ValueSource(strings = {"00040291210004621152210000400101", "0004029121002062115221000040024131", "0044029121000062115221000040090325010441E19008",
        "07917283010010F5040BC87238880900F100009930925161", "00", "", "zz", "0002"})
    void whatCannotBeReadIsKeptAsItCame(String hex) {
        assertThat(PartsBox.whole(store(List.of(hex)))).containsExactly(new PartsBox.Whole(List.of(1), new TextMessage("", "", null, hex)));
    }

    @Test
    void damagedMessagesDoNoHarm() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("TpduTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = HexFormat.of().parseHex(Tpdu.deliver("+491", "x".repeat(1 + random.nextInt(300)), NOON, 3).getLast());
            for (int n = random.nextInt(4); n >= 0; n--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = java.util.Arrays.copyOf(octets, random.nextInt(octets.length + 1));
            assertThat(PartsBox.whole(store(List.of(HexFormat.of().formatHex(random.nextBoolean() ? octets : cut)))).size()).isLessThanOrEqualTo(1);
        }
    }
}
