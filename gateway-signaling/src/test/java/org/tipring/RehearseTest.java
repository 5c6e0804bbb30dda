package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What `scripts/gateway` has done after each build: without it nothing fails, and all is slower.
@Timeout(60)
class RehearseTest {

    @Test
    void theCallsOfTheRehearsalComeAbout() {
        assertThat(Main.run("rehearse")).isZero();
    }
}
