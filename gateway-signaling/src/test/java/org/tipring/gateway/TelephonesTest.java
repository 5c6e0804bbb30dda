package org.tipring.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tipring.signaling.call.FlashHabits;
import org.tipring.signaling.config.GatewayConfig.FlashSection;

class TelephonesTest {

    @Test
    void whatTheConfigurationSaysOfFlashesByDefaultIsWhatCallsTakeForUsual() {
        assertThat(Telephones.habits(FlashSection.DEFAULT)).isEqualTo(FlashHabits.DEFAULT);
    }
}
