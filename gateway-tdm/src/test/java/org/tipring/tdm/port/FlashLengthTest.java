package org.tipring.tdm.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlashLengthTest {

    private static final long MILLI = 1_000_000;

    private final FlashLength length = new FlashLength();

    private void flash(int... millis) {
        for (int one : millis) {
            length.flashed(one);
        }
    }

    @Test
    void threeFlashesTeachItHowLongTheKeysAre() {
        flash(280, 285);
        assertThat(length.millis()).isEqualTo(1_000);
        flash(282);
        assertThat(length.millis()).isEqualTo(427);
    }

    @Test
    void aHandThatIsSlowerKeepsItLong() {
        flash(280, 285, 282, 700);
        assertThat(length.millis()).isEqualTo(1_000);
        flash(280, 280, 280, 280, 280, 280, 280, 280);
        assertThat(length.millis()).as("eight quick ones later").isEqualTo(420);
    }

    @Test
    void itIsNeverShorterThanAQuickHandsFlash() {
        flash(100, 100, 100);
        assertThat(length.millis()).isEqualTo(300);
    }

    @Test
    void aHangUpThatIsTakenBackAtOnceWasALongFlash() {
        flash(280, 280, 280);
        length.hungUp(10_000 * MILLI);
        length.lifted(10_180 * MILLI);
        assertThat(length.millis()).as("600 ms, and half as long again").isEqualTo(900);
    }

    @Test
    void aHangUpAndTheNextCallTeachNothing() {
        flash(280, 280, 280);
        length.hungUp(10_000 * MILLI);
        length.lifted(11_000 * MILLI);
        assertThat(length.millis()).isEqualTo(420);
    }

    @Test
    void whatItHasLearnedOutlivesARestart() {
        List<Integer> kept = new ArrayList<>();
        length.remember(List.of(), flashes -> {
            kept.clear();
            kept.addAll(flashes);
        });
        flash(280, 285, 282);
        FlashLength after = new FlashLength();
        after.remember(kept, _ -> { });
        assertThat(after.millis()).isEqualTo(427);
    }

    @Test
    void nonsenseInWhatWasKeptTeachesNothing() {
        length.remember(List.of(-5, 0, 90_000), _ -> { });
        assertThat(length.millis()).isEqualTo(1_000);
    }
}
