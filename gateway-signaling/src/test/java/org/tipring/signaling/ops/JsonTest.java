package org.tipring.signaling.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', textBlock = """
        plain    | plain
        a"b      | a\\"b
        a\\b     | a\\\\b
        Müller   | Müller
        """, delimiter = '|')
    void textIsEscapedWhereJsonDemandsIt(String text, String inside) {
        assertThat(new Json().value(text).toString()).isEqualTo("\"" + inside + "\"");
    }

    @Test
    void nothingInATextCanBreakTheLineOrTheTerminal() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x3000; c++) {
            all.append(c);
        }
        all.append('\ud800');
        String json = new Json().value(all.toString()).toString();

        JsonSyntax.check(json);
        assertThat(json.chars()).noneMatch(c -> Character.isISOControl((int) c) || c == 0x2028 || c == 0x2029 || c >= 0xd800);
    }

    @Test
    void nestsWithCommasBetweenNeighboursOnly() {
        Json json = new Json().object().field("a", 1).key("b").array().value(1).value("x").object().endObject().endArray()
            .key("c").value(true).field("d", (String) null).key("e").array().endArray().endObject();
        assertThat(json).hasToString("{\"a\":1,\"b\":[1,\"x\",{}],\"c\":true,\"d\":null,\"e\":[]}");
    }

    /// The character after which no comma follows may also end a text.
    @Test
    void aTextThatEndsLikeAnOpeningStillGetsItsComma() {
        assertThat(new Json().array().value("{").value("[").value(":").value("").endArray()).hasToString("[\"{\",\"[\",\":\",\"\"]");
    }

    @Test
    void theCheckerOfTheseTestsFindsErrors() {
        for (String wrong : new String[] {"{", "[1,]", "{\"a\"}", "\"\n\"", "\"\\x\"", "[1 2]", "nul", "{\"a\":1}}"}) {
            assertThatThrownBy(() -> JsonSyntax.check(wrong)).as(wrong).isInstanceOf(AssertionError.class);
        }
    }
}
