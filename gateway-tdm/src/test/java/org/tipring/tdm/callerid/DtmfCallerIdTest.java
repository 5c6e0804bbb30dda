package org.tipring.tdm.callerid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DtmfCallerIdTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "A5551234C, NUMBER, 5551234", "A5551234#, NUMBER, 5551234", "D22334455C, NUMBER, 22334455", "D22334455#, NUMBER, 22334455",
        "A5551234D777C, NUMBER, 5551234", "B10C, WITHHELD, ''", "D1#, WITHHELD, ''", "B00C, UNAVAILABLE, ''", "D2#, UNAVAILABLE, ''",
        "D3#, UNAVAILABLE, ''", "A123A5551234C, NUMBER, 5551234",
        "5551234#, -, -", "AC, -, -", "A555*1234C, -, -", "D12C, -, -", "B1C, -, -", "C, -, -", "A123456789012345678901C, -, -"})
    void reads(String keys, CallerId.Presence presence, String number) {
        DtmfCallerId reader = new DtmfCallerId();
        Optional<CallerId> heard = Optional.empty();
        long now = 1_000_000_000L;
        for (char key : keys.toCharArray()) {
            Optional<CallerId> now1 = reader.digit(key, now += 140_000_000);
            heard = now1.isPresent() ? now1 : heard;
        }
        assertThat(heard).isEqualTo(Optional.ofNullable(presence).map(p -> new CallerId(p, number, "")));
    }

    @Test
    void aPauseBreaksIt() {
        DtmfCallerId reader = new DtmfCallerId();
        reader.digit('A', 0);
        reader.digit('5', 100_000_000);
        reader.digit('6', 700_000_000);
        assertThat(reader.digit('C', 800_000_000)).isEmpty();
    }
}
