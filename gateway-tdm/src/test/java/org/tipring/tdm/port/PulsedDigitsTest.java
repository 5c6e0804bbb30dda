package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tipring.media.time.Deadlines;

class PulsedDigitsTest {

    private static final long MILLI = 1_000_000L;

    /// Milliseconds and pulses.
    private static List<String> dialled(PulsedDigits digits) {
        List<String> said = new ArrayList<>();
        long now = 0;
        while (true) {
            int pulses = digits.next(now);
            if (pulses > 0) {
                said.add(now / MILLI + ":" + pulses);
                now += pulses * 100 * MILLI;
                digits.done(now);
            }
            if (digits.nextDeadline() == Deadlines.NEVER) {
                return said;
            }
            now = digits.nextDeadline();
        }
    }

    @Test
    void aNoughtIsTenPulsesAndBetweenDigitsIsAPause() {
        assertThat(dialled(new PulsedDigits("120", 2000))).containsExactly("0:1", "800:2", "1700:10");
    }

    @Test
    void aCommaIsAPauseAndWhatADialCannotSayIsLeftForKeys() {
        PulsedDigits digits = new PulsedDigits("9,1*23", 2000);
        assertThat(dialled(digits)).containsExactly("0:9", "3600:1");
        assertThat(digits.keys()).isEqualTo("*23");
        PulsedDigits none = new PulsedDigits("#1", 2000);
        assertThat(dialled(none)).isEmpty();
        assertThat(none.keys()).isEqualTo("#1");
    }
}
