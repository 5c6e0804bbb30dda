package org.tipring.tdm.callerid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerIdTextTest {

    private static CallerId read(String... lines) {
        CallerIdText text = new CallerIdText();
        for (String line : lines) {
            text.line(line);
        }
        return text.take();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            DATE = 1015~TIME = 1310~NMBR = 0405551234~NAME = SMITH J | NUMBER | 0405551234 | SMITH J
            DATE=0117 TIME=1452 NMBR=5551234 NAME=DOE JOHN           | NUMBER | 5551234    | DOE JOHN
            NMBR=+49 30 1234-56                                      | NUMBER | +4930123456 | ""
            NMBR = P                                                 | WITHHELD | "" | ""
            NMBR = P~NAME = P                                        | WITHHELD | "" | ""
            NMBR=PRIVATE                                             | WITHHELD | "" | ""
            NMBR = O~NAME = O                                        | UNAVAILABLE | "" | ""
            DATE = 1015~TIME = 1310                                  | UNAVAILABLE | "" | ""
            NAME = MUELLER                                           | UNAVAILABLE | "" | MUELLER
            MESG = 0123                                              | UNAVAILABLE | "" | ""
            """)
    void whatModemsPrint(String lines, CallerId.Presence presence, String number, String name) {
        assertThat(read(lines.split("~"))).isEqualTo(new CallerId(presence, number, name));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NMBR = 0405\u00ff51234
            NMBR = 04055NAME = SMITH
            NMBR = 040555 NMBR = 040556
            DATE = 1015~N\u00ffBR = 0405551234
            NMBR = 0405551234~NMBR = 0405551235
            NMBR = 12O4
            """)
    void aBrokenNumberIsNoNumber(String lines) {
        assertThat(read(lines.split("~")).number()).isEmpty();
    }

    @Test
    void whatWasNotUnderstoodIsKeptAsItCame() {
        CallerIdText text = new CallerIdText();
        text.line("MESG = 01");
        text.line("DATE = 1015");
        text.line("NMBR = 04\u00075551234");
        assertThat(text.unread()).isEqualTo("DATE = 1015 | NMBR = 04?5551234");
        assertThat(text.take().number()).isEmpty();
        for (String fine : new String[] {"NMBR = 5551234", "NMBR = P", "NMBR = O", "NMBR = OUT OF AREA", "NMBR ="}) {
            text.line(fine);
            assertThat(text.unread()).as(fine).isEmpty();
            text.take();
        }
    }

    @Test
    void aNameCanNotBecomeANumber() {
        assertThat(read("NMBR = 111", "NAME = X NMBR = 999")).isEqualTo(CallerId.of("111", "X NMBR = 999"));
        assertThat(read("NAME = X NMBR = 999").number()).isEmpty();
    }

    @Test
    void otherLinesAreNotTaken() {
        CallerIdText text = new CallerIdText();
        assertThat(text.line("RING")).isFalse();
        assertThat(text.line("OK")).isFalse();
        assertThat(text.started()).isFalse();
        assertThat(text.line("X NMBR = 5")).isFalse();
    }

    @Test
    void oneReportDoesNotLeakIntoTheNext() {
        CallerIdText text = new CallerIdText();
        text.line("NMBR = 111");
        text.line("NAME = A");
        assertThat(text.complete()).isTrue();
        text.take();
        text.line("DATE = 1015");
        assertThat(text.take()).isEqualTo(CallerId.NONE);
    }

    /// Bytes that are changed to something that no digit is (noise mostly is above 0x7F): the number is whole or not there.
    @Test
    void noiseNeverMakesAWrongNumber() {
        long seed = Long.getLong("tipring.seed", System.nanoTime());
        System.out.println("CallerIdTextTest seed " + seed);
        Random random = new Random(seed);
        String good = "DATE = 1015\nTIME = 1310\nNMBR = 0405551234\nNAME = SMITH J";
        for (int round = 0; round < 20_000; round++) {
            char[] bytes = good.toCharArray();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                bytes[random.nextInt(bytes.length)] = (char) (0x80 + random.nextInt(0x80));
            }
            assertThat(read(new String(bytes).split("\n")).number()).isIn("", "0405551234");
        }
    }
}
